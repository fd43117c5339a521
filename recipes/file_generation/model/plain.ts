/** What can be said of a type without looking into the types that it is made of. */
import type * as t from '@babel/types'
import { exportedAs } from './library.js'
import type { Shape } from './shape.js'
import { code, unknown } from './shape.js'
import type { Source, TypeNode } from './source.js'

export function enumShape(node: t.TSEnumDeclaration, source: Source): Shape {
  const [first] = node.members
  const name = exportedAs(source, node.id.name)
  if (!first || name === undefined) return unknown
  const member = first.id.type === 'Identifier' ? `.${first.id.name}` : `['${first.id.value}']`
  return code(name + member, { name, from: source.path, isType: false })
}

export function literalShape({ literal }: t.TSLiteralType): Shape {
  if (literal.type === 'StringLiteral') return code(`'${literal.value.replace(/['\\]/g, '\\$&')}'`)
  if (literal.type === 'NumericLiteral' || literal.type === 'BooleanLiteral')
    return code(String(literal.value))
  return literal.type === 'TemplateLiteral' && literal.expressions.length === 0
    ? code(`'${literal.quasis[0]?.value.cooked ?? ''}'`)
    : unknown
}

export const textOrUndefined = (type: t.TSType | undefined): string | undefined =>
  type?.type === 'TSLiteralType' && type.literal.type === 'StringLiteral' ? type.literal.value : undefined

export const keysOf = (type: t.TSType | undefined): readonly (string | undefined)[] =>
  type?.type === 'TSUnionType' ? type.types.map(textOrUndefined) : [textOrUndefined(type)]

export function mapped(shape: Shape, keep: (name: string) => boolean, isOptional?: boolean): Shape {
  if (shape.kind !== 'object') return unknown
  const fields = shape.fields.filter(({ name }) => keep(name))
  return {
    kind: 'object',
    fields: isOptional === undefined ? fields : fields.map((field) => ({ ...field, isOptional })),
  }
}

/** `string & { readonly brand: … }`. */
export function brandOf(node: TypeNode): Shape | undefined {
  if (node.type !== 'TSTypeAliasDeclaration' || node.typeAnnotation.type !== 'TSIntersectionType')
    return undefined
  const { types } = node.typeAnnotation
  if (types.some(({ type }) => type === 'TSStringKeyword')) return { kind: 'text' }
  return types.some(({ type }) => type === 'TSNumberKeyword') ? { kind: 'number' } : undefined
}
