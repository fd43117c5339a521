/**
 * The text of a test file that runs the tests themselves: once to see what each reaches of the taken apart source, then those that
 * reach a mutant with that mutant switched on. One run of the runner does it all.
 */
import type { Dialect } from './dialect.js'
import { importLine } from './imports.js'
import { SEEN } from './probe.js'

/** How one test runs. */
export interface Reached {
  readonly test: number
  readonly isPassing: boolean
  /** Pieces by kind and id: `s3`, `b0`, `m17`. */
  readonly seen: readonly string[]
}

/** Which tests noticed a mutant. */
export interface Tried {
  readonly mutant: number
  readonly by: readonly number[]
}

export interface Program {
  /** Mutants in the order in which they are tried. */
  readonly order: readonly number[]
  /** Milliseconds for all of it. */
  readonly budget: number
}

/** Milliseconds for one test; a mutant may make it wait for ever. */
const PATIENCE = 400

const OWN = /^(\s*)(it|test|describe|beforeEach|afterEach)\(/gm

export function trialsText(text: string, { order, budget }: Program, dialect: Dialect): string {
  const { isModule, isTypeScript, test, runner } = dialect
  return [
    ...(isTypeScript ? ['// @ts-nocheck'] : []),
    importLine('appendFileSync', 'node:fs', isModule),
    HARNESS,
    text.replace(
      OWN,
      (_whole, indent: string, name: string) => `${indent}${name === 'test' ? 'it' : name}__(`,
    ),
    `${test}('trials', async () => { await trials__(${JSON.stringify(order)}, ${budget}) }${runner === 'node' ? '' : `, ${budget * 2}`})`,
    '',
  ].join('\n')
}

const HARNESS = `
const tests__ = [], scopes__ = []
const describe__ = (_name, body) => { scopes__.push({ before: [], after: [] }); body(); scopes__.pop() }
const beforeEach__ = (run) => { scopes__.at(-1).before.push(run) }
const afterEach__ = (run) => { scopes__.at(-1).after.unshift(run) }
const it__ = (_name, run) => { tests__.push({ run, scopes: [...scopes__] }) }
const later__ = setTimeout, never__ = clearTimeout, time__ = process.hrtime
const now__ = () => { const [s, ns] = time__(); return s * 1000 + ns / 1e6 }
const passes__ = async ({ run, scopes }) => {
  let timer, isPassing = true
  const late = new Promise((resolve) => { timer = later__(() => resolve('late'), ${PATIENCE} * 4) })
  const quick = globalThis.__orchestrate?.active >= 0
  const limit = quick ? new Promise((resolve) => later__(() => resolve('late'), ${PATIENCE})) : late
  const all = async (hooks) => { for (const hook of hooks) await hook() }
  try {
    const whole = (async () => { await all(scopes.flatMap(({ before }) => before)); await run() })()
    whole.catch(() => {})
    if (await Promise.race([whole, limit]) === 'late') isPassing = false
  } catch { isPassing = false }
  try { await Promise.race([all([...scopes].reverse().flatMap(({ after }) => after)), limit]) } catch { isPassing = false }
  never__(timer)
  return isPassing
}
const trials__ = async (order, budget) => {
  const tell = (note) => appendFileSync(${JSON.stringify(SEEN)}, JSON.stringify(note) + '\\n')
  const exit = process.exit
  process.exit = () => { throw new Error('exit') }
  const state = globalThis.__orchestrate
  const end = now__() + budget
  const notes = []
  for (const [test, one] of tests__.entries()) {
    if (state !== undefined) { state.active = -1; state.limit = Infinity; state.count = 0; state.seen = new Set() }
    const isPassing = await passes__(one)
    const seen = [...(globalThis.__orchestrate?.seen ?? [])]
    notes.push({ test, isPassing, seen: new Set(seen), count: globalThis.__orchestrate?.count ?? 0 })
    tell({ test, isPassing, seen })
  }
  for (const mutant of globalThis.__orchestrate === undefined ? [] : order) {
    if (now__() > end) break
    const by = []
    for (const { test, isPassing, seen, count } of notes) {
      if (!isPassing || !seen.has('m' + mutant)) continue
      Object.assign(globalThis.__orchestrate, { active: mutant, limit: count * 20 + 5000, count: 0 })
      if (!(await passes__(tests__[test]))) by.push(test)
    }
    tell({ mutant, by })
  }
  Object.assign(globalThis.__orchestrate ?? {}, { active: -1, limit: Infinity })
  const shaken = []
  for (const { test, isPassing } of notes) if (isPassing && !(await passes__(tests__[test]))) shaken.push(test)
  tell({ shaken })
  process.exit = exit
}
`
