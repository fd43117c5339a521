/** Mutants on lines that tests cover, killed or not: by Stryker for JavaScript and TypeScript, by one of our own for Python. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Random } from '../random.js'
import type { Coverage } from './coverage.js'
import { reachedLines } from './coverage.js'
import { readJson } from './jest.js'
import type { UnitMade } from './made.js'
import type { Part } from './parts.js'
import { unit } from './parts.js'
import { lastWords, start } from './suite.js'

export interface Mutants {
  readonly by: string
  readonly killed: number
  readonly tried: number
  readonly units: number
  readonly of: number
  readonly survivors: readonly string[]
  readonly trouble: readonly string[]
}

export interface Wanted {
  readonly part: Part
  readonly units: readonly UnitMade[]
  readonly coverage: Coverage
  readonly minutes: number
  readonly seed: number
  readonly say: (line: string) => void
}

interface Found {
  readonly killed: number
  readonly survivors: readonly string[]
}

/** Unit after unit in an order that is drawn, each by its own tests alone, until the time is up. */
export function mutantsOf({ part, units, coverage, minutes, seed, say }: Wanted): Mutants {
  const isPython = part.runner === 'pytest'
  const until = Date.now() + minutes * 60_000
  const drawn = new Random(seed).some(units, units.length)
  const found: Found[] = []
  const trouble: string[] = []
  for (const one of drawn) {
    const left = (until - Date.now()) / 60_000
    if (left < 0.5) break
    const lines = reachedLines(coverage, one.target)
    if (lines.size === 0) continue
    const tried = isPython ? byPython(part, one, lines, left) : byStryker(part, one, lines, left)
    if (typeof tried === 'string') trouble.push(`${one.target}: ${tried}`)
    else found.push(tried)
    say(`mutants of ${one.target}: ${typeof tried === 'string' ? tried.slice(0, 200) : shareOf(tried)}`)
  }
  const killed = found.reduce((sum, one) => sum + one.killed, 0)
  const survivors = found.flatMap((one) => one.survivors)
  return {
    by: isPython ? 'operators of our own on the syntax tree' : 'StrykerJS',
    killed,
    tried: killed + survivors.length,
    units: found.length,
    of: units.length,
    survivors,
    trouble,
  }
}

const shareOf = ({ killed, survivors }: Found): string => `${killed} of ${killed + survivors.length} killed`

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number } }
}

function byStryker(
  { root, folder, tools, runner, esm }: Part,
  { target, testFile }: UnitMade,
  lines: ReadonlySet<number>,
  minutes: number,
): Found | string {
  const cwd = join(root, folder)
  const report = join(root, '..', 'mutants.json')
  const settings = join(root, '..', 'stryker.json')
  rmSync(report, { force: true })
  const test = unit(folder, testFile)
  const plugin = runner === 'node' ? undefined : `@stryker-mutator/${runner}-runner`
  const config = readdirSync(cwd).find((name) => /^(?:jest|vitest|vite)\.config\./.test(name))
  writeFileSync(
    settings,
    JSON.stringify({
      plugins: plugin === undefined ? [] : [join(tools, 'node_modules', plugin)],
      testRunner: runner === 'node' ? 'command' : runner,
      ...(runner === 'node' ? { commandRunner: { command: `node --test ${test}` } } : {}),
      ...(runner === 'jest'
        ? {
            jest: {
              projectType: 'custom',
              ...(config === undefined ? {} : { configFile: config }),
              config: { testMatch: [`**/${test}`], testRegex: undefined, collectCoverage: false },
              enableFindRelatedTests: false,
            },
          }
        : {}),
      ...(esm ? { testRunnerNodeArgs: ['--experimental-vm-modules'] } : {}),
      coverageAnalysis: runner === 'node' ? 'off' : 'perTest',
      mutate: [unit(folder, target)],
      reporters: ['json'],
      jsonReporter: { fileName: report },
      tempDirName: '.stryker-tmp',
      ignorePatterns: ['.orchestrate', 'coverage'],
      concurrency: 2,
      allowEmpty: true,
      timeoutMS: 4000,
      dryRunTimeoutMinutes: 2,
      logLevel: 'error',
    }),
  )
  const ran = start(
    ['node', join(tools, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', settings],
    cwd,
    {},
    Math.min(minutes, 6),
  )
  rmSync(join(cwd, '.stryker-tmp'), { recursive: true, force: true })
  if (!existsSync(report)) return lastWords(ran)
  const { files } = readJson(report) as Report
  const all = Object.values(files)
    .flatMap(({ mutants }) => mutants)
    .filter(({ location }) => lines.has(location.start.line))
  return {
    killed: all.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
    survivors: all
      .filter(({ status }) => status === 'Survived')
      .map(
        ({ mutatorName, replacement = '', location }) =>
          `${target}:${location.start.line} ${mutatorName} → ${replacement.replace(/\s+/g, ' ').slice(0, 80)}`,
      ),
  }
}

const PYTHON = fileURLToPath(new URL('./preload/mutants.py', import.meta.url))

function byPython(
  { root, folder, importsFrom }: Part,
  { target, testFile }: UnitMade,
  lines: ReadonlySet<number>,
  minutes: number,
): Found | string {
  const report = join(root, '..', 'mutants.json')
  rmSync(report, { force: true })
  const words = [join(root, target), unit(folder, testFile), report, String(Math.min(minutes, 4) * 60)]
  const ran = start(['python3', PYTHON, ...words, [...lines].join(',')], join(root, folder), {
    PYTHONPATH: importsFrom.map((path) => join(root, path)).join(':'),
  })
  const found = readJson(report) as Found | undefined
  if (found === undefined) return lastWords(ran)
  return { killed: found.killed, survivors: found.survivors.map((one) => `${target}:${one}`) }
}
