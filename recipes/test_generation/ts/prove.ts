/** Runs of the tests as they will stand: what fails in one of them goes, and so does what the compiler does not take. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Dialect } from './dialect.js'
import type { Bench } from './bench.js'
import { runTests } from './runner.js'
import type { Kept } from './select.js'
import { mistypes } from './types.js'
import type { Result } from './verdicts.js'
import { firstWords, unable } from './verdicts.js'
import { Untestable } from '../untestable.js'

type Write = (kept: readonly Kept[]) => Promise<string>

export interface Proven {
  readonly text: string
  readonly tests: readonly Kept[]
}

const TURNS = 5

/** Runs after the first, elsewhere. */
const ELSEWHERE = [
  { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
  { TZ: 'America/St_Johns' },
]

/** Three runs, here and elsewhere; what fails in one of them goes, and the rest is run again. */
export async function proven(kept: readonly Kept[], write: Write, bench: Bench): Promise<Proven> {
  let tests = await typed(kept, write, bench)
  let isLateAnyway = false
  for (let turn = 0; turn < TURNS && tests.length > 0; turn++) {
    const text = await write(tests)
    const first = await runTests(bench, `${text}${bench.dialect.linger}\n`)
    if (first.late !== undefined && !isLateAnyway) {
      isLateAnyway = await failsEmpty(bench)
      if (!isLateAnyway) tests = await quiet(tests, write, bench, first.late)
      continue
    }
    let bad = failing(first, text, tests, bench)
    for (const env of ELSEWHERE)
      if (bad.length === 0) bad = failing(await runTests(bench, text, env), text, tests, bench)
    if (bad.length === 0) return { text, tests }
    tests = without(tests, bad)
  }
  throw new Untestable(
    `no test of \`${bench.testFile}\` passes three times of three: see whether what it tests keeps state between calls`,
  )
}

/** A suite that ends badly whatever is in it tells nothing of the tests. */
async function failsEmpty(bench: Bench): Promise<boolean> {
  const { head, test, linger } = bench.dialect
  const { late } = await runTests(bench, `${head.join('\n')}\n${test}('runs', () => {})\n${linger}\n`)
  return late !== undefined
}

const without = (tests: readonly Kept[], bad: readonly number[]): readonly Kept[] =>
  tests.filter((_one, i) => !bad.includes(i))

/** Without those that the project's own compiler finds a mistake in. */
async function typed(kept: readonly Kept[], write: Write, bench: Bench): Promise<readonly Kept[]> {
  if (!bench.dialect.isTypeScript) return kept
  let tests = kept
  for (let turn = 0; turn < TURNS && tests.length > 0; turn++) {
    const text = await write(tests)
    const mistakes = await mistypes(bench, text)
    if (mistakes.length === 0) return tests
    const spans = spansOf(text, bench.dialect)
    const bad = mistakes.map(({ line }) => spans.findIndex(([from, to]) => from <= line && line <= to))
    const outside = bad.findIndex((i) => i < 0)
    if (outside >= 0)
      throw new Untestable(
        `the compiler does not take what tests of \`${bench.testFile}\` need: ${mistakes[outside]?.message ?? ''}`,
      )
    tests = without(tests, bad)
  }
  if (tests.length > 0) return tests
  throw new Untestable(
    `no test of \`${bench.testFile}\` is as its \`tsconfig.json\` wants it: write the types of what it exports`,
  )
}

/** One of them sets something off that goes wrong when the tests are over: halves, and halves of halves, tell which. */
async function quiet(
  tests: readonly Kept[],
  write: Write,
  bench: Bench,
  said: string,
): Promise<readonly Kept[]> {
  let runs = 12
  async function sound(part: readonly Kept[]): Promise<readonly Kept[]> {
    if (runs-- <= 0) return []
    const { late, broken } = await runTests(bench, `${await write(part)}${bench.dialect.linger}\n`)
    if (late === undefined && broken === undefined) return part
    return part.length === 1 ? [] : halves(part)
  }
  async function halves(part: readonly Kept[]): Promise<readonly Kept[]> {
    const middle = Math.ceil(part.length / 2)
    return [...(await sound(part.slice(0, middle))), ...(await sound(part.slice(middle)))]
  }
  const left = tests.length === 1 ? [] : await halves(tests)
  if (left.length > 0) return left
  throw new Untestable(`its tests pass, and what they set off fails when they are over: ${firstWords(said)}`)
}

/** The first and last line of each test, from 0. */
function spansOf(text: string, { test }: Dialect): readonly (readonly [number, number])[] {
  const lines = text.split('\n')
  const opening = new RegExp(`^(\\s*)${test}\\(`)
  return lines.flatMap((line, i) => {
    const [, indent] = opening.exec(line) ?? []
    if (indent === undefined) return []
    const end = lines.findIndex((other, j) => j > i && other.startsWith(`${indent}})`))
    return [[i, end < 0 ? lines.length : end] as const]
  })
}

/** Which tests of the text failed, by their order in it. */
function failing(
  { failed, broken, passed }: Result,
  text: string,
  tests: readonly Kept[],
  bench: Bench,
): readonly number[] {
  if (broken === undefined) return failed.length === 0 && passed === 0 ? tests.map((_one, i) => i) : failed
  const spans = spansOf(text, bench.dialect)
  const lines = [...broken.matchAll(/\.(?:test|spec)\.[cm]?[jt]sx?[:(](\d+)[:,]\d+/g)].map(
    ([, line]) => Number(line) - 1,
  )
  const bad = lines
    .map((line) => spans.findIndex(([from, to]) => from <= line && line <= to))
    .filter((i) => i >= 0)
  if (bad.length === 0) throw new Refusal(`its tests cannot be run${unable(broken, bench)}`)
  return [...new Set(bad)]
}
