/** From a module of Python to the text of its tests: what it does is tried out by Python itself, then run by pytest. */
import type { Finding, Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import type { Tried } from './write.js'
import { testText } from './write.js'
import { Untestable } from '../untestable.js'

interface Explored {
  readonly tests: readonly Tried[]
  /** What could not be tried, and why. */
  readonly closed: readonly string[]
  /** Files of the project that were imported, from the service's folder. */
  readonly reads: readonly string[]
}

interface Bench {
  /** The folder that imports start in, '' for the project itself. */
  readonly root: string
  /** Where pytest is started. */
  readonly folder: string
  readonly module: string
}

const SCRIPT = '.orchestrate-explore.py'
const OUT = '.orchestrate-explored.json'
const YEAR = String(366 * 24 * 3600)

/** A call is reckoned at so many milliseconds: the budget says how many there are, whatever the machine is at. */
const CALL_MS = 50

/** Places, languages and years: what differs there is not asserted. */
const ELSEWHERE = {
  TZ: 'Asia/Kolkata',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'C.UTF-8',
  PYTHONHASHSEED: '77',
  ORCHESTRATE_SHIFT: YEAR,
}

export async function generate(
  {
    target,
    testFile,
    budget,
  }: { readonly target: string; readonly testFile: string; readonly budget: number },
  look: Reader,
): Promise<string> {
  const source = look.text(target)
  if (source === undefined) throw new Refusal(`there is no \`${target}\` to test`)
  const bench = benchOf(target, look)
  const script = await look.render('test_generation/explore-python', {})
  const first = await explored(bench, target, script, budget, look, {})
  for (const path of first.reads) look.digest(inFolder(bench.root, path))
  const again = await explored(bench, target, script, budget, look, ELSEWHERE)
  const known = new Set(again.tests.map((one) => JSON.stringify(one)))
  const steady = first.tests.filter((one) => known.has(JSON.stringify(one)))
  const kept = fewerThrows(steady.filter((one) => !one.isWeak || one.error !== null))
  if (kept.length === 0)
    throw new Untestable(`nothing of \`${target}\` can be tested: ${whyNothing(first, steady)}`)
  return await proven(kept, bench, target, testFile, look)
}

/** The folder above the outermost package is where imports start. */
export function benchOf(target: string, look: Reader): Bench {
  const parts = target.replace(/\.py$/, '').split('/')
  let depth = parts.length - 1
  while (depth > 0 && look.digest([...parts.slice(0, depth), '__init__.py'].join('/')) !== 'absent') depth--
  const root = parts.slice(0, depth).join('/')
  const names = parts.slice(depth)
  const isHere = (folder: string): boolean =>
    ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini', 'setup.py', 'requirements.txt'].some(
      (name) => look.digest(inFolder(folder, name)) !== 'absent',
    )
  let folder = root
  while (folder !== '' && !isHere(folder)) folder = folder.split('/').slice(0, -1).join('/')
  return { root, folder, module: (names.at(-1) === '__init__' ? names.slice(0, -1) : names).join('.') }
}

const inFolder = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`)

async function explored(
  { root, module }: Bench,
  target: string,
  script: string,
  budget: number,
  look: Reader,
  env: Readonly<Record<string, string>>,
): Promise<Explored> {
  const file = root === '' ? target : target.slice(root.length + 1)
  const out = inFolder(root, OUT)
  const found = await look.experiment({
    command: ['python3', SCRIPT, module, file, OUT, String(Math.round(budget / CALL_MS))],
    cwd: root === '' ? '.' : root,
    files: new Map([[inFolder(root, SCRIPT), script]]),
    wanted: [out],
    timeout: budget * 2,
    env: { TZ: 'UTC', ...env },
  })
  const text = found.files.get(out)
  if (text === undefined) throw new Refusal(`\`${target}\` cannot be tried out: ${lastLine(found)}`)
  return JSON.parse(text) as Explored
}

/** Tests that only say that something is raised are at most a quarter. */
function fewerThrows(tests: readonly Tried[]): readonly Tried[] {
  const throwing = tests.filter(({ error }) => error !== null)
  const others = tests.length - throwing.length
  const most = others === 0 ? 0 : Math.max(1, Math.floor(others / 3))
  const best = new Set([...throwing].sort((a, b) => a.labels.length - b.labels.length).slice(0, most))
  return tests.filter((one) => one.error === null || best.has(one))
}

async function proven(
  tests: readonly Tried[],
  bench: Bench,
  target: string,
  testFile: string,
  look: Reader,
): Promise<string> {
  let left = tests
  for (let turn = 0; turn < 5 && left.length > 0; turn++) {
    const { text, names } = testText(left, target, bench.module)
    let failed: readonly string[] = []
    for (const env of [
      {},
      { TZ: 'Asia/Kolkata', PYTHONHASHSEED: '77' },
      { TZ: 'America/St_Johns', PYTHONHASHSEED: '5' },
    ]) {
      const found = await runPytest(bench, testFile, text, look, env)
      if (found.code === 0) continue
      failed = [...found.output.matchAll(/^(?:FAILED|ERROR) \S+::(\w+)/gm)].map(([, name]) => name ?? '')
      if (failed.length === 0)
        throw new Refusal(`the tests of \`${target}\` cannot be run: ${lastLine(found)}`)
      break
    }
    if (failed.length === 0) return text
    left = left.filter((_one, i) => !failed.includes(names[i] ?? ''))
  }
  throw new Untestable(`no test of \`${target}\` passes three times of three`)
}

export async function runPytest(
  { folder, root }: Bench,
  testFile: string,
  text: string,
  look: Reader,
  env: Readonly<Record<string, string>> = {},
): Promise<Finding> {
  const own = folder === '' ? testFile : testFile.slice(folder.length + 1)
  return await look.experiment({
    command: [
      'python3',
      '-m',
      'pytest',
      '-q',
      '-rfE',
      '--no-header',
      '-p',
      'no:cacheprovider',
      '--tb=line',
      own,
    ],
    cwd: folder === '' ? '.' : folder,
    files: new Map([[testFile, text]]),
    timeout: 60_000,
    // A package below `src` is installed before its tests run.
    env: {
      TZ: 'UTC',
      ...(/(?:^|\/)src$/.test(root) ? { PYTHONPATH: sourceFolder(root, folder) } : {}),
      ...env,
    },
  })
}

const sourceFolder = (root: string, folder: string): string =>
  folder === '' ? root : root.slice(folder.length + 1)

function whyNothing({ closed, tests }: Explored, steady: readonly Tried[]): string {
  if (closed[0] !== undefined) return closed[0]
  if (tests.length > 0 && steady.length === 0)
    return 'what it gives differs from run to run: hand in the clock and the randomness'
  return tests.length > 0
    ? 'it only raises errors: hand in what it needs as an argument, so that a test can, too'
    : 'it holds no function or class that can be called with values that a test can make'
}

function lastLine({ kind, output }: Finding): string {
  if (kind === 'timed-out') return 'it took too long'
  const lines = output.trim().split('\n')
  const error = lines.findLast((line) => /^E? *[\w.]*(?:Error|Exception): /.test(line))
  return (error ?? lines.at(-1) ?? 'it said nothing').replace(/^E? */, '')
}
