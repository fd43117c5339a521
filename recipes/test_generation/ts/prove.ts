/** Three runs of the tests as they will stand: what fails in one of them goes. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Dialect } from './dialect.js'
import type { Bench, Result } from './runner.js'
import { firstWords, runTests } from './runner.js'
import type { Kept } from './select.js'
import { Untestable } from '../untestable.js'

/** Three runs, here and elsewhere; what fails in one of them goes, and the rest is run again. */
export async function proven(
  kept: readonly Kept[],
  write: (kept: readonly Kept[]) => Promise<string>,
  bench: Bench,
): Promise<string> {
  let tests = kept
  for (let turn = 0; turn < 5; turn++) {
    const text = await write(tests)
    let bad: readonly number[] | undefined
    for (const env of [
      {},
      { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
      { TZ: 'America/St_Johns' },
    ]) {
      const result = await runTests(bench, text, env)
      bad = failing(result, text, tests, bench.dialect)
      if (bad.length > 0) break
    }
    if (bad === undefined || bad.length === 0) return text
    const gone = new Set(bad)
    tests = tests.filter((_one, i) => !gone.has(i))
    if (tests.length === 0) break
  }
  throw new Untestable(`no test of \`${bench.testFile}\` passes three times of three`)
}

/** Which tests of the text failed, by their order in it. */
function failing(
  { failed, broken, passed }: Result,
  text: string,
  tests: readonly Kept[],
  { test }: Dialect,
): readonly number[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, i) =>
    new RegExp(`^\\s*${test}\\($|^\\s*${test}\\(['"\`]`).test(line) ? [i] : [],
  )
  if (broken !== undefined) {
    const at = [...broken.matchAll(/\.(?:test|spec)\.[cm]?[jt]sx?[:(](\d+)[:,]\d+/g)].map(
      ([, line]) => Number(line) - 1,
    )
    const bad = new Set(
      at.map((line) => starts.filter((start) => start <= line).length - 1).filter((i) => i >= 0),
    )
    if (bad.size === 0) throw new Refusal(`its tests cannot be run: ${firstWords(broken)}`)
    return [...bad]
  }
  return failed.length === 0 && passed === 0 ? tests.map((_one, i) => i) : failed
}
