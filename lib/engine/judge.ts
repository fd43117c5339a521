/** The verdict on one task as it stands at this moment. */
import type { Present } from '../core/decide.js'
import { decide } from '../core/decide.js'
import type { Graph, Node } from '../core/graph.js'
import { pathOf } from '../core/place.js'
import type { Verdict } from '../core/reason.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { ownPaths, snapshot } from './snapshot.js'
import { attributed } from './writers.js'

/** `behind`: in a forecast, the tasks before it that have yet to run. */
export function judgeOne(
  node: Node,
  graph: Graph,
  world: World,
  forced: boolean,
  behind: readonly TaskId[] = [],
): { readonly present: Present; readonly verdict: Verdict } {
  const target = graph.targets[node]
  if (target === undefined) throw new Error(`node ${node} is no task`)
  const { state } = world.store
  const record = state.records.get(target.task.id)
  const present = snapshot(target, world, record, forced)
  const verdict = attributed(decide(record, present, behind), present.inputs, graph, node, state)
  return { present, verdict: isOpen(verdict, behind, graph) ? { kind: 'unsettled', behind } : verdict }
}

/** Its only reasons are inputs that tasks before it have yet to write: what these will be is not known. */
function isOpen(verdict: Verdict, behind: readonly TaskId[], graph: Graph): boolean {
  if (verdict.kind !== 'stale' || behind.length === 0) return false
  const owned = behind.flatMap((id) => graph.targets[graph.index.get(id) ?? -1] ?? []).map(ownPaths)
  return verdict.reasons.every(
    (reason) =>
      'path' in reason &&
      reason.kind !== 'changed-while-running' &&
      owned.some((isOwn) => isOwn(pathOf(reason.path))),
  )
}
