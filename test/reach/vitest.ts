/** Tests by Vitest. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coverageIn, fromReport, readJson } from './jest.js'
import type { Part } from './parts.js'
import { preload, unit } from './parts.js'
import type { Started, Suite } from './suite.js'
import { start } from './suite.js'

export function vitestSuite(part: Part): Suite {
  const { root, folder, scope, exclude } = part
  const cwd = join(root, folder)
  const env = (shift = 0): Record<string, string> => ({
    NODE_OPTIONS: preload(shift).join(' '),
    REACH_SHIFT: String(shift),
  })
  const vitest = (words: readonly string[], more: Readonly<Record<string, string>> = env()): Started =>
    start(['node', 'node_modules/vitest/vitest.mjs', 'run', ...words], cwd, more)

  return {
    runner: 'vitest',
    folder,
    scope,
    run(tests, under) {
      const report = join(root, '..', 'report.json')
      rmSync(report, { force: true })
      const order =
        under.seed === undefined ? [] : ['--sequence.shuffle.tests', `--sequence.seed=${under.seed}`]
      const paths = tests.map((path) => unit(folder, path))
      const ran = vitest(
        ['--coverage.enabled=false', '--reporter=json', `--outputFile=${report}`, ...order, ...paths],
        { ...env(under.shift), ...under.env },
      )
      return fromReport(report, ran)
    },
    cover() {
      const out = mkdtempSync(join(tmpdir(), 'measured-'))
      const provider = providerIn(cwd)
      const ran = vitest([
        '--coverage.enabled',
        `--coverage.provider=${provider}`,
        '--coverage.reporter=json',
        '--coverage.reportOnFailure',
        `--coverage.reportsDirectory=${out}`,
        '--coverage.all',
        '--passWithNoTests',
        ...scope.map((path) => `--coverage.include=${unit(folder, path)}`),
        ...(exclude === undefined ? [] : [`--exclude=${exclude}`]),
      ])
      return coverageIn(join(out, 'coverage-final.json'), root, scope, ran)
    },
  }
}

/** The one that is installed; where there is none, one of Vitest's own version is, into the copy. */
function providerIn(cwd: string): 'istanbul' | 'v8' {
  const has = (name: string): boolean => existsSync(join(cwd, 'node_modules/@vitest', name))
  if (has('coverage-istanbul')) return 'istanbul'
  if (has('coverage-v8')) return 'v8'
  const { version = 'latest' } = (readJson(join(cwd, 'node_modules/vitest/package.json')) ?? {}) as {
    readonly version?: string
  }
  start(
    ['npm', 'install', '--no-save', '--no-audit', '--no-fund', `@vitest/coverage-istanbul@${version}`],
    cwd,
  )
  return 'istanbul'
}
