/** Tests of Python are run three times by pytest, each time elsewhere and the second time backwards; what fails once goes. */
import type { Finding, Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { Untestable } from '../untestable.js'
import type { Bench } from './bench.js'
import { fromFolder } from './bench.js'
import { lastLine } from './explore.js'
import type { Tried } from './tried.js'
import { testText } from './write.js'

const TURNS = 5
const PLACES = [
  { env: {}, isBackwards: false },
  { env: { TZ: 'Asia/Kolkata', PYTHONHASHSEED: '77' }, isBackwards: true },
  { env: { TZ: 'America/St_Johns', PYTHONHASHSEED: '5', LC_ALL: 'C' }, isBackwards: false },
]

export async function proven(
  tests: readonly Tried[],
  bench: Bench,
  target: string,
  testFile: string,
  look: Reader,
): Promise<{ readonly text: string; readonly tests: number }> {
  let left = tests
  for (let turn = 0; turn < TURNS && left.length > 0; turn++) {
    const { text, names } = testText(left, target, bench)
    const failed = await failing(names, text, bench, target, testFile, look)
    if (failed.size === 0) return { text, tests: left.length }
    left = left.filter((_one, i) => !failed.has(names[i] ?? ''))
  }
  throw new Untestable(`no test of \`${target}\` passes three times of three`)
}

/** The names of the tests that fail somewhere. */
async function failing(
  names: readonly string[],
  text: string,
  bench: Bench,
  target: string,
  testFile: string,
  look: Reader,
): Promise<ReadonlySet<string>> {
  for (const { env, isBackwards } of PLACES) {
    const found = await runPytest(bench, testFile, text, look, env, isBackwards ? names.toReversed() : [])
    if (found.code === 0) continue
    const failed = [...found.output.matchAll(/^(?:FAILED|ERROR) \S+?::([\w:]+)/gm)].map(
      ([, name]) => name ?? '',
    )
    if (failed.length === 0) throw new Refusal(`the tests of \`${target}\` cannot be run: ${lastLine(found)}`)
    return new Set(failed)
  }
  return new Set()
}

/** Runs the tests of a file, or those that are named, in their order. */
export async function runPytest(
  { folder, root }: Bench,
  testFile: string,
  text: string,
  look: Reader,
  env: Readonly<Record<string, string>> = {},
  names: readonly string[] = [],
): Promise<Finding> {
  const own = fromFolder(folder, testFile)
  const wanted = names.length === 0 ? [own] : names.map((name) => `${own}::${name}`)
  const options = ['-q', '-rfE', '--no-header', '-p', 'no:cacheprovider', '--tb=line']
  return await look.experiment({
    command: ['python3', '-m', 'pytest', ...options, ...wanted],
    cwd: folder === '' ? '.' : folder,
    files: new Map([[testFile, text]]),
    timeout: 60_000,
    // A package below `src` is installed before its tests run.
    env: {
      TZ: 'UTC',
      ...(/(?:^|\/)src$/.test(root) ? { PYTHONPATH: fromFolder(folder, root) } : {}),
      ...env,
    },
  })
}
