/** What TypeScript types are made of: aliases, interfaces, enums and classes, followed by name through the repository. */
import type * as t from '@babel/types'
import type { Library } from './library.js'
import { declarationOf, exportedAs, valueOf } from './library.js'
import { brandOf, enumShape, keysOf, literalShape, mapped, textOrUndefined } from './plain.js'
import type { Follow } from './schemas.js'
import { shapeOfSchema } from './schemas.js'
import type { Field, Shape } from './shape.js'
import { code, objectOf, unknown } from './shape.js'
import type { Source, TypeNode } from './source.js'

/** Where a type stands, and how deep the way to it was. */
export interface Where {
  readonly library: Library
  readonly source: Source
  readonly depth: number
}

/** Deep enough for real data; a type that holds itself ends here. */
const DEEPEST = 12

export function shapeOfDeclaration(node: TypeNode, where: Where): Shape {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
      return interfaceShape(node, where)
    case 'TSTypeAliasDeclaration':
      return node.typeParameters ? unknown : shapeOfType(node.typeAnnotation, where)
    case 'TSEnumDeclaration':
      return enumShape(node, where.source)
    case 'ClassDeclaration':
      return unknown // only its constructor makes one
  }
}

function interfaceShape(node: t.TSInterfaceDeclaration, where: Where): Shape {
  if (node.typeParameters) return unknown
  const above = (node.extends ?? []).map(({ expression }) =>
    expression.type === 'Identifier' ? namedShape(expression.name, deeper(where)) : unknown,
  )
  const lists = above.flatMap((shape) => (shape.kind === 'object' ? [shape.fields] : []))
  return lists.length < above.length ? unknown : objectOf(...lists, membersOf(node.body.body, where))
}

const deeper = (where: Where): Where => ({ ...where, depth: where.depth + 1 })

export function shapeOfType(type: t.TSType, where: Where): Shape {
  if (where.depth > DEEPEST) return unknown
  const inner = deeper(where)
  switch (type.type) {
    case 'TSStringKeyword':
      return { kind: 'text' }
    case 'TSNumberKeyword':
      return { kind: 'number' }
    case 'TSBooleanKeyword':
      return { kind: 'boolean' }
    case 'TSBigIntKeyword':
      return code('BigInt(1)')
    case 'TSNullKeyword':
      return code('null')
    case 'TSUndefinedKeyword':
    case 'TSVoidKeyword':
      return code('undefined')
    case 'TSAnyKeyword':
    case 'TSUnknownKeyword':
    case 'TSObjectKeyword':
      return code('{}')
    case 'TSArrayType':
      return { kind: 'list', of: shapeOfType(type.elementType, inner) }
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? shapeOfType(type.typeAnnotation, inner) : unknown
    case 'TSParenthesizedType':
      return shapeOfType(type.typeAnnotation, inner)
    case 'TSLiteralType':
      return literalShape(type)
    case 'TSUnionType':
      return unionShape(type, inner)
    case 'TSIntersectionType': {
      const shapes = type.types.map((one) => shapeOfType(one, inner))
      const lists = shapes.flatMap((shape) => (shape.kind === 'object' ? [shape.fields] : []))
      return lists.length === shapes.length ? objectOf(...lists) : unknown
    }
    case 'TSTypeLiteral':
      return { kind: 'object', fields: membersOf(type.members, inner) }
    case 'TSFunctionType':
      return code("() => { throw new Error('not expected in this test') }")
    case 'TSTypeReference':
      return referenceShape(type, inner)
    case 'TSIndexedAccessType':
      return accessShape(type, inner)
    default:
      return unknown
  }
}

/** The first member that is more than nothing. */
function unionShape({ types }: t.TSUnionType, where: Where): Shape {
  const shapes = types.map((one) => shapeOfType(one, where))
  const isReal = (shape: Shape): boolean =>
    shape.kind !== 'unknown' && !(shape.kind === 'code' && /^(?:null|undefined)$/.test(shape.text))
  return shapes.find(isReal) ?? shapes.find(({ kind }) => kind !== 'unknown') ?? unknown
}

function membersOf(members: readonly t.TSTypeElement[], where: Where): Field[] {
  return members.flatMap((member): Field[] => {
    if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') return []
    const name =
      member.key.type === 'Identifier'
        ? member.key.name
        : member.key.type === 'StringLiteral'
          ? member.key.value
          : ''
    if (name === '') return []
    const isOptional = member.optional === true
    if (member.type === 'TSMethodSignature')
      return [{ name, isOptional, shape: code("() => { throw new Error('not expected in this test') }") }]
    const type = member.typeAnnotation?.typeAnnotation
    return [{ name, isOptional, shape: type ? shapeOfType(type, where) : code('{}') }]
  })
}

function accessShape({ objectType, indexType }: t.TSIndexedAccessType, where: Where): Shape {
  const name = textOrUndefined(indexType)
  const shape = shapeOfType(objectType, where)
  return (
    (shape.kind === 'object' ? shape.fields.find((field) => field.name === name)?.shape : undefined) ??
    unknown
  )
}

function referenceShape(type: t.TSTypeReference, where: Where): Shape {
  if (type.typeName.type !== 'Identifier') return qualifiedShape(type, where)
  const { name } = type.typeName
  const args = type.typeParameters?.params ?? []
  return (
    builtInShape(name, args, where) ??
    (args.length > 0 ? schemaType(name, args, where) : namedShape(name, where))
  )
}

function builtInShape(name: string, args: readonly t.TSType[], where: Where): Shape | undefined {
  const [first, second] = args
  const of = first === undefined ? unknown : shapeOfType(first, where)
  switch (name) {
    case 'Date':
      return { kind: 'date' }
    case 'Array':
    case 'ReadonlyArray':
      return { kind: 'list', of }
    case 'Map':
    case 'ReadonlyMap':
      return code('new Map()')
    case 'Set':
    case 'ReadonlySet':
      return code('new Set()')
    case 'Uint8Array':
      return code('new Uint8Array()')
    case 'Buffer':
      return code("Buffer.from('')")
    case 'URL':
      return code("new URL('https://example.test/')")
    case 'Record':
      return first?.type === 'TSStringKeyword' || first?.type === 'TSNumberKeyword' ? code('{}') : unknown
    case 'Readonly':
    case 'NonNullable':
      return of
    case 'Partial':
      return mapped(of, () => true, true)
    case 'Required':
      return mapped(of, () => true, false)
    case 'Pick':
      return mapped(of, (field) => keysOf(second).includes(field))
    case 'Omit':
      return mapped(of, (field) => !keysOf(second).includes(field))
    default:
      return undefined
  }
}

/** `z.infer<typeof x>`; a member of an enum, `Role.Admin`. */
function qualifiedShape(type: t.TSTypeReference, where: Where): Shape {
  const { typeName } = type
  if (typeName.type !== 'TSQualifiedName' || typeName.left.type !== 'Identifier') return unknown
  if (/^(?:infer|output|TypeOf)$/.test(typeName.right.name))
    return schemaType(typeName.right.name, type.typeParameters?.params ?? [], where)
  const found = declarationOf(where.library, where.source, typeName.left.name)
  if (found?.node.type !== 'TSEnumDeclaration') return unknown
  const name = exportedAs(found.source, found.name)
  if (name === undefined) return unknown
  return code(`${name}.${typeName.right.name}`, { name, from: found.source.path, isType: false })
}

/** `Static<typeof X>` and its like. */
function schemaType(name: string, [type]: readonly t.TSType[], where: Where): Shape {
  if (!/^(?:infer|output|TypeOf|Static|Infer)$/.test(name)) return unknown
  if (type?.type !== 'TSTypeQuery' || type.exprName.type !== 'Identifier') return unknown
  const found = followIn(where.library, where.source)(type.exprName.name)
  return found ? shapeOfSchema(found.node, found.follow) : unknown
}

export const followIn =
  (library: Library, source: Source): Follow =>
  (name) => {
    const found = valueOf(library, source, name)
    return found && { node: found.node, follow: followIn(library, found.source) }
  }

/** A name of the repository; a brand on a text keeps its name, for only a cast makes one. */
export function namedShape(name: string, where: Where): Shape {
  const found = declarationOf(where.library, where.source, name)
  if (found === undefined) return unknown
  const inner = { ...where, source: found.source }
  const brand = brandOf(found.node)
  const exported = exportedAs(found.source, found.name)
  if (brand !== undefined)
    return exported === undefined
      ? unknown
      : { kind: 'branded', of: brand, as: { name: exported, from: found.source.path, isType: true } }
  return shapeOfDeclaration(found.node, inner)
}
