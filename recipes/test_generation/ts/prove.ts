/** Runs of the tests as they will stand: what fails in one of them goes, and so does what the compiler does not take. */
import type { Bench } from './bench.js'
import type { Write } from './orders.js'
import { astray, FEW, leaning } from './orders.js'
import { runTests } from './runner.js'
import type { Kept } from './select.js'
import { failing, spansOf } from './spans.js'
import { mistypes } from './types.js'
import { firstWords } from './verdicts.js'
import { Untestable } from '../untestable.js'

export interface Proven {
  readonly text: string
  readonly tests: readonly Kept[]
}

const TURNS = 5

/** Three runs, each elsewhere and in another order, then each test alone; what fails in one of them goes, and the rest is run again. */
export async function proven(
  kept: readonly Kept[],
  write: Write,
  bench: Bench,
  remembers = false,
): Promise<Proven> {
  let tests = await typed(kept, write, bench)
  let isLateAnyway = false
  const sound = new Set<Kept>()
  for (let turn = 0; turn < TURNS && tests.length > 0; turn++) {
    const text = await write(tests)
    const first = await runTests(bench, `${text}${bench.dialect.linger}\n`)
    if (first.late !== undefined && !isLateAnyway) {
      isLateAnyway = await failsEmpty(bench)
      if (!isLateAnyway) tests = await quiet(tests, write, bench, first.late)
      continue
    }
    let bad = failing(first, text, tests, bench)
    if (bad.length === 0) bad = await astray(tests, write, bench)
    if (bad.length === 0 && (remembers || tests.length <= FEW))
      bad = await leaning(tests, write, bench, sound)
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

const without = (tests: readonly Kept[], bad: readonly Kept[]): readonly Kept[] =>
  tests.filter((one) => !bad.includes(one))

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
    tests = without(
      tests,
      bad.flatMap((i) => tests[i] ?? []),
    )
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
