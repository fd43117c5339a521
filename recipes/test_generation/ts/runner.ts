/** Runs a test file by the repository's own runner, in an experiment, and tells what came of each test. */
import type { Experiment, Finding, Reader } from '../../../lib/core/recipe.js'
import type { Dialect } from './dialect.js'
import { SEEN } from './probe.js'
import type { Seen } from './seen.js'

export interface Bench {
  readonly look: Reader
  readonly dialect: Dialect
  /** The folder of the package, '' for the project itself. */
  readonly folder: string
  /** Where the tests will stand, from the project. */
  readonly testFile: string
  /** Flags of node that the repository starts its tests with. */
  readonly flags: readonly string[]
  /** Packages that the project has. */
  readonly installed: readonly string[]
  /** What installs them: `npm ci`. */
  readonly install: string
}

export interface Result {
  /** Which tests failed, by their order in the file. */
  readonly failed: readonly number[]
  readonly passed: number
  /** It could not be run at all, or not compiled: what the runner said. */
  readonly broken?: string
  /** No test failed, and the run did: something went wrong between tests or after them. */
  readonly late?: string
}

const REPORT = '.orchestrate-report.json'

/** Finds a program's own file, for a copy of the project has no `npx` that needs no network. */
const START = `const { createRequire } = require('node:module'), path = require('node:path')
const from = createRequire(path.join(process.cwd(), 'x.js')), name = process.argv[1]
let found
try { found = from.resolve(name + '/package.json') } catch { console.error("Cannot find module '" + name + "'"); process.exit(127) }
const { bin } = from(found)
process.argv[1] = path.resolve(path.dirname(found), typeof bin === 'string' ? bin : bin[name])
import(require('node:url').pathToFileURL(process.argv[1]).href)`

function commandOf({ dialect, testFile, folder, flags }: Bench, isReported: boolean): readonly string[] {
  const own = inPackage(folder, testFile)
  switch (dialect.runner) {
    case 'jest': {
      const esm = flags.filter((flag) => flag.includes('vm-modules'))
      return [
        'node',
        ...esm,
        '-e',
        START,
        'jest',
        ...(isReported ? ['--json', `--outputFile=${REPORT}`] : []),
        '--coverage=false',
        '--runInBand',
        '--ci',
        '--forceExit',
        '--cacheDirectory=node_modules/.cache/jest',
        escaped(own),
      ]
    }
    case 'vitest':
      return [
        'node',
        '-e',
        START,
        'vitest',
        'run',
        own,
        '--coverage.enabled=false',
        '--no-file-parallelism',
        ...(isReported ? ['--reporter=json', `--outputFile=${REPORT}`] : []),
      ]
    case 'node':
      return ['node', ...flags, '--test', '--test-reporter=tap', own]
  }
}

const inPackage = (folder: string, path: string): string =>
  folder === '' ? path : path.slice(folder.length + 1)

const escaped = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function runIn(
  bench: Bench,
  text: string,
  isReported: boolean,
  more: Partial<Experiment>,
): Promise<Finding> {
  const wanted = [SEEN, REPORT].map((name) => (bench.folder === '' ? name : `${bench.folder}/${name}`))
  return await bench.look.experiment({
    command: commandOf(bench, isReported),
    cwd: bench.folder === '' ? '.' : bench.folder,
    files: new Map([[bench.testFile, text]]),
    wanted,
    timeout: 60_000,
    memory: 2048,
    ...more,
    env: { TZ: 'UTC', NODE_ENV: 'test', ...more.env },
  })
}

export interface Observation {
  readonly seen: readonly Seen[]
  /** What the runner said where nothing was seen. */
  readonly broken?: string
}

export async function observe(
  bench: Bench,
  text: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Observation> {
  const found = await runIn(bench, text, false, { env, timeout: 45_000 })
  const [lines] = [...found.files].filter(([path]) => path.endsWith(SEEN)).map(([, text]) => text)
  const seen = (lines ?? '')
    .split('\n')
    .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Seen] : []))
  return seen.length === 0 ? { seen, broken: lastWords(found) } : { seen }
}

/** Lines of JSON that a text wrote about something else than candidates. */
export async function discover(bench: Bench, text: string): Promise<readonly unknown[]> {
  const found = await runIn(bench, text, false, { timeout: 45_000 })
  const [lines] = [...found.files].filter(([path]) => path.endsWith(SEEN)).map(([, text]) => text)
  return (lines ?? '')
    .split('\n')
    .flatMap((line): unknown[] => (line.endsWith('}') ? [JSON.parse(line)] : []))
}

export async function runTests(
  bench: Bench,
  text: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const found = await runIn(bench, text, true, { env })
  const [report] = [...found.files].filter(([path]) => path.endsWith(REPORT)).map(([, text]) => text)
  if (bench.dialect.runner === 'node')
    return late(fromTap(found, inPackage(bench.folder, bench.testFile)), found)
  const result =
    report === undefined ? { failed: [], passed: 0, broken: lastWords(found) } : fromJson(report, found)
  return late(result, found)
}

/** What a test sets off may go wrong when it is long over. */
function late(result: Result, found: Finding): Result {
  const isClean =
    found.kind === 'exited' && found.code === 0 && !found.output.includes('activity after the test ended')
  return isClean || result.failed.length > 0 || result.broken !== undefined
    ? result
    : { ...result, late: lastWords(found) }
}

interface JsonReport {
  readonly testResults?: readonly {
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

function fromJson(report: string, found: Finding): Result {
  const { testResults = [] } = JSON.parse(report) as JsonReport
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.flatMap(({ status }, i) => (status === 'failed' ? [i] : []))
  const passed = all.filter(({ status }) => status === 'passed').length
  if (all.length > 0) return { failed, passed }
  const broken = testResults.map(({ message }) => message ?? '').join('\n')
  return { failed, passed, broken: broken === '' ? lastWords(found) : broken }
}

/** What has tests of its own is a block, and its result comes after theirs; that of the file may stand alone. */
function fromTap({ output, code }: Finding, file: string): Result {
  const failed: number[] = []
  let count = 0
  let isLeaf = false
  for (const line of output.split('\n')) {
    const [, name] = /^ *# Subtest: (.*)$/.exec(line) ?? []
    if (name !== undefined) isLeaf = !name.endsWith(file)
    const [whole, not] = /^ *(not )?ok \d+ - /.exec(line) ?? []
    if (whole === undefined) continue
    if (isLeaf) {
      if (not !== undefined) failed.push(count)
      count++
    }
    isLeaf = false
  }
  const passed = count - failed.length
  return count === 0 && code !== 0 ? { failed, passed, broken: output.slice(-2000) } : { failed, passed }
}

const lastWords = ({ kind, output }: Finding): string =>
  kind === 'timed-out'
    ? 'it took too long'
    : kind === 'killed'
      ? 'it took too much memory'
      : output.trim().slice(-3000)

/** What could not be run, with what would help where a package is missing. */
export function unable(text: string, { installed, install, dialect, flags }: Bench): string {
  const [, from = ''] = /Cannot find (?:module|package) '([^'./][^']*)'/.exec(text) ?? []
  const name = (from.startsWith('@') ? from.split('/').slice(0, 2) : from.split('/').slice(0, 1)).join('/')
  const isWanted = [...installed, dialect.runner, ...flags].includes(name)
  return isWanted
    ? `: \`${name}\` is not installed: run \`${install}\` (or name the task that installs among \`depends_on\`)`
    : `: ${firstWords(text)}`
}

/** What a runner says first, without its frames and headings. */
export function firstWords(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replace(/^# /, ''))
    .filter(
      (line) => line !== '' && !/^(●|at |FAIL|>|\^|throw |node:internal|Subtest|(not )?ok \d)/.test(line),
    )
  const start = Math.max(
    0,
    lines.findIndex((line) => /^\w*Error\b.*:/.test(line)),
  )
  return lines
    .slice(start, start + 3)
    .join(' ')
    .slice(0, 400)
}
