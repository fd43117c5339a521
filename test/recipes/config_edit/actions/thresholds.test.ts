/** A threshold for each source directory, from a report or as given, that never lowers what stands. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { addDirectoryThresholds } from '../../../../recipes/config_edit/actions/add_directory_thresholds.js'
import type { Given } from './rig.js'
import { refused, tried } from './rig.js'

type Counts = readonly [covered: number, total: number]

/** A report as the runners write it: absolute paths of some other machine. */
function report(files: Readonly<Record<string, Counts>>, branches: Counts = [0, 0]): string {
  const count = ([covered, total]: Counts) => ({ total, covered, skipped: 0, pct: 0 })
  const entries = Object.entries(files).map(([path, counts]) => [
    `/home/ci/work/repo/repo/${path}`,
    { statements: count(counts), lines: count(counts), functions: count([1, 1]), branches: count(branches) },
  ])
  return JSON.stringify({ total: {}, ...Object.fromEntries(entries) })
}

const SUMMARY = 'coverage/coverage-summary.json'

const on = (
  target: string,
  counts: Readonly<Record<string, Counts>> | undefined,
  options = {},
  more: Readonly<Record<string, string>> = {},
): Given => ({
  target,
  options,
  files: {
    'tsconfig.json': '{ "include": ["src"] }',
    'src/index.ts': '',
    'src/services/user.ts': '',
    'src/services/deep/mail.ts': '',
    'src/routes/user.ts': '',
    ...(counts === undefined ? {} : { [SUMMARY]: report(counts) }),
    ...more,
  },
})

const COUNTS = {
  'src/index.ts': [10, 10],
  'src/services/user.ts': [50, 60],
  'src/services/deep/mail.ts': [5, 40],
  'src/routes/user.ts': [1, 100],
} as const

const figures = (statements: number, functions = 98) => ({ statements, functions, lines: statements })

test('each directory is held to what was measured less the margin, all of its files together', () => {
  const { after, regions, says } = tried(
    addDirectoryThresholds,
    '{ verbose: true }',
    on('jest.config.js', COUNTS),
  )
  assert.deepEqual(after, {
    verbose: true,
    coverageThreshold: { './src/routes/': figures(0), './src/services/': figures(53), global: figures(98) },
  })
  assert.deepEqual(regions, [
    'coverageThreshold."./src/routes/"',
    'coverageThreshold."./src/services/"',
    'coverageThreshold.global',
  ])
  assert.equal(says, `2 source directories have thresholds now, from \`${SUMMARY}\` less 2 points`)
})

test('what stands higher is never lowered, a key of another spelling is used, and what is a count stays one', () => {
  const standing = {
    global: { statements: 99, branches: -5 },
    'src/services': { statements: 54, lines: 20, functions: '(code) least' },
    './src/routes/**/*.ts': { branches: 1 },
  }
  const { after } = tried(
    addDirectoryThresholds,
    JSON.stringify({ coverageThreshold: standing }),
    on('jest.config.js', COUNTS, { margin: 0.5 }),
  )
  assert.deepEqual(after, {
    coverageThreshold: {
      global: { statements: 99, branches: -5, functions: 99, lines: 99 },
      'src/services': { statements: 54, lines: 54, functions: '(code) least' },
      './src/routes/**/*.ts': { branches: 1, statements: 0, functions: 99, lines: 0 },
    },
  })
})

test('where the files that are left to `global` would not reach it, their folder is held to it instead', () => {
  const counts = { ...COUNTS, 'src/index.ts': [0, 10], 'src/routes/user.ts': [100, 100] } as const
  const { after, regions } = tried(
    addDirectoryThresholds,
    '{ coverageThreshold: { global: { statements: 73 } } }',
    on('jest.config.js', counts),
  )
  assert.deepEqual(after, {
    coverageThreshold: {
      global: { statements: 73 },
      './src/routes/': figures(98),
      './src/services/': figures(53),
      './src/': { statements: 73, functions: 98, lines: 71 },
    },
  })
  assert.equal(regions.length, 3)
})

test('a `global` that fails today goes on failing', () => {
  const { after } = tried(
    addDirectoryThresholds,
    '{ coverageThreshold: { global: { lines: 90 } } }',
    on('jest.config.js', { ...COUNTS, 'src/index.ts': [0, 10] }),
  )
  assert.deepEqual(after, {
    coverageThreshold: { global: { lines: 90 }, './src/routes/': figures(0), './src/services/': figures(53) },
  })
})

test('figures that are given hold for all directories, those for some directories win, and no report is needed', () => {
  const options = { statements: 60, branches: 50, directories: { 'src/services/': { statements: 80 } } }
  const { after, says } = tried(addDirectoryThresholds, '{}', on('jest.config.js', undefined, options))
  assert.deepEqual(after, {
    coverageThreshold: {
      './src/routes/': { statements: 60, branches: 50 },
      './src/services/': { statements: 80, branches: 50 },
      global: { statements: 60, branches: 50 },
    },
  })
  assert.equal(
    says,
    '2 source directories have thresholds now, as given; Jest fails where it has no coverage data of a directory: collect from every file first (`expand_coverage_collection`)',
  )
})

test('a directory of which nothing was measured has no threshold: Jest would not find it', () => {
  const counts = { 'src/index.ts': [10, 10], 'src/services/user.ts': [50, 60] } as const
  const { regions } = tried(addDirectoryThresholds, '{}', on('jest.config.js', counts))
  assert.deepEqual(regions, ['coverageThreshold."./src/services/"', 'coverageThreshold.global'])
})

test('Vitest has globs, beside the figures for all files', () => {
  const { after } = tried(
    addDirectoryThresholds,
    '{ test: { coverage: { thresholds: { lines: 10, "src/services/**/*.ts": { lines: 60 } } } } }',
    on('vitest.config.ts', COUNTS),
  )
  assert.deepEqual(after, {
    test: {
      coverage: {
        thresholds: {
          lines: 29,
          'src/services/**/*.ts': { lines: 60, statements: 53, functions: 98 },
          'src/routes/**': figures(0),
          statements: 29,
          functions: 98,
        },
      },
    },
  })
})

test('where Vitest holds each file to the figures, they are those of the worst file', () => {
  const { after } = tried(
    addDirectoryThresholds,
    '{ test: { coverage: { thresholds: { perFile: true } } } }',
    on('vitest.config.ts', COUNTS),
  )
  assert.deepEqual(after, {
    test: {
      coverage: {
        thresholds: {
          perFile: true,
          'src/routes/**': figures(0),
          'src/services/**': figures(10),
          ...figures(0),
        },
      },
    },
  })
})

test('the report is looked for where the runner writes it', () => {
  const given = on('jest.config.js', undefined, {}, { 'reports/unit/coverage-summary.json': report(COUNTS) })
  const { says } = tried(addDirectoryThresholds, '{ coverageDirectory: <rootDir>/reports/unit }', given)
  assert.equal(
    says,
    '2 source directories have thresholds now, from `reports/unit/coverage-summary.json` less 2 points',
  )
})

test('where every directory has a threshold that is high enough, there is nothing to do', () => {
  const done = tried(addDirectoryThresholds, '{}', on('jest.config.js', COUNTS)).after
  const { says } = tried(addDirectoryThresholds, JSON.stringify(done), on('jest.config.js', COUNTS))
  assert.equal(says, 'nothing to do: every source directory has a threshold that is high enough')
})

test('without a report and without figures it says what to do', () => {
  const words =
    'measure coverage with the reporter `json-summary`, name the report as `report`, or give figures such as `statements: 60`'
  const refusal = (text: string, given: Given) => refused(addDirectoryThresholds, text, given).message
  assert.equal(refusal('{}', on('jest.config.js', undefined)), `there is no \`${SUMMARY}\`: ${words}`)
  assert.equal(
    refusal('{}', on('jest.config.js', undefined, { report: 'x.json', lines: 1 })),
    `there is no \`x.json\`: ${words}`,
  )
  assert.equal(
    refusal('{}', on('jest.config.js', undefined, {}, { [SUMMARY]: '{}' })),
    `\`${SUMMARY}\` is no report of the kind \`json-summary\`: ${words}`,
  )
  assert.equal(
    refusal('{}', on('jest.config.js', { 'lib/x.ts': [1, 2] })),
    `\`${SUMMARY}\` has no figures for \`src/routes\`, \`src/services\`: measure coverage of these first`,
  )
  assert.equal(
    refusal('{ coverageThreshold: (code) limits }', on('jest.config.js', COUNTS)),
    '`coverageThreshold` is `"(code) limits"`, and has to be an object that stands in the file',
  )
})
