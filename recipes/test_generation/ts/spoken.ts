/** What a piece of a unit speaks of: its literals, its patterns, the forms of texts that it reads, the classes it asks for. */
import type * as TS from 'typescript'
import type { Evaluator } from './evaluate.js'
import { regexOf } from './builtins.js'
import { formsOf } from './forms.js'
import type { Spoken } from './pools.js'
import type { Scene, Types } from './scene.js'

/** Names within names are followed so far. */
const DEEPEST = 3

export function spokenIn(nodes: readonly TS.Node[], types: Types, evaluator: Evaluator): Spoken {
  const { ts } = types
  const strings = new Set<string>()
  const numbers = new Set<number>()
  const patterns = new Map<string, RegExp>()
  const forms = new Set<string>()
  const classes = new Set<TS.ClassLikeDeclaration>()
  const seen = new Set<TS.Node>()

  function visit(node: TS.Node, depth: number): void {
    if (seen.has(node)) return
    seen.add(node)
    if (ts.isStringLiteralLike(node) && node.text.length <= 60) strings.add(node.text)
    else if (ts.isNumericLiteral(node)) numbers.add(Number(node.text.replaceAll('_', '')))
    else if (ts.isRegularExpressionLiteral(node)) addPattern(node.text)
    else if (ts.isIdentifier(node)) follow(node, depth)
    else if (ts.isBinaryExpression(node)) {
      constant(node.left)
      constant(node.right)
      if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) addClass(node.right)
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node))
      for (const form of formsOf(node, ts)) forms.add(form)
    ts.forEachChild(node, (child) => {
      visit(child, depth)
    })
  }

  function addPattern(text: string): void {
    patterns.set(text, regexOf(text))
  }

  function addClass(node: TS.Expression): void {
    const declaration = evaluator.symbolOf(node)?.valueDeclaration
    if (declaration !== undefined && ts.isClassLike(declaration)) classes.add(declaration)
  }

  /** `14 * DAY`. */
  function constant(node: TS.Expression): void {
    const scene: Scene = { chosen: new Map(), looked: new Map(), steps: 0 }
    try {
      const value = evaluator.of(node, { names: new Map(), depth: 0 }, scene)
      if (scene.looked.size > 0) return
      if (typeof value === 'number') numbers.add(value)
      if (typeof value === 'string' && value.length <= 60) strings.add(value)
    } catch (error) {
      if (!(error instanceof Error)) throw error
    }
  }

  /** A constant, or a function of the project that is asked. */
  function follow(node: TS.Identifier, depth: number): void {
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) {
      followMember(node, depth)
      return
    }
    if (depth >= DEEPEST) return
    const declaration = evaluator.symbolOf(node)?.valueDeclaration
    if (declaration === undefined || /\/node_modules\/|\.d\.ts$/.test(declaration.getSourceFile().fileName))
      return
    if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined)
      visit(declaration.initializer, depth + 1)
    else if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined)
      visit(declaration.body, depth + 1)
    else if (ts.isBindingElement(declaration)) visit(declaration.parent.parent, depth + 1)
  }

  /** A method that the unit has itself: `this.check(x)`. */
  function followMember(node: TS.Identifier, depth: number): void {
    if (depth >= DEEPEST) return
    const declaration = evaluator.symbolOf(node)?.valueDeclaration
    if (declaration === undefined) return
    if (ts.isEnumMember(declaration)) {
      const value = types.checker.getConstantValue(declaration)
      if (typeof value === 'string') strings.add(value)
      if (typeof value === 'number') numbers.add(value)
    } else if (
      ts.isMethodDeclaration(declaration) &&
      declaration.getSourceFile() === types.at &&
      declaration.body !== undefined
    )
      visit(declaration.body, depth + 1)
  }

  for (const node of nodes) visit(node, 0)
  return {
    strings: [...strings].slice(0, 60),
    numbers: [...numbers].slice(0, 24),
    patterns: [...patterns.values()].slice(0, 16),
    forms: [...forms].slice(0, 24),
    classes: [...classes],
  }
}
