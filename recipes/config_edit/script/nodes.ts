/** The object of a script as the tree that JSON has too; what is no literal is a leaf that holds its own source. */
import type { ArrayExpression, Node as Syntax, ObjectExpression } from '@babel/types'
import type { Node } from '../syntax.js'
import type { Json } from '../value.js'
import { bare } from './exported.js'
import type { Names } from './names.js'
import { endOf, startOf } from './parse.js'

const MARK = '(code) '

/** Code as a value: a call, a name, a regular expression. It is compared, and never looked into. */
export const codeOf = (source: string): string => MARK + source.replace(/\s+/g, ' ').trim()

export const isCode = (value: Json | undefined): boolean =>
  typeof value === 'string' && value.startsWith(MARK)

export const isSpreadKey = (key: string): boolean => key.startsWith(`${MARK}...`)

type Built = { -readonly [K in keyof Node]: Node[K] }

export interface Script {
  readonly text: string
  readonly names: Names
  /** Names that were followed on the way here. */
  readonly way: readonly string[]
}

export function nodeOf(syntax: Syntax, script: Script): Node {
  const inner = bare(syntax)
  switch (inner.type) {
    case 'ObjectExpression':
      return objectNode(inner, script)
    case 'ArrayExpression':
      return inner.elements.includes(null) ? code(inner, script) : listNode(inner, script)
    case 'Identifier':
      return followed(inner.name, script) ?? code(inner, script)
    default: {
      const value = literal(inner)
      return value === undefined ? code(inner, script) : leaf(inner, value)
    }
  }
}

function literal(node: Syntax): Json | undefined {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value
    case 'NullLiteral':
      return null
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined
    case 'UnaryExpression':
      return node.operator === '-' && node.argument.type === 'NumericLiteral'
        ? -node.argument.value
        : undefined
    default:
      return undefined
  }
}

const range = (node: Syntax) => ({ offset: startOf(node), length: endOf(node) - startOf(node) })

const leaf = (node: Syntax, value: Json): Built => ({ type: 'string', ...range(node), value })

const code = (node: Syntax, { text }: Script): Built =>
  leaf(node, codeOf(text.slice(startOf(node), endOf(node))))

/** What a name stands for, where it stands for an object or list that is used here and nowhere else. */
function followed(name: string, script: Script): Node | undefined {
  const { names, way } = script
  const meaning = names.meaning(name)
  if (meaning === undefined || names.uses(name) !== 1 || names.changed(name).size > 0 || way.includes(name))
    return undefined
  const inner = bare(meaning)
  if (inner.type !== 'ObjectExpression' && inner.type !== 'ArrayExpression') return undefined
  return nodeOf(inner, { ...script, way: [...way, name] })
}

function objectNode(syntax: ObjectExpression, script: Script): Node {
  const object: Built = { type: 'object', ...range(syntax) }
  object.children = syntax.properties.map((property) => propertyNode(property, object, script))
  return object
}

function propertyNode(syntax: ObjectExpression['properties'][number], parent: Node, script: Script): Node {
  const property: Built = { type: 'property', ...range(syntax), parent }
  const name = syntax.type === 'SpreadElement' ? undefined : nameOf(syntax)
  // Of a method, a spread and a computed key, the whole property is the value.
  const isPlain = name !== undefined && syntax.type === 'ObjectProperty'
  const value: Built = isPlain ? nodeOf(syntax.value, script) : code(syntax, script)
  const key: Built =
    name === undefined || syntax.type === 'SpreadElement'
      ? { ...code(syntax, script) }
      : leaf(syntax.key, name)
  value.parent = property
  property.children = [key, value]
  return property
}

/** Undefined for a key that only running the script would tell, and for `__proto__`, which is no key. */
function nameOf({
  key,
  computed,
}: Exclude<ObjectExpression['properties'][number], { type: 'SpreadElement' }>) {
  const name =
    key.type === 'StringLiteral' || key.type === 'NumericLiteral'
      ? String(key.value)
      : key.type === 'Identifier' && !computed
        ? key.name
        : undefined
  return name === '__proto__' && !computed ? undefined : name
}

/** Items with brackets around them, or a type, are code: what stands in them is not all of the item. */
function listNode(syntax: ArrayExpression, script: Script): Node {
  const list: Built = { type: 'array', ...range(syntax) }
  list.children = syntax.elements.flatMap((element): Node[] => {
    if (element === null) return []
    const isPlain = bare(element) === element && element.type !== 'Identifier'
    const item: Built = isPlain ? nodeOf(element, script) : code(element, script)
    item.parent = list
    return [item]
  })
  return list
}
