/** Who wrote the input that changed: the task whose record or last transaction left just these contents there. */
import type { Graph, Node } from '../core/graph.js'
import { producers } from '../core/graph.js'
import type { Path, Tree } from '../core/place.js'
import { pathOf, placeOf } from '../core/place.js'
import type { Reason, Verdict } from '../core/reason.js'
import type { State } from '../core/record.js'
import type { TaskId } from '../core/task.js'

/** The verdict with `by` at each input that a task wrote; a hand edit has none. */
export function attributed(verdict: Verdict, inputs: Tree, graph: Graph, node: Node, state: State): Verdict {
  if (verdict.kind !== 'stale' || !verdict.reasons.some(({ kind }) => kind.startsWith('input-')))
    return verdict
  const makers = producers(graph, node).flatMap((maker) => graph.targets[maker]?.task.id ?? [])
  const reasons = verdict.reasons.map((reason): Reason => {
    if (reason.kind !== 'input-added' && reason.kind !== 'input-changed') return reason
    if (reason.path.startsWith('task:')) return { ...reason, by: reason.path.slice(5) as TaskId }
    const by = writerOf(pathOf(reason.path), inputs, makers, state)
    return by === undefined ? reason : { ...reason, by }
  })
  return { kind: 'stale', reasons }
}

function writerOf(path: Path, inputs: Tree, makers: readonly TaskId[], state: State): TaskId | undefined {
  const content = inputs.get(placeOf(path))
  const recorded = makers.find(
    (id) => state.records.get(id)?.fingerprint.governed.get(placeOf(path)) === content,
  )
  if (recorded !== undefined) return recorded
  return state.transactions.findLast(({ moves }) =>
    moves.some((move) => move.path === path && move.after === content),
  )?.task
}
