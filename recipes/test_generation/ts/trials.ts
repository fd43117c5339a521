/**
 * The text of a test file that runs the tests themselves: once to see what each reaches of the taken apart source, then those that
 * reach a mutant with that mutant switched on. One run of the runner does it all.
 */
import { COUNTS } from './anatomy.js'
import type { Dialect } from './dialect.js'
import { importLine } from './imports.js'
import { SEEN } from './probe.js'

/** What is told, a line each; that of the file as it was loaded comes first. */
export type Note =
  | { readonly loaded: readonly string[] }
  /** Pieces by kind and id: `s3`, `b0`, `m17`. */
  | { readonly test: number; readonly isPassing: boolean; readonly seen: readonly string[] }
  /** Which tests noticed a mutant. */
  | { readonly mutant: number; readonly by: readonly number[] }
  /** Tests that do not pass any more with all mutants off again. */
  | { readonly shaken: readonly number[] }

export interface Program {
  /** Mutants in the order in which they are tried, as far as they are reached. */
  readonly order: readonly number[]
  readonly most: number
  /** Runs of tests for all of it: counted, so that the same are tried on a slow machine. */
  readonly runs: number
}

/** Milliseconds that a mutant may cost a test, beyond ten times what it takes: it may make it wait for ever. */
const PATIENCE = 400

/** The runner's own patience; the experiment's ends before. */
const HANG_MS = 600_000

const OWN = /^(\s*)(it|test|describe|beforeEach|afterEach)\(/gm

export function trialsText(text: string, { order, most, runs }: Program, dialect: Dialect): string {
  const { isModule, isTypeScript, test, runner } = dialect
  const limit = runner === 'node' ? '' : `, ${HANG_MS}`
  return [
    ...(isTypeScript ? ['// @ts-nocheck'] : []),
    importLine('appendFileSync', 'node:fs', isModule),
    HARNESS,
    text.replace(
      OWN,
      (_whole, indent: string, name: string) => `${indent}${name === 'test' ? 'it' : name}__(`,
    ),
    `${test}('trials', async () => { await trials__(${JSON.stringify(order)}, ${most}, ${runs}) }${limit})`,
    '',
  ].join('\n')
}

const HARNESS = `
const counts__ = ${COUNTS}
const tests__ = [], scopes__ = [{ before: [], after: [] }]
const describe__ = (_name, body) => { scopes__.push({ before: [], after: [] }); body(); scopes__.pop() }
const beforeEach__ = (run) => { scopes__.at(-1).before.push(run) }
const afterEach__ = (run) => { scopes__.at(-1).after.unshift(run) }
const it__ = (_name, run) => { tests__.push({ run, scopes: [...scopes__] }) }
const later__ = setTimeout, never__ = clearTimeout, time__ = process.hrtime
const now__ = () => { const [s, ns] = time__(); return s * 1000 + ns / 1e6 }
const passes__ = async ({ run, scopes }, patience) => {
  let timer, isPassing = true
  const late = new Promise((resolve) => { timer = later__(() => resolve('late'), patience) })
  const all = async (hooks) => { for (const hook of hooks) await hook() }
  const whole = (async () => { await all(scopes.flatMap(({ before }) => before)); await run() })()
  try { if (await Promise.race([whole, late]) === 'late') isPassing = false } catch { isPassing = false }
  whole.catch(() => {})
  const after = all([...scopes].reverse().flatMap((scope) => scope.after))
  try { await Promise.race([after, late]) } catch { isPassing = false }
  after.catch(() => {})
  never__(timer)
  return isPassing
}
const trials__ = async (order, most, runs) => {
  const tell = (note) => appendFileSync(${JSON.stringify(SEEN)}, JSON.stringify(note) + '\\n')
  const exit = process.exit
  process.exit = () => { throw new Error('exit') }
  const set = (active, limit) => Object.assign(counts__, { active, limit, count: 0, seen: new Set() })
  tell({ loaded: [...counts__.seen] })
  const notes = []
  for (const [test, one] of tests__.entries()) {
    set(-1, Infinity)
    const start = now__()
    const isPassing = await passes__(one, 5000)
    notes.push({ test, isPassing, seen: counts__.seen, count: counts__.count, ms: now__() - start })
    tell({ test, isPassing, seen: [...counts__.seen] })
  }
  let left = most
  for (const mutant of order) {
    const able = notes.filter(({ isPassing, seen }) => isPassing && seen.has('m' + mutant))
    if (able.length === 0) continue
    if (left-- <= 0 || runs < able.length) break
    runs -= able.length
    const by = []
    for (const { test, count, ms } of able) {
      set(mutant, count * 20 + 5000)
      if (!(await passes__(tests__[test], ${PATIENCE} + ms * 10))) by.push(test)
    }
    tell({ mutant, by })
  }
  set(-1, Infinity)
  const shaken = []
  for (const { test, isPassing, ms } of notes)
    if (isPassing && !(await passes__(tests__[test], 5000 + ms * 10))) shaken.push(test)
  tell({ shaken })
  process.exit = exit
}
`
