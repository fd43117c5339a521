/** `adopt`: puts the present state on record as done, without running; `reset`: forgets records and leaves the files. */
import type { Graph, Node } from '../core/graph.js'
import { withNeeds } from '../core/graph.js'
import { Refusal } from '../core/recipe.js'
import type { RunRecord, Written } from '../core/record.js'
import type { Path, Place } from '../core/place.js'
import { pathOf, regionOf } from '../core/place.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { inputsBefore } from './evidence.js'
import { judgeOne } from './judge.js'
import { bytesOf, emptyLook, readerFor } from './reader.js'
import { governedBy, lookedList, missingInputs, snapshot } from './snapshot.js'

export interface Adopted {
  readonly task: TaskId
  /** The recipe's postcondition is false: it is accepted as it is. */
  readonly accepted: boolean
}

/** Throws `Refusal` where an output is missing or, without `force`, a task before it is stale. */
export async function adopt(
  node: Node,
  graph: Graph,
  world: World,
  run: string,
  force: boolean,
): Promise<Adopted> {
  const target = graph.targets[node]
  if (target === undefined) throw new Error('no such node')
  const { task, recipe, settings } = target
  const absent = [...governedBy(target, world)].find(
    ([place, content]) => content === 'absent' && regionOf(place) === undefined,
  )
  if (absent !== undefined)
    throw new Refusal(`\`${task.id}\` cannot be adopted: its output \`${absent[0]}\` is not there`)
  const missing = missingInputs(target, world)
  if (missing.length > 0)
    throw new Refusal(`\`${task.id}\` cannot be adopted: its input \`${missing[0] ?? ''}\` is not there`)
  const stale = force ? undefined : staleBefore(node, graph, world)
  if (stale !== undefined)
    throw new Refusal(
      `\`${task.id}\` comes after \`${stale}\`, which is stale: make that first, or say \`--force\``,
    )
  const looked = emptyLook()
  const look = readerFor(target, world, looked)
  const places = recipe.pure ? await writtenAsItIs(node, graph, world) : []
  const accepted = recipe.holds !== undefined && !(await recipe.holds(settings, look))
  const present = snapshot(target, world, undefined)
  const { recipe: name, settings: counted, env, tools, governed } = present
  const inputs = inputsBefore(present, looked)
  const record: RunRecord = {
    outcome: 'done',
    fingerprint: { recipe: name, settings: counted, env, tools, inputs, governed },
    startedAt: new Date(world.clock.now()).toISOString(),
    ms: 0,
    run,
    because: [],
    ...(looked.paths.size + looked.lists.size > 0 ? { looked: lookedList(looked) } : {}),
    ...(accepted ? { accepted } : {}),
  }
  world.store.change({ records: [[task.id, record]], running: [[task.id, undefined]], places })
  return { task: task.id, accepted }
}

function staleBefore(node: Node, graph: Graph, world: World): TaskId | undefined {
  for (const before of withNeeds(graph, [node])) {
    const target = graph.targets[before]
    if (target === undefined || before === node) continue
    const { kind } = judgeOne(before, graph, world, false).verdict
    if (kind === 'stale') return target.task.id
  }
  return undefined
}

/** What stands there counts as written; what the recipe would propose is the base of the next merge. */
async function writtenAsItIs(node: Node, graph: Graph, world: World): Promise<[Place, Written][]> {
  const target = graph.targets[node]
  if (target === undefined) return []
  const { recipe, settings, task } = target
  const look = readerFor(target, world)
  const proposals = new Map<Path, string>()
  const wanted = recipe.proposals?.(settings, look)
  for (const effect of await recipe.prepare(settings, look))
    if (effect.do === 'write') proposals.set(effect.path, effect.text)
  return [...governedBy(target, world)].map(([place, content]) => {
    const text = regionOf(place) === undefined ? proposals.get(pathOf(place)) : wanted?.get(place)
    return [
      place,
      {
        by: task.id,
        recipe: `${recipe.name}@${recipe.version}`,
        before: world.store.state.places.get(place)?.before ?? beforeOf(place, content, node, graph, world),
        proposed: text === undefined ? content : world.store.keep(bytesOf(text)),
        written: content,
      },
    ]
  })
}

/** Nothing of ours is there yet: what stands, stays. */
function beforeOf(
  place: Place,
  content: Written['before'],
  node: Node,
  graph: Graph,
  world: World,
): Written['before'] {
  const target = graph.targets[node]
  if (regionOf(place) === undefined || target?.recipe.keep === undefined) return content
  return world.store.keep(bytesOf(target.recipe.keep(place, readerFor(target, world))))
}
