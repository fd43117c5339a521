/** A YAML text as a tree of its own: what each node is worth, where it stands, and what stands inside it. */
import type { Json, Step } from '../value.js'

/** `pair`: a single pair without braces in a flow list, `[a: 1]`. */
export type Style = 'block' | 'flow' | 'pair'

export interface Node {
  readonly kind: 'map' | 'list' | 'scalar' | 'alias'
  readonly style: Style
  /** Behind the `:` or dash, and behind the anchor and tag that follow it: where a value may begin. */
  readonly head: number
  readonly from: number
  /** Without the comments and blank lines behind it. Nothing at all begins and ends at its head. */
  readonly end: number
  readonly value: Json
  /** Of an alias none: they stand elsewhere. */
  readonly children: readonly Child[]
  /** `'`, `"`, `|`, `>`, or nothing. */
  readonly quote: string
  readonly anchor?: string
  /** What an alias stands for. */
  readonly target?: Node
}

export interface Child {
  readonly step: Step
  /** Of its key, its dash, or in a flow list of the item. */
  readonly from: number
  readonly node: Node
  /** Between brackets: the comma behind it. */
  readonly comma?: number
}

export const isNothing = ({ kind, from, end }: Node): boolean => kind === 'scalar' && from === end

export const isBlock = ({ style, children }: Node): boolean => style === 'block' && children.length > 0

export const isContainer = ({ kind }: Node): boolean => kind === 'map' || kind === 'list'

export const childAt = (node: Node, step: Step): Child | undefined =>
  typeof step === 'number' ? node.children[step] : node.children.find((child) => child.step === step)

/** The nodes from the root on, as far as the way goes through what stands in the text itself. */
export function wayTo(root: Node, steps: readonly Step[]): readonly Node[] {
  const way = [root]
  for (const step of steps) {
    const next = childAt(way.at(-1) ?? root, step)
    if (next === undefined) return way
    way.push(next.node)
  }
  return way
}

/** The node with all that stand inside it. */
export function nodesOf(node: Node): readonly Node[] {
  const nodes = [node]
  // The list grows while it is walked.
  for (const { children } of nodes) for (const child of children) nodes.push(child.node)
  return nodes
}
