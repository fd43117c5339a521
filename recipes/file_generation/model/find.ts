/** The type of the repository that a fixture is to make: found by its name, or where somebody says that it is. */
import type * as t from '@babel/types'
import type { Look } from '../../../lib/survey/look.js'
import { isSource, scriptsOf } from '../../../lib/survey/sources.js'
import type { Library } from './library.js'
import { declarationOf, exportedAs, valueOf } from './library.js'
import { shapeOfSchema } from './schemas.js'
import type { Field, Import } from './shape.js'
import type { Source } from './source.js'
import type { Where } from './types.js'
import { followIn, shapeOfDeclaration, shapeOfType } from './types.js'

export interface Model {
  readonly type: Import
  readonly fields: readonly Field[]
  readonly making: Making
}

/** How one is made of its fields. */
export type Making =
  | { readonly by: 'literal' }
  /** A schema with no type of its own: `z.infer<typeof userSchema>`. */
  | { readonly by: 'schema'; readonly library: 'zod' | 'typebox'; readonly schema: string }
  /** A class with a constructor that takes nothing. */
  | { readonly by: 'assign' }
  /** A class whose constructor takes one object. */
  | { readonly by: 'properties' }
  /** A class whose constructor takes its fields one by one. */
  | { readonly by: 'arguments' }

/** No more files than these are opened in search of a name. */
const MOST = 40

/** Files that may declare the type: named for it first, then those that hold types. */
export function candidates(look: Look, name: string): readonly string[] {
  const all = scriptsOf(look).filter(isSource)
  const word = name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
  const named = new RegExp(`(?:^|[/._-])${word.replace('-', '[-_.]?')}s?(?=[/._-])`, 'i')
  const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const holdsTypes =
    /(?:^|[/._-])(?:types?|models?|entit(?:y|ies)|domain|interfaces?|schemas?|dtos?)(?=[/._-])/i
  const rank = (path: string): number =>
    (named.test(base(path)) ? 8 : 0) +
    (named.test(path) ? 4 : 0) +
    (holdsTypes.test(path) ? 2 : 0) +
    (/types?\./.test(base(path)) ? 1 : 0)
  return all
    .map((path) => ({ path, rank: rank(path) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .slice(0, MOST)
    .map(({ path }) => path)
}

/** What `path` exports under `name`, where a fixture can make it. */
export function modelIn(library: Library, path: string, name: string): Model | undefined {
  const source = library.open(path)
  if (source === undefined) return undefined
  return typed(library, source, name) ?? schemaOnly(library, source, name)
}

function typed(library: Library, source: Source, name: string): Model | undefined {
  const local = source.exports.get(name) ?? (source.exports.get('default') === name ? name : undefined)
  const found = local === undefined ? undefined : declarationOf(library, source, local)
  if (found === undefined || local === undefined) return undefined
  const isDefault = exportedAs(source, local) === undefined
  const type: Import = { name, from: source.path, isType: true, ...(isDefault ? { isDefault } : {}) }
  const where: Where = { library, source: found.source, depth: 0 }
  if (found.node.type === 'ClassDeclaration') return classModel(found.node, type, where)
  const shape = shapeOfDeclaration(found.node, where)
  return shape.kind === 'object' ? { type, fields: shape.fields, making: { by: 'literal' } } : undefined
}

/** A schema `UserSchema`, `userSchema` or `User` without a type beside it. */
function schemaOnly(library: Library, source: Source, name: string): Model | undefined {
  const camel = name.charAt(0).toLowerCase() + name.slice(1)
  for (const schema of [`${name}Schema`, `${camel}Schema`, name, camel]) {
    const local = source.exports.get(schema)
    const found = local === undefined ? undefined : valueOf(library, source, local)
    const shape = found && shapeOfSchema(found.node, followIn(library, found.source))
    if (found === undefined || shape?.kind !== 'object') continue
    const kind = [...found.source.imports.values()].some(({ from }) => /^zod(?:\/|$)/.test(from))
      ? 'zod'
      : 'typebox'
    return {
      type: { name: schema, from: source.path, isType: true },
      fields: shape.fields,
      making: { by: 'schema', library: kind, schema },
    }
  }
  return undefined
}

function classModel(node: t.ClassDeclaration, type: Import, where: Where): Model | undefined {
  if (node.abstract === true || node.superClass || node.typeParameters) return undefined
  const value: Import = { ...type, isType: false }
  const constructor = node.body.body.find(
    (member): member is t.ClassMethod => member.type === 'ClassMethod' && member.kind === 'constructor',
  )
  const fields = publicFields(node, constructor, where)
  const parameters = constructor?.params ?? []
  const [first] = parameters
  if (first === undefined) return { type: value, fields, making: { by: 'assign' } }
  const names = parameters.map(nameOfParameter)
  if (names.every((name) => fields.some((field) => field.name === name)))
    return {
      type: value,
      fields: names.flatMap((name) => fields.filter((field) => field.name === name)),
      making: { by: 'arguments' },
    }
  const shape = parameters.length === 1 ? shapeOfParameter(first, where) : undefined
  return shape?.kind === 'object'
    ? { type: value, fields: shape.fields, making: { by: 'properties' } }
    : undefined
}

const shapeOfParameter = (node: t.Node, where: Where) => {
  const type = annotationOf(node)
  return type && shapeOfType(type, where)
}

function publicFields(
  node: t.ClassDeclaration,
  constructor: t.ClassMethod | undefined,
  where: Where,
): Field[] {
  const own = node.body.body.flatMap((member): Field[] => {
    if (member.type !== 'ClassProperty' || member.static || member.key.type !== 'Identifier') return []
    if (member.accessibility === 'private' || member.accessibility === 'protected') return []
    const type = annotationOf(member)
    if (type === undefined) return []
    // What has a value already keeps it.
    const isOptional = member.optional === true || member.value !== null
    return [{ name: member.key.name, shape: shapeOfType(type, where), isOptional }]
  })
  const parameters = (constructor?.params ?? []).flatMap((one): Field[] => {
    if (
      one.type !== 'TSParameterProperty' ||
      one.accessibility === 'private' ||
      one.accessibility === 'protected'
    )
      return []
    const type = annotationOf(one.parameter)
    const name = nameOfParameter(one)
    return type && name !== undefined ? [{ name, shape: shapeOfType(type, where), isOptional: false }] : []
  })
  return [...own, ...parameters]
}

const nameOfParameter = (node: t.Node): string | undefined =>
  node.type === 'Identifier'
    ? node.name
    : node.type === 'TSParameterProperty'
      ? nameOfParameter(node.parameter)
      : undefined

function annotationOf(node: t.Node): t.TSType | undefined {
  if (!('typeAnnotation' in node)) return undefined
  const { typeAnnotation } = node
  return typeof typeAnnotation === 'object' && typeAnnotation?.type === 'TSTypeAnnotation'
    ? typeAnnotation.typeAnnotation
    : undefined
}
