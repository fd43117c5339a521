/** Nodes and the edges between them: what a graph is made of, and drafted with. */
import type { Span } from './diagnostic.js'
import type { Target } from './target.js'
import type { TaskId } from './task.js'

export type Because = 'depends-on' | 'reads-output' | 'sequential' | 'same-file' | 'group' | 'phase'

/** `to` is waited for. `at`: where somebody wrote so. */
export interface Edge {
  readonly to: number
  readonly because: Because
  readonly at?: Span
}

/** Index of a task in `targets`, or beyond them of a join. */
export type Node = number

export interface Join {
  readonly kind: 'group' | 'phase'
  readonly id: string
}

/** A graph in the making. */
export interface Draft {
  readonly targets: readonly Target[]
  readonly joins: Join[]
  readonly index: Map<TaskId, Node>
  readonly needs: Edge[][]
}
