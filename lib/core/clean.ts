/** Which places `clean` gives back, to what and in which order, and which it leaves, and why. */
import type { Content, Path, Place } from './place.js'
import { isInside, regionOf } from './place.js'
import type { State, Transaction, Written } from './record.js'
import type { TaskId } from './task.js'

export interface Return {
  readonly task: TaskId
  readonly place: Place
  readonly to: Content
}

export interface Left {
  readonly task: TaskId
  readonly place: Place
  /** Goes on from "it": `was edited since`. */
  readonly why: string
}

/** What has to be asked of the disk. */
export interface Sight {
  /** What stands in a place. */
  readonly now: (place: Place) => Content
  /** Is an earlier text still there to return? */
  readonly isKept: (content: Content) => boolean
  /** Does another task want it too, whose it is from now on? */
  readonly isPassed: (place: Place) => boolean
}

/**
 * The places of the tasks, the last that was written first: what stood in one before it was first written is what all earlier
 * ones left there. `force` gives back what was edited since, too.
 */
export function clean(
  tasks: readonly TaskId[],
  state: State,
  { now, isKept, isPassed }: Sight,
  force: boolean,
): { returns: Return[]; left: Left[] } {
  const returns: Return[] = []
  const left: Left[] = []
  for (const task of tasks)
    for (const [place, { before, written }] of governed(task, state)) {
      if (isPassed(place)) continue
      const current = now(place)
      // What somebody took away stays away; what the task itself took away is given back.
      if (current === before || (current === 'absent' && written !== 'absent')) continue
      if (current !== written && !isOnRecord(task, place, current, state) && !force)
        left.push({ task, place, why: 'was edited since' })
      else if (!isKept(before)) left.push({ task, place, why: 'its earlier text is not kept any more' })
      else returns.push({ task, place, to: before })
    }
  const holding = returns.flatMap((one) => {
    const held = left.find(({ place }) => isInside(place, one.place))
    return held === undefined
      ? []
      : [{ ...one, why: `holds \`${regionOf(held.place) ?? held.place}\`, which is left` }]
  })
  const stays = new Set(holding.map(({ place }) => place))
  return {
    returns: lastFirst(returns, state).filter(({ place }) => !stays.has(place)),
    left: [...left, ...holding.map(({ task, place, why }) => ({ task, place, why }))],
  }
}

/** Is it as the task's record has it, which follows what later tasks write inside a region? */
const isOnRecord = (task: TaskId, place: Place, content: Content, { records }: State): boolean => {
  const record = records.get(task)
  return record?.outcome === 'done' && record.fingerprint.governed.get(place) === content
}

/** By when each place was first written. */
function lastFirst(returns: readonly Return[], { places }: State): Return[] {
  const order = new Map([...places.keys()].map((place, i) => [place, i]))
  return returns.toSorted((a, b) => (order.get(b.place) ?? -1) - (order.get(a.place) ?? -1))
}

/** What was first written inside a place after that one: giving the place back takes it away. */
export function writtenInside(outer: Place, { places }: State): [Place, Written][] {
  const later = [...places].slice([...places.keys()].indexOf(outer) + 1)
  return later.filter(([place]) => isInside(place, outer))
}

/** What was first written around a place after it: the earlier text of that one has in it what the place held. */
export function writtenAround(inner: Place, { places }: State): [Place, Written][] {
  const later = [...places].slice([...places.keys()].indexOf(inner) + 1)
  return later.filter(([place]) => isInside(inner, place))
}

/** What a task wrote, by place; a command's outputs stand in its record, and nothing stood there before them. */
export function governed(task: TaskId, state: State): Map<Place, Pick<Written, 'before' | 'written'>> {
  const found = new Map<Place, Pick<Written, 'before' | 'written'>>()
  for (const [place, content] of state.records.get(task)?.fingerprint.governed ?? [])
    if (content !== 'absent' && regionOf(place) === undefined && !state.places.has(place))
      found.set(place, { before: 'absent', written: content })
  for (const [place, written] of state.places) if (written.by === task) found.set(place, written)
  return found
}

/** Regions of these tasks that another one wants as well: they are that one's from now on. */
export function heirs(
  tasks: ReadonlySet<TaskId>,
  { places, records }: State,
  isThere: (task: TaskId) => boolean,
): Map<Place, TaskId> {
  const found = new Map<Place, TaskId>()
  for (const [task, { fingerprint }] of records)
    if (!tasks.has(task) && isThere(task))
      for (const place of fingerprint.governed.keys()) {
        const by = places.get(place)?.by
        if (by !== undefined && tasks.has(by) && regionOf(place) !== undefined) found.set(place, task)
      }
  return found
}

/** The last transactions of a file, the last first, as far as they are of these tasks and nobody wrote between them or since. */
export function lastOf(
  path: Path,
  tasks: ReadonlySet<TaskId>,
  now: Content,
  { transactions, places }: State,
): Transaction[] {
  const found: Transaction[] = []
  let content = now
  for (const transaction of transactions.toReversed()) {
    const move = transaction.moves.find((one) => one.path === path)
    if (move === undefined) continue
    const isOurs = transaction.regions.every(([place]) =>
      tasks.has(places.get(place)?.by ?? transaction.task),
    )
    if (!tasks.has(transaction.task) || move.after !== content || !isOurs) break
    found.push(transaction)
    content = move.before
  }
  return found
}

/** Tasks that wrote something and are no longer in the roadmap. */
export function retired(state: State, isThere: (task: TaskId) => boolean): TaskId[] {
  const writers = new Set([...state.places.values()].map(({ by }) => by))
  return [...new Set([...state.records.keys(), ...writers])].filter((task) => !isThere(task))
}
