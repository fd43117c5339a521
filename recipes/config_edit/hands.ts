/** Edits by hand in a region that was proposed before, carried into what is proposed now. */
import { printPath, itemSegment } from './path.js'
import type { Json, JsonObject } from './value.js'
import { child, equal, isList, isObject } from './value.js'

/**
 * `all`: whatever a person changed stands where the proposal is the one of before. `additions`: only what a person added to maps and
 * lists stands, and what was proposed is brought back.
 */
export type Kept = 'all' | 'additions'

/** What is wanted now, with what a person made of `base`, the last proposal. */
export function carried(base: Json, current: Json, wanted: Json, kept: Kept): Json {
  if (equal(base, current)) return wanted
  if (isObject(base) && isObject(current) && isObject(wanted)) return carriedMap(base, current, wanted, kept)
  if (isList(base) && isList(current) && isList(wanted)) return carriedList(base, current, wanted, kept)
  return kept === 'all' && equal(base, wanted) ? current : wanted
}

function carriedMap(base: JsonObject, current: JsonObject, wanted: JsonObject, kept: Kept): Json {
  const own = Object.entries(wanted).flatMap(([key, value]): [string, Json][] => {
    const [before, now] = [child(base, key), child(current, key)]
    if (before === undefined) return [[key, now !== undefined && kept === 'all' ? now : value]]
    if (now === undefined) return kept === 'all' && equal(before, value) ? [] : [[key, value]]
    return [[key, carried(before, now, value, kept)]]
  })
  const added = Object.entries(current).filter(
    ([key]) => child(base, key) === undefined && child(wanted, key) === undefined,
  )
  return Object.fromEntries([...own, ...added])
}

interface Item {
  readonly id: string
  readonly value: Json
}

/** Items are told apart by what names them, never by where they stand. */
function carriedList(
  base: readonly Json[],
  current: readonly Json[],
  wanted: readonly Json[],
  kept: Kept,
): Json {
  const [before, now] = [base, current].map(
    (list) => new Map(items(list).map(({ id, value }) => [id, value])),
  )
  const result = items(wanted).flatMap(({ id, value }): Item[] => {
    const [then, there] = [before?.get(id), now?.get(id)]
    if (there === undefined)
      return kept === 'all' && then !== undefined && equal(then, value) ? [] : [{ id, value }]
    return [{ id, value: carried(then ?? value, there, value, kept) }]
  })
  let previous: string | undefined
  for (const item of items(current)) {
    const isAdded = before?.has(item.id) !== true && !result.some(({ id }) => id === item.id)
    if (isAdded) result.splice(result.findIndex(({ id }) => id === previous) + 1, 0, item)
    previous = item.id
  }
  return result.map(({ value }) => value)
}

function items(list: readonly Json[]): Item[] {
  const seen = new Map<string, number>()
  return list.map((value) => {
    const name = printPath([itemSegment(value)])
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return { id: times === 1 ? name : `${name}#${times}`, value }
  })
}
