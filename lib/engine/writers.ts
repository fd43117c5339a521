/** Who wrote the input that changed: the task whose record or last transaction left just these contents there. */
import type { Graph, Node } from '../core/graph.js'
import { producers } from '../core/graph.js'
import type { Path, Tree } from '../core/place.js'
import { pathOf, placeOf } from '../core/place.js'
import type { Reason, Verdict } from '../core/reason.js'
import type { State } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { TaskId } from '../core/task.js'
import { ownPaths } from './snapshot.js'

/** The verdict with `by` at each input that a task wrote; a hand edit has none. */
export function attributed(verdict: Verdict, inputs: Tree, graph: Graph, node: Node, state: State): Verdict {
  if (verdict.kind !== 'stale' || !verdict.reasons.some(({ kind }) => kind.startsWith('input-')))
    return verdict
  const makers = producers(graph, node).flatMap((maker) => graph.targets[maker] ?? [])
  const reasons = verdict.reasons.map((reason): Reason => {
    if (!('path' in reason) || reason.kind === 'changed-while-running') return reason
    if (reason.path.startsWith('task:')) return { ...reason, by: reason.path.slice(5) as TaskId }
    const by = writerOf(pathOf(reason.path), inputs, makers, state)
    return by === undefined ? reason : { ...reason, by }
  })
  return { kind: 'stale', reasons }
}

function writerOf(path: Path, inputs: Tree, makers: readonly Target[], state: State): TaskId | undefined {
  const content = inputs.get(placeOf(path)) ?? 'absent'
  const recorded = makers.find((maker) => {
    const record = state.records.get(maker.task.id)
    return (
      record !== undefined &&
      ownPaths(maker)(path) &&
      (record.fingerprint.governed.get(placeOf(path)) ?? 'absent') === content
    )
  })
  if (recorded !== undefined) return recorded.task.id
  return state.transactions.findLast(({ moves }) =>
    moves.some((move) => move.path === path && move.after === content),
  )?.task
}
