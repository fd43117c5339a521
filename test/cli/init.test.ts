/** `init`: what it says, what it writes, and that what it writes is valid at once. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { ok } from '../../lib/core/diagnostic.js'
import type { Path, Recipe } from '../../lib/core/recipe.js'
import { defineRecipe, Refusal } from '../../lib/core/recipe.js'
import { builtIn } from '../../recipes/index.js'
import { folder } from '../world/folder.js'
import { Project, same } from './rig.js'

interface Settings {
  readonly path: string
  readonly refuses: boolean
}

/** Writes its file beside; refuses what is called so, and finds `done` done. */
const stub = (name: string, key: string): Recipe =>
  defineRecipe<Settings>({
    name,
    version: 1,
    pure: true,
    settings: (raw) =>
      ok({
        path: `${String(raw[key])}.${String(raw.action ?? raw.template)}`,
        refuses: raw.template === 'incident-guide',
      }),
    reads: () => [],
    claims: ({ path }) => [{ path, whole: true }],
    prepare: ({ path, refuses }) =>
      refuses
        ? Promise.reject(new Refusal('nobody to write it for\nand more'))
        : Promise.resolve([{ do: 'write', path: path as Path, text: 'made\n' }]),
  })

const recipes = new Map([
  ...builtIn,
  ['config_edit', stub('config_edit', 'target')],
  ['file_generation', stub('file_generation', 'output')],
  ['test_generation', stub('test_generation', 'test_file')],
])

function repository(t: TestContext, files: Readonly<Record<string, string>>): Project {
  const project = new Project(folder(t, files))
  project.recipes = recipes
  return project
}

const API = {
  'package.json': JSON.stringify({
    name: 'api',
    scripts: { test: 'jest' },
    dependencies: { fastify: '5' },
    devDependencies: { jest: '30' },
  }),
  'package-lock.json': '{}',
  'jest.config.js': 'module.exports = {}\n',
  'src/services/token.js': `const { clock } = require('../clock')\nexports.sign = (user) => {\n  if (!user) throw new Error('who?')\n  return clock() + user\n}\nexports.check = (token) => token !== '' && token !== undefined\n`,
  'src/clock.js': `exports.clock = () => Date.now()\n`,
  'src/clock.test.js': `require('./clock')\n`,
  'src/routes/users.js': `const { check } = require('../services/token')\nmodule.exports = async (app) => {\n  app.get('/users', async (request) => {\n    if (!check(request.headers.token)) return []\n    return ['ann']\n  })\n}\n`,
}

const NO_PIPELINE = 'no workflows, no images'
const API_LINE = 'api: fastify and jest; 3 source files, 1 with a test of its own, 2 files to be tested'

test('a roadmap is written with what applies, and is valid at once', async (t) => {
  const at = repository(t, API)
  same(await at.orchestrate('init', '--yes'), {
    code: 0,
    out: [
      'roadmap.yaml: 9 tasks in 5 phases',
      '.gitignore: .orchestrate/*, !.orchestrate/answers.yaml, coverage/',
      'next: `orchestrate plan`, then `orchestrate make phase-1 -n`',
    ],
    err: [API_LINE, NO_PIPELINE, 'left out `Say what is done when it breaks`: nobody to write it for'],
  })
  same(at.read('roadmap.yaml')?.split('\n'), [
    '# yaml-language-server: $schema=./node_modules/orchestrate/dist/roadmap.schema.json',
    '#',
    '# Written by `orchestrate init`, and yours from now on. It saw:',
    '# - api: fastify and jest; 3 source files, 1 with a test of its own, 2 files to be tested',
    '# - no workflows, no images',
    '#',
    '# `orchestrate plan` tells what would run, `orchestrate make -n` shows the diff of it.',
    'version: 1',
    'name: Roadmap of api',
    '',
    'phases:',
    '  # What hides the truth is mended first: from here on, a figure is a figure and a failure is seen.',
    '  - id: phase-1',
    '    name: Foundation',
    '    groups:',
    '      - id: a',
    '        name: CI blockers',
    '        tasks:',
    '          # 3 source files: one that no test loads has to count too, or the figure flatters',
    '          - id: "1.1"',
    '            name: Measure every source file of jest.config.js',
    '            type: config_edit',
    '            action: expand_coverage_collection',
    '            target: jest.config.js',
    '      - id: b',
    '        name: Test infrastructure',
    '        execution: parallel',
    '        tasks:',
    '          # it is built on fastify: routes are tested through the app, without a network',
    '          - id: "1.2"',
    '            name: Give tests the whole app',
    '            type: file_generation',
    '            template: integration-setup',
    '            output: test/helpers/app.js',
    '          # nothing tells who comes next how to run the tests',
    '          - id: "1.3"',
    '            name: Say how this is tested',
    '            type: file_generation',
    '            template: testing-guide',
    '            output: docs/testing.md',
    '            data:',
    '              project: api',
    '              run: npm run test',
    '              coverage: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '    checkpoint:',
    '      # tells how things stand, and asks for no figure yet',
    '      - name: tests and coverage',
    '        coverage:',
    '          run: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '          report: coverage/coverage-summary.json',
    '',
    '  # The riskiest code without a test: by size, branches, who imports it, and what it is about.',
    '  - id: phase-2',
    '    name: Critical services',
    '    groups:',
    '      - id: d',
    '        name: Security',
    '        tasks:',
    '          # 6 lines, 3 branches, no test, 1 file imports it; about token',
    '          - id: "2.1"',
    '            name: Test src/services/token.js',
    '            type: test_generation',
    '            target: src/services/token.js',
    '            test_file: src/services/token.test.js',
    '            template: service',
    '    checkpoint:',
    '      # 7 lines of 14 are in files that have a test by then',
    '      - name: tests and coverage',
    '        coverage:',
    '          run: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '          report: coverage/coverage-summary.json',
    '          statements: 35',
    '',
    '  # What the world talks to, and the services that are left.',
    '  - id: phase-3',
    '    name: Routes and integration',
    '    groups:',
    '      - id: e',
    '        name: Routes',
    '        tasks:',
    '          # 7 lines, 1 branch, no test',
    '          - id: "3.1"',
    '            name: Test src/routes/users.js',
    '            type: test_generation',
    '            target: src/routes/users.js',
    '            test_file: src/routes/users.test.js',
    '            template: route',
    '    checkpoint:',
    '      # 14 lines of 14 are in files that have a test by then',
    '      - name: tests and coverage',
    '        coverage:',
    '          run: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '          report: coverage/coverage-summary.json',
    '          statements: 60',
    '',
    '  # The rest; then what was reached is held.',
    '  - id: phase-5',
    '    name: Extended coverage',
    '    groups:',
    '      - id: ratchet',
    '        name: Hold what was reached',
    '        tasks:',
    '          # no folder of src may fall below what was measured, less a margin',
    '          - id: "5.1"',
    '            name: Hold the coverage of each folder in jest.config.js',
    '            type: config_edit',
    '            action: add_directory_thresholds',
    '            target: jest.config.js',
    '            with:',
    '              margin: 2',
    '    checkpoint:',
    '      # 14 lines of 14 are in files that have a test by then',
    '      - name: tests and coverage',
    '        coverage:',
    '          run: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '          report: coverage/coverage-summary.json',
    '          statements: 75',
    '',
    '  # What a team has to hand when it ships.',
    '  - id: phase-6',
    '    name: Production readiness',
    '    groups:',
    '      - id: m',
    '        name: Releases and runbooks',
    '        tasks:',
    '          # nothing brings updates of what it depends on',
    '          - id: "6.1"',
    '            name: Keep dependencies up to date',
    '            type: file_generation',
    '            template: dependabot',
    '            output: .github/dependabot.yml',
    '            data:',
    '              updates: [{ ecosystem: npm, directory: / }]',
    '      - id: n',
    '        name: From outside',
    '        execution: parallel',
    '        tasks:',
    '          # api answers requests, and no test asks from outside',
    '          - id: "6.2"',
    '            name: Try the whole thing from outside',
    '            type: file_generation',
    '            template: playwright-setup',
    '            output: playwright.config.js',
    '          # api answers requests, and nothing measures how many',
    '          - id: "6.3"',
    '            name: Know how much it bears',
    '            type: file_generation',
    '            template: k6-load-test',
    '            output: test/load/smoke.js',
    '    checkpoint:',
    '      # 14 lines of 14 are in files that have a test by then',
    '      - name: tests and coverage',
    '        coverage:',
    '          run: npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    '          report: coverage/coverage-summary.json',
    '          statements: 75',
    '',
  ])
  same(await at.orchestrate('validate'), { code: 0, out: ['valid: 14 tasks in 5 phases'], err: [] })
})

test('one that is there is never written over, nor is anything else touched', async (t) => {
  const at = repository(t, { ...API, 'roadmap.yaml': 'mine\n' })
  const before = at.everything()
  same(await at.orchestrate('init', '--yes'), {
    code: 2,
    out: [],
    err: [
      '`roadmap.yaml` is there already, and is not written over: move it away, write another with `-f FILE`, or look at a new one with `--dry-run`',
    ],
  })
  assert.deepEqual(at.everything(), before)
})

test('a dry run prints the roadmap and writes nothing', async (t) => {
  const at = repository(t, API)
  const before = at.everything()
  const { code, out } = await at.orchestrate('init', '--yes', '--dry-run')
  assert.equal(code, 0)
  assert.equal(out[0], '# yaml-language-server: $schema=./node_modules/orchestrate/dist/roadmap.schema.json')
  assert.deepEqual(at.everything(), before)
})

test('a person is asked for the goal, and about the pipeline where there is one', async (t) => {
  const at = repository(t, {
    ...API,
    '.github/workflows/ci.yml':
      'on: push\njobs: { image: { runs-on: x, steps: [{ run: docker build . }] } }\n',
  })
  const { code, err } = await at.typing(['no', 'no'], 'init')
  same(
    [code, err.filter((line) => line.startsWith('init: '))],
    [
      0,
      [
        'init: Aim for 80 % of statements covered? (no: 60 %)',
        'init: Change workflows and prepare releases too (phases 4 and 6)?',
      ],
    ],
  )
  const text = at.read('roadmap.yaml') ?? ''
  assert.match(text, /statements: 60\b/)
  assert.doesNotMatch(text, /phase-4|phase-6/)
})

test('where nobody can answer it says so, and writes nothing', async (t) => {
  const at = repository(t, API)
  same(await at.orchestrate('init'), {
    code: 3,
    out: [],
    err: [API_LINE, NO_PIPELINE, 'nobody is here to answer: `orchestrate init --yes` asks nothing'],
  })
  assert.equal(at.read('roadmap.yaml'), undefined)
})

test('the goal has to be a percentage, and the folder one that is there', async (t) => {
  const at = repository(t, API)
  same(await at.orchestrate('init', '--goal', 'much'), {
    code: 2,
    out: [],
    err: ['`--goal much` is not a percentage from 1 to 100'],
  })
  same(await at.orchestrate('init', '-C', 'nowhere', '--yes'), {
    code: 2,
    out: [],
    err: ['there is no folder `nowhere`'],
  })
})

test('an empty repository gets a clear word and no roadmap', async (t) => {
  const at = repository(t, { 'README.md': '# Nothing yet\n' })
  same(await at.orchestrate('init', '--yes'), {
    code: 1,
    out: [],
    err: [
      NO_PIPELINE,
      'there is no code here that `init` knows: TypeScript or JavaScript with a package.json, or Python with a pyproject.toml or requirements.txt; write a roadmap.yaml of your own (`orchestrate schema` tells its keys)',
    ],
  })
  assert.equal(at.read('roadmap.yaml'), undefined)
})

test('.gitignore keeps its bytes, its line breaks, and what it ignores already', async (t) => {
  const at = repository(t, { ...API, '.gitignore': 'dist\r\n/coverage' })
  assert.equal((await at.orchestrate('init', '--yes')).code, 0)
  assert.equal(at.read('.gitignore'), 'dist\r\n/coverage\r\n.orchestrate/*\r\n!.orchestrate/answers.yaml\r\n')
  at.remove('roadmap.yaml')
  const kept = at.read('.gitignore')
  assert.equal((await at.orchestrate('init', '--yes')).code, 0)
  assert.equal(at.read('.gitignore'), kept)
})
