/** The verdict on one task as it stands at this moment. */
import type { Present } from '../core/decide.js'
import { decide } from '../core/decide.js'
import type { Graph, Node } from '../core/graph.js'
import type { Verdict } from '../core/reason.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { snapshot } from './snapshot.js'
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
  return { present, verdict: attributed(decide(record, present, behind), present.inputs, graph, node, state) }
}
