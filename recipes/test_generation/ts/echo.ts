/** Tells what a unit does from what only comes back of our own stubs: their errors passed on, their answers handed out. */
import type { Case } from './cases.js'
import type { Dialect } from './dialect.js'
import { quote } from './literals.js'
import type { Seen } from './seen.js'
import { codeOf } from './seen.js'
import { toldCalls } from './told.js'

/** A candidate that was run. */
interface Tried {
  readonly case: Case
  readonly seen: Seen
}

/** Those of which a test says more than that it ran, and more than what its own stubs were told to do. */
export function telling<T extends Tried>(
  pairs: readonly T[],
  dialect: Pick<Dialect, 'runner'>,
): readonly T[] {
  const usual = new Map<string, Set<string>>()
  for (const { case: one, seen } of pairs) {
    if (seen.outcome !== 'returned') continue
    const of = callableOf(one)
    const known = usual.get(of) ?? new Set()
    usual.set(of, known)
    for (const call of callsOf(seen, dialect)) known.add(call)
  }
  return pairs.filter((one) => {
    if (!isPassedOn(one)) return says(one, dialect)
    const known = usual.get(callableOf(one.case))
    // What is asked only because something failed: a transaction is rolled back, a word is left in the log.
    return callsOf(one.seen, dialect).some((call) => known?.has(call) === false)
  })
}

const callableOf = ({ subject, method }: Case): string => `${subject}.${method}`

const callsOf = (seen: Seen, dialect: Pick<Dialect, 'runner'>): readonly string[] =>
  toldCalls(seen, dialect).flatMap(({ stub, calls }) => calls.map((call) => `${stub}${call}`))

/** An error of our own making that went through as it was. */
export function isPassedOn({ case: one, seen: { outcome, value } }: Tried): boolean {
  if (outcome !== 'threw' || value[0] !== 'error' || value[2].length > 1) return false
  const message = value[2][0]?.[1]
  if (message?.[0] !== 's' || !message[1].endsWith(' failed')) return false
  const made = `new ${value[1]}(${quote(message[1])})`
  return [...one.arrange, one.act].some((line) => line.includes(made))
}

/** Does a test of it say more than that it ran, and that a stub gave what it was told to give? */
export function says(one: Tried, dialect: Pick<Dialect, 'runner'>): boolean {
  const { outcome, value } = one.seen
  if (outcome === 'threw') return true
  const told = toldCalls(one.seen, dialect)
  if (told.some(({ calls }) => calls.some((call) => call !== '[]'))) return true
  if (value[0] === 'undefined') return told.length > 0
  if (value[0] === 'large') return true
  return (value[0] === 'unstable' || codeOf(value, 'x') !== undefined) && !isEcho(one)
}

/** An answer to a request has a status of its own; anything else may be what a stub gave, and nothing but that. */
const isEcho = ({ case: { answers = [], isResponse }, seen: { value } }: Tried): boolean =>
  isResponse !== true && answers.includes(codeOf(value, 'x') ?? '')
