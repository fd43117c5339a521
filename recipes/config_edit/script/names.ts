/** What the names of a script stand for: those that are declared once, with a value, and never given another one. */
import type { Expression, Function, Identifier, MemberExpression, Node, Program } from '@babel/types'
import { startOf, walk } from './parse.js'

export interface Names {
  /** What a name stands for, wherever it is used; undefined where that cannot be told. */
  meaning(name: string): Expression | Function | undefined
  /** How often it is used, its declaration not counted. */
  uses(name: string): number
  /** Where the script changes a property of what a name stands for, by the property; `*`: any of them. */
  changed(name: string): ReadonlyMap<string, number>
}

/** `module.exports`, as a name. */
export const EXPORTS = 'module.exports'

export function namesIn(program: Program): Names {
  const declared = new Map<string, (Expression | Function | undefined)[]>()
  const uses = new Map<string, number>()
  const changes = new Map<string, Map<string, number>>()
  const declare = (name: string, value?: Expression | Function) =>
    declared.set(name, [...(declared.get(name) ?? []), value])
  for (const [node, parent] of walk(program)) {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier')
      declare(node.id.name, node.init ?? undefined)
    else if (node.type === 'FunctionDeclaration' && node.id) declare(node.id.name, node)
    if (node.type === 'Identifier' && isUse(node, parent)) uses.set(node.name, (uses.get(node.name) ?? 0) + 1)
    for (const name of givenBy(node)) declare(name)
    const change = changeBy(node)
    if (change === undefined) continue
    const of = changes.get(change.name) ?? new Map<string, number>()
    changes.set(change.name, of.set(change.key, startOf(node)))
  }
  return {
    meaning: (name) => {
      const [only, ...others] = declared.get(name) ?? []
      return others.length > 0 ? undefined : only
    },
    uses: (name) => uses.get(name) ?? 0,
    changed: (name) => changes.get(name) ?? new Map<string, number>(),
  }
}

function isUse(node: Identifier, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id !== node
    case 'FunctionDeclaration':
      return parent.id !== node && !parent.params.includes(node)
    case 'ObjectProperty':
      return parent.computed || parent.key !== node || parent.shorthand
    case 'MemberExpression':
      return parent.computed || parent.property !== node
    default:
      return true
  }
}

/** Names that get a value in another way: parameters, imports, patterns, a new value later on. */
function givenBy(node: Node): string[] {
  if ('params' in node && Array.isArray(node.params)) return node.params.flatMap(namesOfPattern)
  if (node.type === 'VariableDeclarator' && node.id.type !== 'Identifier') return namesOfPattern(node.id)
  if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local.name)
  if (node.type === 'AssignmentExpression') return namesOfPattern(node.left)
  return node.type === 'UpdateExpression' ? namesOfPattern(node.argument) : []
}

function namesOfPattern(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'MemberExpression') return []
  return [...walk(pattern)].flatMap(([node]) => (node.type === 'Identifier' ? [node.name] : []))
}

interface Change {
  readonly name: string
  readonly key: string
}

/** `config.a.b = 1`, `config.list.push(1)`, `delete config.a`, `Object.assign(config, more)`. */
function changeBy(node: Node): Change | undefined {
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression')
    return rooted(node.left, 1)
  if (node.type === 'UnaryExpression' && node.operator === 'delete')
    return node.argument.type === 'MemberExpression' ? rooted(node.argument, 1) : undefined
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined
  const { callee, arguments: given } = node
  if (callee.type !== 'MemberExpression') return undefined
  const [first] = given
  if (isNamed(callee, 'Object', 'assign') && first?.type === 'Identifier')
    return { name: first.name, key: '*' }
  return rooted(callee, 2)
}

const isNamed = ({ object, property }: MemberExpression, of: string, name: string): boolean =>
  object.type === 'Identifier' &&
  object.name === of &&
  property.type === 'Identifier' &&
  property.name === name

/** The name at the beginning of `a.b.c`, and its property; `least` is how many there have to be behind it. */
function rooted(member: MemberExpression, least: number): Change | undefined {
  const keys: string[] = []
  let at: Node = member
  while (at.type === 'MemberExpression') {
    if (isNamed(at, 'module', 'exports')) return change(EXPORTS, keys, least)
    keys.unshift(keyOf(at))
    at = at.object
  }
  if (at.type !== 'Identifier') return undefined
  return change(at.name === 'exports' ? EXPORTS : at.name, keys, least)
}

const change = (name: string, keys: readonly string[], least: number): Change | undefined =>
  keys.length < least ? undefined : { name, key: keys[0] ?? '*' }

function keyOf({ property, computed }: MemberExpression): string {
  if (property.type === 'StringLiteral') return property.value
  return property.type === 'Identifier' && !computed ? property.name : '*'
}
