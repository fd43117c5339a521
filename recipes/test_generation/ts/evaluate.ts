/** A small interpreter: what an expression of the unit gives for the values that are chosen, without running the unit. */
import type * as TS from 'typescript'
import { globalValue, isPlain, operate, regexOf } from './builtins.js'
import type { Calls } from './calls.js'
import { openCalls } from './calls.js'
import type { Frame, Of } from './frames.js'
import { openMembers } from './members.js'
import type { Names } from './names.js'
import { openNames } from './names.js'
import type { Running } from './running.js'
import { openRunning } from './running.js'
import { Made, Place, Unclear, kindOf } from './scene.js'
import type { Scene, Types } from './scene.js'

/** Steps of one question. */
const STEPS = 3000

export type Evaluator = { readonly of: Of } & Pick<Names, 'symbolOf'> &
  Pick<Calls, 'reached' | 'touch' | 'begin'> &
  Pick<Running, 'run'>

export function openEvaluator(types: Types): Evaluator {
  const { ts, checker } = types
  const running = openRunning(types, of)
  const members = openMembers(types)
  const { member, element, listOf } = members
  const names = openNames(types, members, { of, ...running })
  const { named, own } = names
  const calls = openCalls(types, of, members, names, running)

  function of(node: TS.Expression, frame: Frame, scene: Scene): unknown {
    if (++scene.steps > STEPS) throw new Unclear()
    const inner = (one: TS.Expression): unknown => of(one, frame, scene)
    if (ts.isStringLiteralLike(node)) return node.text
    if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''))
    if (ts.isRegularExpressionLiteral(node)) return regexOf(node.text)
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false
    if (node.kind === ts.SyntaxKind.NullKeyword) return null
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isTypeAssertionExpression(node)
    )
      return inner(node.expression)
    if (ts.isIdentifier(node)) return named(node, frame, scene)
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return own(node.name.text, frame, scene)
      if (node.getText() === 'process.env') return new Place('e', 'env', checker.getTypeAtLocation(node))
      const from = inner(node.expression)
      if (node.questionDotToken !== undefined && (from === null || from === undefined)) return undefined
      return member(from, node.name.text, scene, node)
    }
    if (ts.isElementAccessExpression(node)) {
      const from = inner(node.expression)
      if (node.questionDotToken !== undefined && (from === null || from === undefined)) return undefined
      return element(from, inner(node.argumentExpression), scene, node)
    }
    if (ts.isPrefixUnaryExpression(node)) {
      const value = inner(node.operand)
      if (node.operator === ts.SyntaxKind.ExclamationToken) return !value
      if (!isPlain(value)) throw new Unclear()
      if (node.operator === ts.SyntaxKind.MinusToken) return -Number(value)
      if (node.operator === ts.SyntaxKind.PlusToken) return Number(value)
      throw new Unclear()
    }
    if (ts.isTypeOfExpression(node)) {
      const value = inner(node.expression)
      if (!(value instanceof Place)) return typeof value
      const kind = kindOf(value.type, types)
      return kind === 'any' ? 'string' : kind === 'function' ? 'function' : 'object'
    }
    if (ts.isBinaryExpression(node)) return binary(node, frame, scene)
    if (ts.isConditionalExpression(node)) return inner(inner(node.condition) ? node.whenTrue : node.whenFalse)
    if (ts.isTemplateExpression(node))
      return node.templateSpans.reduce(
        (text, span) => text + textOf(inner(span.expression)) + span.literal.text,
        node.head.text,
      )
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((one) =>
        ts.isSpreadElement(one) ? listOf(inner(one.expression), scene) : [inner(one)],
      )
    if (ts.isObjectLiteralExpression(node)) return objectOf(node, frame, scene)
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return running.closure(node, frame, scene)
    if (ts.isNewExpression(node))
      return globalValue(node.expression.getText(), calls.argumentsOf(node.arguments ?? [], frame, scene))
    if (ts.isCallExpression(node)) return calls.call(node, frame, scene)
    throw new Unclear()
  }

  const textOf = (value: unknown): string => {
    if (!isPlain(value)) throw new Unclear()
    return String(value)
  }

  function objectOf(node: TS.ObjectLiteralExpression, frame: Frame, scene: Scene): unknown {
    const made: Record<string, unknown> = {}
    for (const one of node.properties) {
      if (ts.isPropertyAssignment(one))
        made[one.name.getText().replace(/^['"]|['"]$/g, '')] = of(one.initializer, frame, scene)
      else if (ts.isShorthandPropertyAssignment(one)) made[one.name.text] = named(one.name, frame, scene)
      else throw new Unclear()
    }
    return made
  }

  function binary(node: TS.BinaryExpression, frame: Frame, scene: Scene): unknown {
    const { SyntaxKind: K } = ts
    const left = (): unknown => of(node.left, frame, scene)
    const right = (): unknown => of(node.right, frame, scene)
    switch (node.operatorToken.kind) {
      case K.AmpersandAmpersandToken:
        return left() && right()
      case K.BarBarToken: {
        const value = left()
        return Boolean(value) ? value : right()
      }
      case K.QuestionQuestionToken:
        return left() ?? right()
      case K.CommaToken:
      case K.EqualsToken:
        return right()
      case K.InstanceOfKeyword:
        return isInstance(left(), node.right)
      case K.InKeyword: {
        const [name, holder] = [left(), right()]
        if (holder instanceof Place && typeof name === 'string')
          return member(holder, name, scene, node) !== undefined
        if (holder === null || typeof holder !== 'object' || typeof name !== 'string') throw new Unclear()
        return name in holder
      }
      default:
        return operate(node.operatorToken.getText(), left(), right())
    }
  }

  /** By the names of classes: what is made for a test carries them. */
  function isInstance(value: unknown, type: TS.Expression): boolean {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
    const wanted = type.getText()
    if (value instanceof Place)
      return (
        value.type !== undefined && checker.typeToString(checker.getNonNullableType(value.type)) === wanted
      )
    if (value instanceof Made) return value.classes.includes(wanted)
    const global: unknown = Reflect.get(globalThis, wanted)
    return typeof global === 'function' && value instanceof global
  }

  const { symbolOf } = names
  const { reached, touch, begin } = calls
  return { of, symbolOf, reached, touch, begin, run: running.run }
}
