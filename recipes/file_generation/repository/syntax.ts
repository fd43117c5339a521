/** Small questions about syntax: what is called on what, what an object or a literal holds. */
import type { CallExpression, Node } from '@babel/types'
import { childrenOf } from '../model/walk.js'

export function memberOf({
  callee,
}: CallExpression): { readonly object: string; readonly name: string } | undefined {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined
  const { object } = callee
  const name =
    object.type === 'Identifier'
      ? object.name
      : object.type === 'MemberExpression' && object.property.type === 'Identifier'
        ? object.property.name
        : rootOf(object)
  return { object: name, name: callee.property.name }
}

/** `app` of `app.get('/a', x).get('/b', y)`. */
function rootOf(node: Node): string {
  if (node.type === 'Identifier') return node.name
  const [first] = childrenOf(node)
  return first && (node.type === 'CallExpression' || node.type === 'MemberExpression') ? rootOf(first) : ''
}

export function property(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'ObjectExpression') return undefined
  for (const one of node.properties)
    if (one.type === 'ObjectProperty' && one.key.type === 'Identifier' && one.key.name === name)
      return one.value
  return undefined
}

export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0
    ? (node.quasis[0]?.value.cooked ?? undefined)
    : undefined
}
