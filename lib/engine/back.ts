/** Giving back, step by step: a transaction as a task's own, the other way. */
import type { Graph } from '../core/graph.js'
import type { Left } from '../core/clean.js'
import type { Content, Path, Place } from '../core/place.js'
import { isInside, pathOf } from '../core/place.js'
import type { Recipe } from '../core/recipe.js'
import type { Change, Move, Transaction } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { Holders } from './later.js'
import { bytesOf, readerFor, textOf } from './reader.js'
import { recipeOf, restated, untouched } from './regions.js'
import { carryOut } from './transaction.js'

export interface Given {
  readonly moves: readonly (Move & { readonly task: TaskId })[]
  readonly left: readonly Left[]
}

export interface Stage {
  readonly graph: Graph
  readonly world: World
  readonly recipes: ReadonlyMap<string, Recipe>
  readonly run: string
  /** Change nothing; tell what would be. */
  readonly dry: boolean
}

/** Makes the moves, and puts on record what they change for the task itself, for those before it and for regions of others. */
export function giveBack(task: TaskId, moves: readonly Move[], stage: Stage, change: Change): void {
  const { graph, world } = stage
  const node = graph.index.get(task) ?? -1
  const holders = new Holders(graph, world)
  const places = change.places ?? []
  const given = new Set(places.map(([place]) => place))
  const files = new Set([...given].map(pathOf))
  const near = holders.regionsNear(node, given, files)
  const others = untouched(files, (place) => !given.has(place), stage)
  const transaction: Transaction = { run: stage.run, task, moves, places: [], regions: [], record: undefined }
  if (moves.length > 0) carryOut(transaction, world)
  for (const [place, written] of places)
    if (written === undefined) world.store.state.places.delete(place)
    else world.store.state.places.set(place, written)
  // What other tasks want inside a region that is given back whole is not theirs any more: they are to see that.
  const isLost = (place: Place): boolean => given.has(place) || [...given].some((one) => isInside(place, one))
  const adjusted = (node < 0 ? [] : holders.adjustments(node, moves, near)).map((one) => ({
    ...one,
    governed: one.governed.filter(([place]) => !isLost(place)),
  }))
  world.store.change({
    ...change,
    places: [...places, ...restated(others, stage)],
    ...(moves.length > 0 ? { applied: [[task, false]] } : {}),
    adjusted,
  })
}

export interface Back {
  readonly place: Place
  readonly to: Content
}

export function moveTo(path: Path, after: Content, { disk, store }: World): Move[] {
  const bytes = disk.read(path)
  const before: Content = bytes === undefined ? 'absent' : store.keep(bytes)
  return before === after ? [] : [{ path, before, after }]
}

/** Regions of one file, in the order in which they are to be given back. Throws `Refusal` where the text does not allow it. */
export function regionMoves(path: Path, backs: readonly Back[], stage: Stage): Move[] {
  const { world } = stage
  const recipe = backs[0] === undefined ? undefined : recipeOf(backs[0].place, stage)
  if (recipe?.giveBack === undefined) return []
  const kept = backs.map(({ place, to }) => [place, textKept(to, world)] as const)
  const text = recipe.giveBack(path, kept, readerFor({ task: { id: '' as TaskId }, claims: [] }, world))
  return moveTo(path, world.store.keep(bytesOf(text)), world)
}

const textKept = (content: Content, { store }: World): string =>
  content === 'absent' ? '' : (textOf(store.kept(content)) ?? '')
