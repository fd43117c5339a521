/** `clean` and `undo`: the same transactions as a task's own, the other way. */
import type { Left } from '../core/clean.js'
import { clean } from '../core/clean.js'
import type { Graph, Node } from '../core/graph.js'
import type { Content, Path, Place } from '../core/place.js'
import { isInside, pathOf, placeOf, regionOf } from '../core/place.js'
import type { Recipe } from '../core/recipe.js'
import { Refusal } from '../core/recipe.js'
import type { Change, Move, Transaction } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import { laterWriters } from '../core/undo.js'
import type { World } from '../core/world.js'
import { Holders } from './later.js'
import { overlaid } from './overlay.js'
import { bytesOf, readerFor, textOf } from './reader.js'
import { carryOut, isKept } from './transaction.js'

export interface Given {
  readonly moves: readonly (Move & { readonly task: TaskId })[]
  readonly left: readonly Left[]
}

interface Stage {
  readonly graph: Graph
  readonly world: World
  readonly recipes: ReadonlyMap<string, Recipe>
  readonly run: string
  /** Change nothing; tell what would be. */
  readonly dry: boolean
}

/** Gives the places of these tasks back, the last writer first; forgets their records and the places that were returned. */
export function cleanTasks(tasks: readonly TaskId[], stage: Stage, force: boolean): Given {
  const world = stage.dry ? overlaid(stage.world) : stage.world
  const state = world.store.state
  const given: { moves: (Move & { task: TaskId })[]; left: Left[] } = { moves: [], left: [] }
  for (const task of lastWriterFirst(tasks, state)) {
    const now = (place: Place): Content => contentNow(place, task, stage, world)
    const { returns, left } = clean([task], state, now, (content) => isKept(content, world), force)
    given.left.push(...left)
    const { moves, stuck } = movesBack(returns, task, stage, world)
    given.left.push(...stuck)
    given.moves.push(...moves.map((move) => ({ ...move, task })))
    const kept = new Set([...left, ...stuck].map(({ place }) => place))
    const places = [...state.places].filter(([place, { by }]) => by === task && !kept.has(place))
    giveBack(task, moves, stage, world, {
      records: [[task, undefined]],
      running: [[task, undefined]],
      places: places.map(([place]) => [place, undefined]),
    })
  }
  return given
}

/** By when they first wrote: who made the map or list that others wrote into later gives it back after them. */
function lastWriterFirst(tasks: readonly TaskId[], { places }: World['store']['state']): TaskId[] {
  const first = new Map<TaskId, number>()
  for (const { by } of places.values()) if (!first.has(by)) first.set(by, first.size)
  return [...tasks].sort((a, b) => (first.get(b) ?? -1) - (first.get(a) ?? -1))
}

/** Takes transactions back, the last first. All is looked at before anything is written: refused whole, or done whole. */
export function undoTransactions(transactions: readonly Transaction[], stage: Stage): Given {
  const clashes = laterWriters(stage.world.store.state, transactions)
  if (clashes.length > 0)
    return {
      moves: [],
      left: clashes.map(({ place, by }) => ({ task: by, place, why: `was written later by \`${by}\`` })),
    }
  const rehearsal = undoAll(transactions, { ...stage, dry: true }, overlaid(stage.world))
  if (stage.dry || rehearsal.left.length > 0) return rehearsal
  return undoAll(transactions, stage, stage.world)
}

function undoAll(transactions: readonly Transaction[], stage: Stage, world: World): Given {
  const given: { moves: (Move & { task: TaskId })[]; left: Left[] } = { moves: [], left: [] }
  for (const transaction of transactions) {
    const { task, run } = transaction
    const { moves, left } = undoing(transaction, stage, world)
    given.left.push(...left)
    given.moves.push(...moves.map((move) => ({ ...move, task })))
    giveBack(task, moves, stage, world, {
      records: [[task, transaction.record]],
      places: transaction.places,
      undone: [[run, task]],
    })
  }
  return given
}

/** Makes the moves, and puts on record what they change for the task itself and for those before it. */
function giveBack(task: TaskId, moves: readonly Move[], stage: Stage, world: World, change: Change): void {
  if (stage.dry) {
    for (const { path, after } of moves)
      if (after === 'absent') world.disk.remove(path)
      else world.disk.write(path, world.store.kept(after) ?? new Uint8Array())
    return
  }
  const node: Node = stage.graph.index.get(task) ?? -1
  const holders = new Holders(stage.graph, world)
  const regions = (change.places ?? []).map(([place]) => place)
  const near = holders.regionsNear(
    node,
    regions,
    moves.map(({ path }) => path),
  )
  const transaction: Transaction = { run: stage.run, task, moves, places: [], regions: [], record: undefined }
  if (moves.length > 0) carryOut(transaction, world)
  for (const [place, written] of change.places ?? [])
    if (written === undefined) world.store.state.places.delete(place)
    else world.store.state.places.set(place, written)
  // What other tasks want inside a region that is given back whole is not theirs any more: they are to see that.
  const isLost = (place: Place): boolean => regions.some((one) => one === place || isInside(place, one))
  const adjusted = (node < 0 ? [] : holders.adjustments(node, moves, near)).map((one) => ({
    ...one,
    governed: one.governed.filter(([place]) => !isLost(place)),
  }))
  world.store.change({ ...change, ...(moves.length > 0 ? { applied: [[task, false]] } : {}), adjusted })
}

const recipeOf = (place: Place, { recipes }: Stage, { store }: World): Recipe | undefined =>
  recipes.get(store.state.places.get(place)?.recipe.split('@')[0] ?? '')

function contentNow(place: Place, task: TaskId, stage: Stage, world: World): Content {
  if (regionOf(place) === undefined) return world.disk.digest(pathOf(place))
  const reader = readerFor({ task: { id: task }, claims: [] }, world)
  return recipeOf(place, stage, world)?.standing?.(place, reader) ?? 'absent'
}

interface Back {
  readonly place: Place
  readonly to: Content
}

/** The moves that give places back: files as they were, regions by the recipe that knows them; and what it could not. */
function movesBack(
  backs: readonly Back[],
  task: TaskId,
  stage: Stage,
  world: World,
): { moves: Move[]; stuck: Left[] } {
  const moves: Move[] = []
  const stuck: Left[] = []
  const regions = new Map<Path, Back[]>()
  for (const back of backs) {
    const path = pathOf(back.place)
    if (regionOf(back.place) === undefined) moves.push(...moveTo(path, back.to, world))
    else regions.set(path, [...(regions.get(path) ?? []), back])
  }
  for (const [path, own] of regions)
    try {
      moves.push(...(wholeMove(path, own, task, world) ?? regionMoves(path, own, stage, world)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      for (const { place } of own) stuck.push({ task, place, why: `cannot be given back: ${error.message}` })
    }
  return { moves, stuck }
}

/** Of a file that stands as the task left it when it first wrote its regions, the very text from before. */
function wholeMove(
  path: Path,
  backs: readonly Back[],
  task: TaskId,
  world: World,
): readonly Move[] | undefined {
  const last = world.store.state.transactions.findLast(
    (one) => one.task === task && one.moves.some((move) => move.path === path),
  )
  const move = last?.moves.find((one) => one.path === path)
  if (move?.after !== world.disk.digest(path) || !isKept(move.before, world)) return undefined
  const own = last?.regions.filter(([place]) => pathOf(place) === path) ?? []
  const isFirst = own.every(([place, content]) =>
    backs.some((back) => back.place === place && back.to === content),
  )
  return isFirst ? moveTo(path, move.before, world) : undefined
}

function moveTo(path: Path, after: Content, { disk, store }: World): Move[] {
  const bytes = disk.read(path)
  const before: Content = bytes === undefined ? 'absent' : store.keep(bytes)
  return before === after ? [] : [{ path, before, after }]
}

/** The last written is given back first. */
function regionMoves(path: Path, backs: readonly Back[], stage: Stage, world: World): Move[] {
  const recipe = backs[0] === undefined ? undefined : recipeOf(backs[0].place, stage, world)
  if (recipe?.giveBack === undefined) return []
  const kept = [...backs].reverse().map(({ place, to }) => [place, textKept(to, world)] as const)
  const text = recipe.giveBack(path, kept, readerFor({ task: { id: '' as TaskId }, claims: [] }, world))
  return moveTo(path, world.store.keep(bytesOf(text)), world)
}

const textKept = (content: Content, { store }: World): string =>
  content === 'absent' ? '' : (textOf(store.kept(content)) ?? '')

/** A transaction the other way: whole files where they still are as it left them, else its regions alone. */
function undoing(
  { task, moves, regions }: Transaction,
  stage: Stage,
  world: World,
): { moves: Move[]; left: Left[] } {
  const undone: Move[] = []
  const left: Left[] = []
  for (const { path, before, after } of moves) {
    const own = regions.filter(([place]) => pathOf(place) === path)
    const isWhole = world.disk.digest(path) === after
    const lost = isWhole ? !isKept(before, world) : own.some(([, to]) => !isKept(to, world))
    if (lost) left.push({ task, place: placeOf(path), why: 'its earlier text is not kept any more' })
    else if (isWhole) undone.push(...moveTo(path, before, world))
    else if (own.length === 0) left.push({ task, place: placeOf(path), why: 'was edited since' })
    else {
      const edited = own.filter(
        ([place]) => contentNow(place, task, stage, world) !== world.store.state.places.get(place)?.written,
      )
      left.push(...edited.map(([place]) => ({ task, place, why: 'was edited since' })))
      const backs = own.map(([place, to]) => ({ place, to }))
      if (edited.length === 0) undone.push(...regionMoves(path, backs, stage, world))
    }
  }
  return { moves: undone, left }
}
