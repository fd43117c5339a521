/** Which candidates are worth keeping: those that reach something new, and a few that tell values apart. */
import type { Case } from './cases.js'
import { isPassedOn } from './echo.js'
import type { Seen } from './seen.js'

export interface Kept {
  readonly case: Case
  readonly seen: Seen
}

/** Beyond what reaches something new, this many more for each callable that give other values. */
const MORE_VALUES = 2

/** So many more are tried on mutants. */
const SPARES = 30

/** Of the tests, those that only say that something is thrown may be at most this part. */
const THROWING = 0.25

/** What the engine says of code that was handed what it cannot work with: rather our stub's fault than the unit's word. */
const OUR_FAULT =
  /is not a function|is not iterable|is not a constructor|Cannot (read|set|convert|destructure|use)|Cannot access|is not defined|must be of type|null or undefined|(no network in|outside of) an experiment|Invalid (Date|time value)|circular structure|Reduce of empty|Invalid (array length|count value)|Maximum call stack|radix|Unexpected token|undefined \(reading|not callable|Method .* called on incompatible/

export function isHonest({ outcome, value, goesOn }: Seen, isRequest = false): boolean {
  if (goesOn) return false
  if (isRequest && outcome === 'returned') return !isOurOwnFailure(value)
  if (outcome === 'hung' || outcome === 'left') return false
  if (outcome === 'returned') return value[0] !== 'other' && value[0] !== 'huge' && value[0] !== 'cycle'
  if (value[0] !== 'error') return value[0] === 's' || value[0] === 'object'
  const message = value[2].find(([name]) => name === 'message')?.[1]
  const text = message?.[0] === 's' ? message[1] : ''
  if (text.endsWith(' failed') && value[1] === 'Error') return true
  return !OUR_FAULT.test(text) && value[1] !== 'ReferenceError'
}

/** An answer of 500 tells that something was missing; it is a word of the unit only where our own stub failed on purpose. */
function isOurOwnFailure(value: Seen['value']): boolean {
  if (value[0] !== 'object') return true
  const status = value[2].find(([name]) => name === 'statusCode')?.[1]
  return status?.[1] === '500' && !/ failed|internal/i.test(JSON.stringify(value))
}

/** A constant is worth a test where it is short: a long one would only be written down twice. */
const CONSTANT = 600

export interface Selection {
  readonly kept: readonly Kept[]
  /** Those that reached something new: to be varied further. */
  readonly fresh: readonly Case[]
}

/** In the order of the candidates; `known` gathers what was reached before. */
export function newOnes(pairs: readonly Kept[], known: Set<string>): readonly Kept[] {
  return pairs.filter(({ seen }) => {
    const before = known.size
    for (const piece of seen.covered) known.add(piece)
    return known.size > before
  })
}

export function selection(pairs: readonly Kept[]): readonly Kept[] {
  const honest = pairs.filter(
    (one) =>
      isHonest(one.seen, one.case.isResponse) &&
      (one.case.isValue !== true ||
        one.case.knobs.length > 0 ||
        (one.seen.value[0] !== 'large' && JSON.stringify(one.seen.value).length < CONSTANT)),
  )
  const ordered = [
    ...honest.filter(({ seen }) => seen.outcome === 'returned'),
    ...honest.filter((one) => one.seen.outcome === 'threw' && !isPassedOn(one)),
    ...honest.filter(isPassedOn),
  ].sort((a, b) => rank(a) - rank(b))
  const kept = new Set(newOnes(ordered, new Set()))
  const told = new Map<string, Set<string>>()
  for (const one of kept) tellOf(one, told)
  const extra = new Map<string, number>()
  for (const one of ordered) {
    const of = `${one.case.subject}.${one.case.method}`
    if (kept.has(one) || one.seen.outcome !== 'returned' || (extra.get(of) ?? 0) >= MORE_VALUES) continue
    if (!tellOf(one, told)) continue
    kept.add(one)
    extra.set(of, (extra.get(of) ?? 0) + 1)
  }
  const chosen = pairs.filter((one) => kept.has(one))
  return fewerThrows(chosen)
}

/** Honest ones beyond those that were selected: each tells something else, and may notice what they do not. */
export function spares(pairs: readonly Kept[], chosen: readonly Kept[]): readonly Kept[] {
  const told = new Map<string, Set<string>>()
  for (const one of chosen) tellOf(one, told)
  return pairs
    .filter((one) => !chosen.includes(one) && isHonest(one.seen, one.case.isResponse) && !isPassedOn(one))
    .sort((a, b) => rank(a) - rank(b))
    .filter((one) => one.case.isValue !== true && tellOf(one, told))
    .slice(0, SPARES)
}

/** The fewer choices, the easier to read. */
export const rank = (one: Kept): number =>
  one.case.labels.length + (one.seen.outcome === 'threw' ? 1 : 0) + (isPassedOn(one) ? 2 : 0)

/** Is this a result that no test of the callable tells yet? */
function tellOf({ case: one, seen }: Kept, told: Map<string, Set<string>>): boolean {
  const of = `${one.subject}.${one.method}`
  const known = told.get(of) ?? new Set<string>()
  told.set(of, known)
  const what = JSON.stringify([seen.outcome, seen.value])
  if (known.has(what) || seen.value[0] === 'undefined') return false
  known.add(what)
  return true
}

/** Those with the fewest choices stay. A test that also tells what the stubs were asked says more than that it throws. */
export function fewerThrows(chosen: readonly Kept[]): readonly Kept[] {
  const throwing = chosen.filter(({ seen }) => seen.outcome === 'threw')
  const returning = chosen.length - throwing.length
  const telling = best(throwing.filter(tellsCalls), Math.max(2, returning))
  const others = returning + telling.length
  const most = others === 0 ? 0 : Math.max(1, Math.floor((others * THROWING) / (1 - THROWING)))
  const bare = best(
    throwing.filter((one) => !tellsCalls(one)),
    most,
  )
  const kept = new Set([...telling, ...bare])
  return chosen.filter((one) => one.seen.outcome !== 'threw' || kept.has(one))
}

const tellsCalls = ({ seen }: Kept): boolean => seen.calls.some(([, calls]) => calls.length > 0)

const best = (tests: readonly Kept[], most: number): readonly Kept[] =>
  [...tests].sort((a, b) => rank(a) - rank(b)).slice(0, most)
