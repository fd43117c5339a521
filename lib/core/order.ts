/** Orders of a graph: one that follows its edges, and one that is kept while edges are added. */
import type { Edge, Node } from './edge.js'

/**
 * Every node after all that it waits for, as near to the given order as that allows. Each knot of nodes that wait for one
 * another is told once as a cycle: `cycle[i]` waits for `cycle[i + 1]`.
 */
export function topologicalOrder(needs: readonly (readonly Edge[])[]): { order: Node[]; cycles: Node[][] } {
  const order: Node[] = []
  const cycles: Node[][] = []
  const state = new Uint8Array(needs.length) // 0 not seen, 1 on the way, 2 done
  for (let root = 0; root < needs.length; root++) {
    if (state[root] !== 0) continue
    const path: Node[] = [root]
    const next: number[] = [0]
    state[root] = 1
    while (path.length > 0) {
      const node = path[path.length - 1] ?? 0
      const edge = needs[node]?.[next[next.length - 1] ?? 0]
      if (edge === undefined) {
        state[node] = 2
        order.push(node)
        path.pop()
        next.pop()
        continue
      }
      next[next.length - 1] = (next[next.length - 1] ?? 0) + 1
      if (state[edge.to] === 0) {
        state[edge.to] = 1
        path.push(edge.to)
        next.push(0)
      } else if (state[edge.to] === 1) {
        const cycle = path.slice(path.indexOf(edge.to))
        if (!cycles.some((known) => known.some((node) => cycle.includes(node)))) cycles.push(cycle)
      }
    }
  }
  return { order, cycles }
}

/**
 * An order that stays right while edges come in.
 * After Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", JEA 11 (2007).
 */
export class KeptOrder {
  private readonly position: Int32Array
  private readonly dependents: Node[][]

  constructor(
    readonly order: Node[],
    private readonly needs: Edge[][],
  ) {
    this.position = new Int32Array(needs.length)
    for (const [i, node] of order.entries()) this.position[node] = i
    this.dependents = needs.map(() => [])
    for (const [from, edges] of needs.entries()) for (const { to } of edges) this.dependents[to]?.push(from)
  }

  /** Makes `from` wait for `edge.to`; false, and nothing is done, where `edge.to` waits for `from` already or is it. */
  add(from: Node, edge: Edge): boolean {
    const [low, high] = [this.at(from), this.at(edge.to)]
    if (low <= high) {
      const after = this.reach(
        from,
        (node) => this.dependents[node] ?? [],
        (p) => p <= high,
      )
      if (after.has(edge.to)) return false
      const before = this.reach(
        edge.to,
        (node) => (this.needs[node] ?? []).map(({ to }) => to),
        (p) => p >= low,
      )
      this.replace([...this.sorted(before), ...this.sorted(after)])
    }
    this.needs[from]?.push(edge)
    this.dependents[edge.to]?.push(from)
    return true
  }

  private at(node: Node): number {
    return this.position[node] ?? 0
  }

  private reach(
    start: Node,
    next: (node: Node) => readonly Node[],
    within: (position: number) => boolean,
  ): Set<Node> {
    const found = new Set([start])
    for (const node of found) for (const other of next(node)) if (within(this.at(other))) found.add(other)
    return found
  }

  private sorted(nodes: ReadonlySet<Node>): Node[] {
    return [...nodes].sort((a, b) => this.at(a) - this.at(b))
  }

  private replace(nodes: readonly Node[]): void {
    const places = nodes.map((node) => this.at(node)).sort((a, b) => a - b)
    for (const [i, node] of nodes.entries()) {
      const place = places[i] ?? 0
      this.position[node] = place
      this.order[place] = node
    }
  }
}
