/** Tests by pytest, counted by coverage.py. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Coverage, CoveragePy } from './coverage.js'
import { fromCoveragePy } from './coverage.js'
import { folderOf } from '../../lib/core/place.js'
import { readJson } from './jest.js'
import type { Part } from './parts.js'
import { PRELOAD, unit } from './parts.js'
import type { Started, Suite } from './suite.js'
import { lastWords, start } from './suite.js'

const QUIET = ['-q', '-p', 'no:cacheprovider']

export function pytestSuite(part: Part): Suite {
  const { root, folder, scope, exclude, tools, importsFrom } = part
  const cwd = join(root, folder)
  const paths = [PRELOAD, join(tools, 'python'), ...importsFrom.map((path) => join(root, path))]

  function python(words: readonly string[], env: Readonly<Record<string, string>>): Started {
    return start(['python3', ...words], cwd, {
      PYTHONPATH: paths.join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      ...env,
    })
  }

  return {
    runner: 'pytest',
    folder,
    scope,
    run(tests, { env, seed, shift = 0 }) {
      const report = join(mkdtempSync(join(tmpdir(), 'measured-')), 'report.json')
      const own = tests.map((path) => unit(folder, path))
      const ran = python(['-m', 'pytest', ...QUIET, '-p', 'reach_pytest', ...own], {
        REACH_REPORT: report,
        REACH_SHIFT: String(shift),
        ...(seed === undefined ? {} : { REACH_SEED: String(seed) }),
        ...env,
      })
      const outcomes = Object.entries((readJson(report) ?? {}) as Readonly<Record<string, string>>)
      const failed = outcomes.filter(([, outcome]) => outcome === 'failed').map(([name]) => name)
      const passed = outcomes.filter(([, outcome]) => outcome === 'passed').length
      return passed + failed.length === 0 ? { passed, failed, broken: lastWords(ran) } : { passed, failed }
    },
    cover() {
      const out = mkdtempSync(join(tmpdir(), 'measured-'))
      const env = { COVERAGE_FILE: join(out, 'data') }
      const left = exclude === undefined ? [] : [`--ignore-glob=${exclude}`]
      const folders = [...new Set(scope.map(folderOf))].map((path) => join(root, path))
      const ran = python(
        [
          '-m',
          'coverage',
          'run',
          '--branch',
          `--source=${folders.join(',')}`,
          '-m',
          'pytest',
          ...QUIET,
          ...left,
        ],
        env,
      )
      python(['-m', 'coverage', 'json', '-q', '-i', '-o', join(out, 'report.json')], env)
      return covered(readJson(join(out, 'report.json')), part, ran)
    },
  }
}

function covered(report: unknown, { root, folder, scope }: Part, ran: Started): Coverage {
  const { files } = (report ?? {}) as { readonly files?: Readonly<Record<string, CoveragePy>> }
  if (files === undefined) throw new Error(`nothing was measured: ${lastWords(ran)}`)
  const found = new Map(
    Object.entries(files).map(([path, file]) => [
      path.startsWith('/') ? path.slice(root.length + 1) : folder === '' ? path : `${folder}/${path}`,
      fromCoveragePy(file),
    ]),
  )
  return new Map(
    scope.flatMap((path) => {
      const one = found.get(path)
      return one === undefined ? [] : [[path, one]]
    }),
  )
}
