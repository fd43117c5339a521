/** Values with holes: what other tasks govern inside a region is left out of it, and left as it stands. */
import type { Segment, Segments } from './path.js'
import { itemSegment, stepIn } from './path.js'
import type { Json, JsonObject, Step } from './value.js'
import { child, equal, isList, isObject, withChild } from './value.js'

/** One change of a value, and so of its text; without `value` what stands there goes. */
export interface Change {
  readonly steps: readonly Step[]
  readonly value?: Json
  /** A new child stands before the one at this position; without it, behind the last. */
  readonly before?: number
}

/** What a value is after a change: what the change of its text has to come to. */
export function changed(value: Json, { steps, value: to, before }: Change): Json {
  const [step, ...rest] = steps
  if (step === undefined) return to ?? null
  const inner = child(value, step)
  if (rest.length > 0)
    return inner === undefined
      ? value
      : withChild(
          value,
          step,
          changed(inner, {
            ...(to === undefined ? {} : { value: to }),
            ...(before === undefined ? {} : { before }),
            steps: rest,
          }),
        )
  if (before === undefined || to === undefined) return withChild(value, step, to)
  if (isList(value)) return value.toSpliced(before, 0, to)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).toSpliced(before, 0, [String(step), to]))
    : value
}

/** The value without its holes. What holds nothing but holes goes with them, so that it does not matter who made it. */
export function without(value: Json, holes: readonly Segments[]): Json {
  return holes.reduce<Json>((rest, hole) => cut(rest, hole) ?? rest, value)
}

function cut(value: Json, [first, ...rest]: Segments): Json | undefined {
  if (first === undefined) return undefined
  const step = stepIn(value, first)
  if (step === undefined) return value
  const inner = child(value, step)
  if (inner === undefined) return value
  const left = rest.length === 0 ? undefined : cut(inner, rest)
  return withChild(value, step, left === undefined || isEmpty(left) ? undefined : left)
}

export const isEmpty = (value: Json): boolean =>
  isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0

/** What is wanted, with what stands in the holes now. */
export function around(wanted: Json, current: Json, holes: readonly Segments[]): Json {
  return holes.reduce((value, hole) => fill(value, current, hole) ?? value, wanted)
}

/** Takes what stands in one hole of `current`, or its absence, over into `value`. */
function fill(
  value: Json | undefined,
  current: Json | undefined,
  [first, ...rest]: Segments,
): Json | undefined {
  if (first === undefined) return current
  const from = current === undefined ? undefined : stepIn(current, first)
  const inner = current === undefined || from === undefined ? undefined : child(current, from)
  if (value === undefined && inner === undefined) return undefined
  const base = value ?? emptyFor(first)
  const to = stepIn(base, first)
  const filled = fill(to === undefined ? undefined : child(base, to), inner, rest)
  if (to !== undefined) return withChild(base, to, filled)
  if (filled === undefined) return value
  if (first.kind === 'key') return isObject(base) ? withChild(base, first.key, filled) : base
  return isList(base) ? base.toSpliced(among(base, current, from), 0, named(filled, first)) : base
}

/** Where an item of `current` goes in `base`: behind the nearest one above it that is there, else before the nearest below. */
function among(base: readonly Json[], current: Json | undefined, from: Step | undefined): number {
  if (!isList(current) || typeof from !== 'number') return base.length
  const there = (item: Json): number[] => {
    const index = stepIn(base, itemSegment(item))
    return typeof index === 'number' ? [index] : []
  }
  const above = current.slice(0, from).flatMap(there).at(-1)
  return above === undefined ? (current.slice(from + 1).flatMap(there)[0] ?? base.length) : above + 1
}

const emptyFor = (segment: Segment): Json => (segment.kind === 'key' ? {} : [])

const named = (item: Json, segment: Segment): Json =>
  segment.kind === 'match' && isObject(item) && child(item, segment.by) === undefined
    ? withChild(item, segment.by, segment.value)
    : item

/** The smallest changes that make one value of the other, in the order in which they have to be made. */
export function changes(current: Json, wanted: Json, steps: readonly Step[] = []): Change[] {
  if (equal(current, wanted)) return []
  if (isObject(current) && isObject(wanted)) return changesOfObject(current, wanted, steps)
  if (isList(current) && isList(wanted)) return changesOfList(current, wanted, steps)
  return [{ steps, value: wanted }]
}

function changesOfObject(current: JsonObject, wanted: JsonObject, steps: readonly Step[]): Change[] {
  const gone = Object.keys(current).filter((key) => child(wanted, key) === undefined)
  return [
    ...gone.map((key) => ({ steps: [...steps, key] })),
    ...Object.entries(wanted).flatMap(([key, value]) => changesOfChild(current, key, value, steps)),
  ]
}

/** Items that are not wanted go first, so that those which stay keep their text and comments. */
function changesOfList(current: readonly Json[], wanted: readonly Json[], steps: readonly Step[]): Change[] {
  const stays = (item: Json) => current.length === wanted.length || wanted.some((other) => equal(item, other))
  const indexes = [...current.keys()]
  const kept = indexes.filter((i) => stays(current[i] ?? null)).slice(0, wanted.length)
  const gone = indexes.filter((i) => !kept.includes(i)).reverse()
  const left = kept.map((i) => current[i] ?? null)
  return [
    ...gone.map((i) => ({ steps: [...steps, i] })),
    ...(insertions(left, wanted, steps) ??
      wanted.flatMap((value, i) => changesOfChild(left, i, value, steps))),
  ]
}

/** New items between those that stay; undefined where these are not in their order. */
function insertions(
  current: readonly Json[],
  wanted: readonly Json[],
  steps: readonly Step[],
): Change[] | undefined {
  let next = 0
  const added = wanted.flatMap((value, i): Change[] => {
    const stays = current[next]
    if (stays !== undefined && equal(stays, value)) {
      next++
      return []
    }
    return [{ steps: [...steps, i], value, ...(stays === undefined ? {} : { before: i }) }]
  })
  return next === current.length ? added : undefined
}

function changesOfChild(current: Json, step: Step, value: Json, steps: readonly Step[]): Change[] {
  const now = child(current, step)
  return now === undefined ? [{ steps: [...steps, step], value }] : changes(now, value, [...steps, step])
}
