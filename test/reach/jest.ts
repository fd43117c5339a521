/** Tests by Jest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Coverage, Istanbul } from './coverage.js'
import { fromIstanbul } from './coverage.js'
import type { Part } from './parts.js'
import { fromRoot, preload, unit } from './parts.js'
import type { Ran, Started, Suite } from './suite.js'
import { lastWords, start } from './suite.js'

export function jestSuite(part: Part): Suite {
  const { root, folder, scope, exclude, esm } = part
  const cwd = join(root, folder)
  const flags = (exclude === undefined ? [] : ['/node_modules/', exclude]).map(
    (one) => `--testPathIgnorePatterns=${one}`,
  )
  const env = (shift = 0): Record<string, string> => ({
    NODE_OPTIONS: [...(esm ? ['--experimental-vm-modules'] : []), ...preload(shift)].join(' '),
    REACH_SHIFT: String(shift),
  })
  const jest = (words: readonly string[], more: Readonly<Record<string, string>> = env()): Started =>
    start(['node', 'node_modules/jest/bin/jest.js', '--ci', '--forceExit', ...words], cwd, more)

  return {
    runner: 'jest',
    folder,
    scope,
    run(tests, under) {
      const report = join(root, '..', 'report.json')
      rmSync(report, { force: true })
      const order = under.seed === undefined ? [] : ['--randomize', `--seed=${under.seed}`]
      const paths = tests.map((path) => unit(folder, path))
      const ran = jest(
        ['--coverage=false', '--json', `--outputFile=${report}`, ...order, '--runTestsByPath', ...paths],
        { ...env(under.shift), ...under.env },
      )
      return fromReport(report, ran)
    },
    cover() {
      const out = mkdtempSync(join(tmpdir(), 'measured-'))
      const from = scope.map((path) => `--collectCoverageFrom=${escaped(unit(folder, path))}`)
      const ran = jest([
        '--coverage',
        '--coverageProvider=babel',
        '--coverageReporters=json',
        `--coverageDirectory=${out}`,
        '--coverageThreshold={}',
        '--coveragePathIgnorePatterns=/node_modules/',
        '--passWithNoTests',
        ...from,
        ...flags,
      ])
      return coverageIn(join(out, 'coverage-final.json'), root, scope, ran)
    },
  }
}

/** Letters that mean something in a pattern. */
const escaped = (path: string): string => path.replace(/[[\](){}!*?]/g, '\\$&')

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Vitest writes the same. */
export function fromReport(file: string, ran: Started): Ran {
  const report = readJson(file) as Report | undefined
  if (report === undefined) return { passed: 0, failed: [], broken: lastWords(ran) }
  const all = report.testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults.length === 0
      ? [{ fullName: `${name}: ${(message ?? '').slice(0, 300)}`, status: 'failed' }]
      : assertionResults.map((one) => ({ ...one, fullName: `${name}: ${one.fullName}` })),
  )
  return {
    passed: all.filter(({ status }) => status === 'passed').length,
    failed: all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  }
}

/** A report of Istanbul's, by path from the repository; what is in scope and not in it could not be read. */
export function coverageIn(file: string, root: string, scope: readonly string[], ran: Started): Coverage {
  const report = readJson(file) as Readonly<Record<string, Istanbul>> | undefined
  if (report === undefined) throw new Error(`nothing was measured: ${lastWords(ran)}`)
  const files = new Map(
    Object.entries(report).map(([path, one]) => [fromRoot(root, path), fromIstanbul(one)]),
  )
  return new Map(
    scope.flatMap((path) => {
      const found = files.get(path)
      return found === undefined ? [] : [[path, found]]
    }),
  )
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
