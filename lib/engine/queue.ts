/** Which node may go next: in-degrees over the graph, a queue of what is ready, and the caps of groups. */
import type { Graph, Node } from '../core/graph.js'

/** A node that blocks fails those who wait for it; `same-file` only orders, so a failure does not pass through it. */
export class ReadyQueue {
  private readonly waiting: Int32Array
  private readonly dependents: (readonly { readonly node: Node; readonly orders: boolean }[])[]
  private readonly ready: Node[] = []
  private next = 0
  private readonly position: Int32Array

  constructor(graph: Graph) {
    const count = graph.needs.length
    this.waiting = new Int32Array(count)
    this.position = new Int32Array(count)
    for (const [at, node] of graph.order.entries()) this.position[node] = at
    const dependents: { node: Node; orders: boolean }[][] = Array.from({ length: count }, () => [])
    for (const [node, edges] of graph.needs.entries()) {
      this.waiting[node] = edges.length
      for (const { to, because } of edges) dependents[to]?.push({ node, orders: because === 'same-file' })
    }
    this.dependents = dependents
    for (const node of graph.order) if (this.waiting[node] === 0) this.ready.push(node)
  }

  take(): Node | undefined {
    const node = this.ready[this.next]
    if (node === undefined) return undefined
    this.next++
    if (this.next > 1024 && this.next * 2 > this.ready.length) {
      this.ready.splice(0, this.next)
      this.next = 0
    }
    return node
  }

  /** Those who waited for the node, and whether its failure concerns them. */
  settled(node: Node): readonly { readonly node: Node; readonly orders: boolean }[] {
    const freed: Node[] = []
    const concerned = this.dependents[node] ?? []
    for (const { node: dependent } of concerned) {
      const left = (this.waiting[dependent] ?? 0) - 1
      this.waiting[dependent] = left
      if (left === 0) freed.push(dependent)
    }
    freed.sort((a, b) => (this.position[a] ?? 0) - (this.position[b] ?? 0))
    this.ready.push(...freed)
    return concerned
  }
}
