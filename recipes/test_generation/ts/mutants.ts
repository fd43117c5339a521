/** Tries the mutants of a unit on its tests, and tells which tests reach what, and which of them notice what. */
import type { Anatomy } from './anatomy.js'
import type { Bench } from './bench.js'
import { discover } from './runner.js'
import type { Note } from './trials.js'
import { trialsText } from './trials.js'

export interface Account {
  /** By test, in the order of the file: pieces that it reaches (`s3`, `b0`); undefined where it does not pass. */
  readonly reached: readonly (ReadonlySet<string> | undefined)[]
  /** What loading the file reaches by itself. */
  readonly loaded: ReadonlySet<string>
  /** By mutant that was tried: the tests that noticed it. */
  readonly noticed: ReadonlyMap<number, ReadonlySet<number>>
}

/** More mutants than this are a sample: the rest would tell hardly more. */
export const MOST = 200

/** Runs of tests for all mutants of a unit. */
const RUNS = 1500

/** Starts after which what still takes the process with it is let be. */
const TURNS = 3

/** undefined where the unit cannot be measured: taken apart it does not run. */
export async function accountOf(
  text: string,
  target: string,
  { text: apart, mutants }: Anatomy,
  bench: Bench,
): Promise<Account | undefined> {
  const noticed = new Map<number, ReadonlySet<number>>()
  const reached: (ReadonlySet<string> | undefined)[] = []
  let order = drawn(mutants.map(({ id }) => id))
  let loaded: ReadonlySet<string> = new Set()
  for (let turn = 0; turn < TURNS; turn++) {
    const program = { order, most: MOST - noticed.size, runs: RUNS }
    const over = new Map([[target, apart]])
    const notes = (await discover(bench, trialsText(text, program, bench.dialect), over)) as readonly Note[]
    let isOver = false
    for (const note of notes) {
      if ('loaded' in note) loaded = new Set(note.loaded)
      else if ('shaken' in note) {
        isOver = true
        forget(note.shaken, noticed)
      } else if ('mutant' in note) noticed.set(note.mutant, new Set(note.by))
      else reached[note.test] = note.isPassing ? new Set(note.seen) : undefined
    }
    if (reached.length === 0) return undefined
    if (isOver) break
    order = afterFatal(order, reached, noticed)
  }
  return { reached, loaded, noticed }
}

/** What took the whole process with it has been noticed by whoever reached it first; what comes after it is still to be tried. */
function afterFatal(
  order: readonly number[],
  reached: readonly (ReadonlySet<string> | undefined)[],
  noticed: Map<number, ReadonlySet<number>>,
): readonly number[] {
  const isTried = (id: number): boolean => noticed.has(id)
  const next = order.findIndex(
    (id, i) => i > order.findLastIndex(isTried) && reached.some((seen) => seen?.has(`m${id}`)),
  )
  const fatal = order[next]
  if (fatal === undefined) return []
  noticed.set(fatal, new Set([reached.findIndex((seen) => seen?.has(`m${fatal}`))]))
  return order.slice(next + 1)
}

/** A test that mutants have shaken for good has no say. */
function forget(shaken: readonly number[], noticed: Map<number, ReadonlySet<number>>): void {
  for (const [mutant, by] of noticed)
    noticed.set(mutant, new Set([...by].filter((test) => !shaken.includes(test))))
}

/** In an order by lot that is the same each time. */
export function drawn(ids: readonly number[]): readonly number[] {
  const left = [...ids]
  let seed = 7
  for (let i = left.length - 1; i > 0; i--) {
    seed = (seed * 16807) % 2147483647
    const j = seed % (i + 1)
    const one = left[i] ?? 0
    left[i] = left[j] ?? 0
    left[j] = one
  }
  return left
}
