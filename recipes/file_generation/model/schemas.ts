/** What zod and TypeBox schemas are made of: `z.object({ … })`, `Type.Object({ … })`, and what may follow them. */
import type { CallExpression, Expression, Node, ObjectExpression } from '@babel/types'
import type { Field, Shape, TextFormat } from './shape.js'
import { code, objectOf, unknown } from './shape.js'

/** The schema that a name stands for, in the file where it is used. */
export type Follow = (name: string) => { readonly node: Expression; readonly follow: Follow } | undefined

interface Read {
  readonly shape: Shape
  readonly isOptional: boolean
}

export function shapeOfSchema(node: Node, follow: Follow, depth = 0): Shape {
  return read(node, follow, depth).shape
}

const certain = (shape: Shape): Read => ({ shape, isOptional: false })

function read(node: Node, follow: Follow, depth: number): Read {
  if (depth > 12) return certain(unknown)
  if (node.type === 'Identifier') {
    const found = follow(node.name)
    return found ? read(found.node, found.follow, depth + 1) : certain(unknown)
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return certain(unknown)
  const { object, property } = node.callee
  if (property.type !== 'Identifier') return certain(unknown)
  const isRoot = object.type === 'Identifier' && /^(?:z|zod|Type|t)$/i.test(object.name)
  return isRoot
    ? certainOrOptional(node, property.name, follow, depth)
    : chained(node, object, property.name, follow, depth)
}

/** `z.string()`, `Type.Optional(…)`. */
function certainOrOptional(node: CallExpression, name: string, follow: Follow, depth: number): Read {
  const [first] = node.arguments
  if (/^optional$/i.test(name) && first) return { ...read(first, follow, depth + 1), isOptional: true }
  return certain(rootShape(name.toLowerCase(), node, follow, depth))
}

function rootShape(name: string, node: CallExpression, follow: Follow, depth: number): Shape {
  const [first] = node.arguments
  switch (name) {
    case 'string':
      return { kind: 'text', ...formatIn(first) }
    case 'email':
    case 'uuid':
      return { kind: 'text', format: name }
    case 'url':
      return { kind: 'text', format: 'uri' }
    case 'number':
    case 'integer':
    case 'int':
      return { kind: 'number' }
    case 'boolean':
      return { kind: 'boolean' }
    case 'date':
      return { kind: 'date' }
    case 'null':
      return code('null')
    case 'any':
    case 'unknown':
    case 'record':
      return code('{}')
    case 'array':
      return { kind: 'list', of: first ? read(first, follow, depth + 1).shape : unknown }
    case 'literal':
      return literal(first)
    case 'enum':
    case 'union':
      return firstOf(first, follow, depth)
    case 'nullable':
      return first ? read(first, follow, depth + 1).shape : unknown
    case 'object':
    case 'strictobject':
      return first?.type === 'ObjectExpression'
        ? { kind: 'object', fields: fieldsOf(first, follow, depth) }
        : unknown
    case 'intersect':
    case 'composite':
      return first?.type === 'ArrayExpression' ? merged(first.elements, follow, depth) : unknown
    case 'partial':
      return first ? partial(read(first, follow, depth + 1).shape) : unknown
    default:
      return unknown
  }
}

/** What a method makes of the schema before it: `.optional()`, `.extend({ … })`. */
function chained(node: CallExpression, before: Node, name: string, follow: Follow, depth: number): Read {
  const inner = read(before, follow, depth + 1)
  const [first] = node.arguments
  switch (name) {
    case 'optional':
    case 'nullish':
      return { ...inner, isOptional: true }
    case 'email':
    case 'uuid':
      return { ...inner, shape: { kind: 'text', format: name } }
    case 'url':
      return { ...inner, shape: { kind: 'text', format: 'uri' } }
    case 'datetime':
      return { ...inner, shape: { kind: 'text', format: 'date-time' } }
    case 'partial':
      return certain(partial(inner.shape))
    case 'extend':
      if (inner.shape.kind !== 'object' || first?.type !== 'ObjectExpression') return certain(unknown)
      return certain(objectOf(inner.shape.fields, fieldsOf(first, follow, depth)))
    case 'merge':
    case 'and':
      return first ? certain(merged([before, first], follow, depth)) : inner
    case 'array':
      return certain({ kind: 'list', of: inner.shape })
    case 'transform':
    case 'pipe':
    case 'brand':
    case 'pick':
    case 'omit':
      return certain(unknown)
    default:
      return inner // `.min(1)`, `.describe(…)`, `.default(…)`: the kind stays
  }
}

function merged(nodes: readonly (Node | null)[], follow: Follow, depth: number): Shape {
  const shapes = nodes.map((node) => (node ? read(node, follow, depth + 1).shape : unknown))
  const lists = shapes.flatMap((shape) => (shape.kind === 'object' ? [shape.fields] : []))
  return lists.length === shapes.length ? objectOf(...lists) : unknown
}

function fieldsOf({ properties }: ObjectExpression, follow: Follow, depth: number): Field[] {
  return properties.flatMap((one): Field[] => {
    if (one.type !== 'ObjectProperty') return []
    const name =
      one.key.type === 'Identifier' ? one.key.name : one.key.type === 'StringLiteral' ? one.key.value : ''
    return [{ name, ...read(one.value, follow, depth + 1) }]
  })
}

const partial = (shape: Shape): Shape =>
  shape.kind === 'object'
    ? { kind: 'object', fields: shape.fields.map((field) => ({ ...field, isOptional: true })) }
    : unknown

function literal(node: Node | undefined): Shape {
  if (node?.type === 'StringLiteral') return code(`'${node.value.replace(/['\\]/g, '\\$&')}'`)
  return node?.type === 'NumericLiteral' || node?.type === 'BooleanLiteral'
    ? code(String(node.value))
    : unknown
}

/** A list's first member that can be made; an enum by name cannot be read from here. */
function firstOf(node: Node | undefined, follow: Follow, depth: number): Shape {
  if (node?.type === 'TSAsExpression') return firstOf(node.expression, follow, depth)
  if (node?.type === 'Identifier') {
    const found = follow(node.name)
    return found ? firstOf(found.node, found.follow, depth + 1) : unknown
  }
  if (node?.type !== 'ArrayExpression') return unknown
  const shapes = node.elements.map((one): Shape => {
    if (one === null) return unknown
    const plain = literal(one)
    return plain.kind === 'unknown' ? read(one, follow, depth + 1).shape : plain
  })
  const real = shapes.find(
    (shape) => shape.kind !== 'unknown' && !(shape.kind === 'code' && shape.text === 'null'),
  )
  return real ?? shapes[0] ?? unknown
}

/** `{ format: 'email' }`, as TypeBox has it. */
function formatIn(node: Node | undefined): { format?: TextFormat } {
  if (node?.type !== 'ObjectExpression') return {}
  for (const one of node.properties)
    if (one.type === 'ObjectProperty' && one.key.type === 'Identifier' && one.key.name === 'format')
      if (one.value.type === 'StringLiteral' && isFormat(one.value.value)) return { format: one.value.value }
  return {}
}

const isFormat = (text: string): text is TextFormat =>
  ['email', 'uuid', 'date', 'date-time', 'uri'].includes(text)
