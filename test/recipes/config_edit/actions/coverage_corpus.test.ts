/** Both actions about coverage over real configurations and such as people write: done once, loaded, checked, given back. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import jsonc from 'jsonc-parser'
import { configEdit } from '../../../../recipes/config_edit/index.js'
import { carryOut, keptOf, prepare, readerOf, settingsOf } from '../../reader.js'
import { loaded } from '../scripts.js'

const CORPUS = new URL('../../../../../shared/corpus/jest-dev/', import.meta.url)

interface Case {
  readonly name: string
  readonly target: string
  readonly text: string
}

const own: readonly Case[] = [
  {
    name: 'every option in a comment',
    target: 'jest.config.js',
    text: `// For each option, see the documentation.

module.exports = {
  // Stop after so many failures
  // bail: 0,

  clearMocks: true,

  // From which files coverage is collected
  collectCoverageFrom: [
    '<rootDir>/src/modules/**/services/*.ts'
  ],

  // Thresholds
  // coverageThreshold: undefined,

  transform: {
    "^.+\\\\.tsx?$": ["ts-jest", { isolatedModules: true }],
  },

  // Watchman
  // watchman: true,
};
`,
  },
  {
    name: 'tabs, a base that is spread, thresholds without trailing commas',
    target: 'jest.config.js',
    text: `const base = require('./base')

module.exports = {
\t...base,
\tverbose: true,
\tcoverageThreshold: {
\t\tglobal: {
\t\t\tbranches: 50,
\t\t\tstatements: 55
\t\t}
\t},
\tmaxWorkers: '50%'
};
`,
  },
  {
    name: 'projects that share what is computed',
    target: 'jest.config.ts',
    text: `import { defaults, type Preset } from 'ts-jest/presets';

const transform = { ...defaults.transform };
const jestConfig: Preset = {
  collectCoverageFrom: [
    'src/**/*.ts',
    'migrations/*.ts',
  ],
  projects: [
    { transform, displayName: 'unit', testMatch: ['**/unit/**/*.test.ts'] },
    { transform, displayName: 'db', testMatch: ['**/db/**/*.test.ts'] },
  ]
};

export default jestConfig;
`,
  },
  {
    name: 'a function of the mode, for Vitest, on Windows',
    target: 'vite.config.mts',
    text: `import { defineConfig, coverageConfigDefaults } from 'vitest/config';\r
\r
export default defineConfig(({ mode }) => {\r
    const isTest = mode === 'test';\r
    return {\r
        define: { isTest },\r
        test: {\r
            globals: true,\r
            coverage: { exclude: [...coverageConfigDefaults.exclude] }\r
        }\r
    };\r
});`,
  },
]

const real = existsSync(CORPUS)
  ? readdirSync(CORPUS)
      .filter((name) => name !== 'index.json')
      .map((name): Case => {
        const text = readFileSync(new URL(name, CORPUS), 'utf8')
        return { name, target: name.endsWith('package.json') ? 'package.json' : 'jest.config.json', text }
      })
  : []

const SUMMARY = {
  total: {},
  '/ci/src/services/user.ts': Object.fromEntries(
    ['statements', 'branches', 'functions', 'lines'].map((metric) => [metric, { total: 10, covered: 6 }]),
  ),
}

const FILES = {
  'src/services/user.ts': '',
  'src/services/user.spec.ts': '',
  'coverage/coverage-summary.json': JSON.stringify(SUMMARY),
}

const ACTIONS = ['expand_coverage_collection', 'add_directory_thresholds']

const valueOf = async ({ target }: Case, text: string): Promise<object> =>
  Object(target.endsWith('.json') ? jsonc.parse(text) : await loaded(text)) as object

for (const one of [...own, ...real])
  test(`coverage is collected and held in a configuration such as: ${one.name}`, async (t) => {
    if (real.length === 0) t.diagnostic('the corpus is not there: only cases of our own are tried')
    const eyes = readerOf({ ...FILES, [one.target]: one.text })
    const given: (readonly [string, ReturnType<typeof keptOf>])[] = []
    for (const action of ACTIONS) {
      const task = {
        target: one.target,
        action,
        with: action.startsWith('add') ? { report: 'coverage/coverage-summary.json' } : {},
      }
      given.unshift([action, keptOf(configEdit, settingsOf(configEdit, task), eyes)])
      carryOut(await prepare(configEdit, task, eyes), eyes)
      assert.equal(await configEdit.holds?.(settingsOf(configEdit, task), eyes), true)
      const again = await prepare(configEdit, task, eyes)
      assert.deepEqual(
        again.filter(({ do: kind }) => kind !== 'tell'),
        [],
        `${action} a second time`,
      )
    }
    const after = eyes.files.get(one.target) ?? ''
    const [before, now] = [await valueOf(one, one.text), await valueOf(one, after)]
    const changed = Object.entries(now).filter(
      ([key, value]) =>
        JSON.stringify(value) !==
        JSON.stringify(Object.entries(before).find(([other]) => other === key)?.[1]),
    )
    const places =
      one.target === 'package.json'
        ? ['jest']
        : one.target.startsWith('vite')
          ? ['test']
          : ['collectCoverageFrom', 'coverageThreshold']
    for (const [key] of changed) assert.ok(places.includes(key), `\`${key}\` is as it was`)
    assert.match(JSON.stringify(now), /src\/(?:services\/|\*\*)/)
    for (const [, kept] of given) {
      const target = settingsOf(configEdit, { target: one.target, action: ACTIONS[0] }).target
      eyes.files.set(one.target, configEdit.giveBack?.(target, kept, eyes) ?? '')
    }
    assert.equal(eyes.files.get(one.target), one.text)
  })
