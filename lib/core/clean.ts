/** Which places `clean` gives back, to what, and which it leaves because somebody edited them. */
import type { Content, Place } from './place.js'
import { regionOf } from './place.js'
import type { State, Written } from './record.js'
import type { TaskId } from './task.js'

export interface Return {
  readonly task: TaskId
  readonly place: Place
  readonly to: Content
}

export interface Left {
  readonly task: TaskId
  readonly place: Place
  readonly why: string
}

/**
 * The places of the tasks, the last written first. `now` tells what stands in a place; `isKept`, whether an earlier text
 * is still there to return. `force` gives back what was edited since, too.
 */
export function clean(
  tasks: readonly TaskId[],
  state: State,
  now: (place: Place) => Content,
  isKept: (content: Content) => boolean,
  force: boolean,
): { returns: Return[]; left: Left[] } {
  const returns: Return[] = []
  const left: Left[] = []
  for (const task of tasks)
    for (const [place, { before, written }] of governed(task, state)) {
      const current = now(place)
      // What somebody took away stays away; what the task itself took away is given back.
      if (current === before || (current === 'absent' && written !== 'absent')) continue
      if (current !== written && !force) left.push({ task, place, why: 'was edited since' })
      else if (!isKept(before)) left.push({ task, place, why: 'its earlier text is not kept any more' })
      else returns.push({ task, place, to: before })
    }
  return { returns, left }
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

/** Tasks that wrote something and are no longer in the roadmap. */
export function retired(state: State, isThere: (task: TaskId) => boolean): TaskId[] {
  const writers = new Set([...state.places.values()].map(({ by }) => by))
  return [...new Set([...state.records.keys(), ...writers])].filter((task) => !isThere(task))
}
