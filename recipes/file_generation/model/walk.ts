/** Every node of a syntax tree, with the name of the declaration at the top of the file that it is in. */
import type { CallExpression, Node } from '@babel/types'

export interface Call {
  readonly node: CallExpression
  /** The function, class or constant at the top of the file that holds it; '' at the top itself. */
  readonly within: string
}

export function callsIn(body: readonly Node[]): readonly Call[] {
  const calls: Call[] = []
  const visit = (node: Node, within: string): void => {
    if (node.type === 'CallExpression') calls.push({ node, within })
    for (const child of childrenOf(node)) visit(child, within === '' ? nameOf(child) : within)
  }
  for (const node of body) visit(node, nameOf(node))
  return calls
}

export function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === 'loc' || key.endsWith('Comments') ? [] : (Array.isArray(value) ? value : [value]).filter(isNode),
  )
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function nameOf(node: Node): string {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name ?? ''
  return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? node.id.name : ''
}
