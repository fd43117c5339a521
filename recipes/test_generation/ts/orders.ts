/** Runs of tests in other orders, in other places, and each alone: whether each stands by itself. */
import type { Bench } from './bench.js'
import { drawn } from './mutants.js'
import { runTests } from './runner.js'
import type { Kept } from './select.js'
import { failing } from './spans.js'
import { inOrder } from './write.js'

export type Write = (kept: readonly Kept[]) => Promise<string>

/** More tests than this are run each alone only where the unit remembers something between calls. */
export const FEW = 10

const backwards = (tests: readonly Kept[]): readonly Kept[] => inOrder([...tests].reverse())

const shuffled = (tests: readonly Kept[]): readonly Kept[] =>
  inOrder(drawn(tests.map((_one, i) => i)).flatMap((i) => tests[i] ?? []))

/** What needs a test before it has that behind it in one of these. */
const ELSEWHERE = [
  { env: { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }, ordered: backwards },
  { env: { TZ: 'America/St_Johns' }, ordered: shuffled },
]

/** Those that fail in another place and order; where one before them is to blame for them all, that one. */
export async function astray(tests: readonly Kept[], write: Write, bench: Bench): Promise<readonly Kept[]> {
  for (const { env, ordered } of ELSEWHERE) {
    const others = ordered(tests)
    const failingOf = async (some: readonly Kept[]): Promise<readonly Kept[]> => {
      const text = await write(some)
      return failing(await runTests(bench, text, env), text, some, bench)
    }
    const bad = await failingOf(others)
    if (bad.length === 0) continue
    const before = others[others.findIndex((one) => bad.includes(one)) - 1]
    if (before === undefined || bad.length === 1) return bad
    return (await failingOf(others.filter((one) => one !== before))).length === 0 ? [before] : bad
  }
  return []
}

/** Those that fail alone: another test has to go before them. Those that do not are `sound`, and not asked again. */
export async function leaning(
  tests: readonly Kept[],
  write: Write,
  bench: Bench,
  sound: Set<Kept>,
): Promise<readonly Kept[]> {
  const bad: Kept[] = []
  if (tests.length === 1) return bad
  for (const one of tests) {
    if (sound.has(one)) continue
    const { failed, passed } = await runTests(bench, await write([one]))
    if (failed.length === 0 && passed > 0) sound.add(one)
    else bad.push(one)
  }
  return bad
}
