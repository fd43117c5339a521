/** Objects of the classes that guards ask for: `error instanceof AppError`. */
import type * as TS from 'typescript'
import { quote } from './literals.js'
import type { Option, Types } from './scene.js'
import { Made, kindOf } from './scene.js'
import { numbersFor, stringsFor } from './words.js'

/** Of a parameter that takes one of some literals, so many are tried. */
const MANY = 10

export function madeOf(classes: readonly TS.ClassLikeDeclaration[], types: Types): readonly Option[] {
  return classes.flatMap((one) => ofClass(one, types))
}

function ofClass(node: TS.ClassLikeDeclaration, types: Types): readonly Option[] {
  const { ts, checker, at } = types
  const isAbstract = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Abstract) !== 0
  const { fileName } = node.getSourceFile()
  if (node.name === undefined || isAbstract || fileName.includes('/node_modules/')) return []
  const name = node.name.text
  const maker =
    node.members.find(ts.isConstructorDeclaration) ??
    inherited(node, types)?.members.find(ts.isConstructorDeclaration)
  const parameters = (maker?.parameters ?? []).filter(
    (one) =>
      one.questionToken === undefined && one.initializer === undefined && one.dotDotDotToken === undefined,
  )
  const choices = parameters.map((one) => {
    const type = checker.getTypeAtLocation(one)
    const parts = type.isUnion() ? type.types : [type]
    const literals = parts.flatMap((part) =>
      part.isStringLiteral() || part.isNumberLiteral() ? [part.value] : [],
    )
    return {
      name: one.name.getText(),
      values: literals.length > 0 ? literals.slice(0, MANY) : [usual(one.name.getText(), type, types)],
    }
  })
  const most = Math.max(1, ...choices.map(({ values }) => values.length))
  const needs = node.getSourceFile() === at ? [] : [{ name, from: fileName }]
  return Array.from({ length: most }, (_one, i): Option => {
    const given = choices.map(
      ({ name: own, values }) => [own, values[Math.min(i, values.length - 1)]] as const,
    )
    const words = given.map(([, value]) =>
      typeof value === 'string'
        ? quote(value)
        : typeof value === 'number' || typeof value === 'boolean'
          ? String(value)
          : '{}',
    )
    const fields = { message: '', ...Object.fromEntries(given) }
    return { value: new Made(namesOf(node, types), fields), code: `new ${name}(${words.join(', ')})`, needs }
  })
}

function usual(name: string, type: TS.Type, types: Types): unknown {
  switch (kindOf(type, types)) {
    case 'string':
    case 'any':
      return stringsFor(name)[0]
    case 'number':
      return numbersFor(name)[0]
    case 'boolean':
      return true
    default:
      return {}
  }
}

function inherited(
  node: TS.ClassLikeDeclaration,
  { ts, checker }: Types,
): TS.ClassLikeDeclaration | undefined {
  const [base] =
    node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? []
  if (base === undefined) return undefined
  const symbol = checker.getSymbolAtLocation(base.expression)
  const target =
    symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return target?.declarations?.find(ts.isClassLike)
}

/** Its own name, and those of what it extends. */
function namesOf(node: TS.ClassLikeDeclaration, types: Types): readonly string[] {
  const above = inherited(node, types)
  const name = node.name?.text ?? ''
  return above === undefined ? [name, 'Error'] : [name, ...namesOf(above, types)]
}
