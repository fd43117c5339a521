/** Which transactions `undo` takes back, and what forbids it. */
import type { Place } from './place.js'
import { isInside, pathOf, placeOf } from './place.js'
import type { State, Transaction } from './record.js'
import type { TaskId } from './task.js'

/** `tasks`: the last transaction of each. `run`: all of that run. Neither: all of the last run that wrote. The last first. */
export function transactionsToUndo(
  state: State,
  which: { readonly tasks?: ReadonlySet<TaskId>; readonly run?: string },
): Transaction[] {
  const newestFirst = [...state.transactions].reverse()
  if (which.tasks !== undefined) {
    const wanted = new Set(which.tasks)
    return newestFirst.filter(({ task }) => wanted.delete(task))
  }
  const run = which.run ?? newestFirst[0]?.run
  return newestFirst.filter((transaction) => transaction.run === run)
}

/** Tasks among those meant whose commands wrote: what they did is not known, and cannot be taken back. */
export function commandsMeant(
  state: State,
  undone: readonly Transaction[],
  tasks: ReadonlySet<TaskId> | undefined,
): TaskId[] {
  const runs = new Set(undone.map(({ run }) => run))
  const found = [...state.opaque].flatMap(([run, wrote]) =>
    wrote.filter((task) => (tasks === undefined ? runs.has(run) : tasks.has(task))),
  )
  return [...new Set(found)]
}

/** Places of these transactions in which a later task wrote that is not undone with them. */
export function laterWriters(
  state: State,
  undone: readonly Transaction[],
): { readonly place: Place; readonly by: TaskId }[] {
  const found: { place: Place; by: TaskId }[] = []
  for (const transaction of undone) {
    const own = placesOf(transaction)
    for (const later of state.transactions.slice(state.transactions.indexOf(transaction) + 1)) {
      if (undone.includes(later)) continue
      for (const place of placesOf(later))
        if (own.some((one) => one === place || isInside(one, place) || isInside(place, one)))
          found.push({ place, by: later.task })
    }
  }
  return found
}

/** The places that a transaction moved: its regions in files that it edits, else the files. */
function placesOf({ moves, regions }: Transaction): Place[] {
  const edited = regions.map(([place]) => place)
  const files = new Set(edited.map(pathOf))
  return [...edited, ...moves.filter(({ path }) => !files.has(path)).map(({ path }) => placeOf(path))]
}
