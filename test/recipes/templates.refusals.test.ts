/** Where a template lacks what it needs it says what it looked for and what to give; names and keys that are wrong are faults. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileGeneration } from '../../recipes/file_generation/index.js'
import { refusal, sightOf } from './file_generation/rig.js'
import { locate, taskWith } from './reader.js'

const faults = (raw: Readonly<Record<string, unknown>>): string[] => {
  const result = fileGeneration.settings({ output: 'x', ...raw }, locate, taskWith())
  return result.ok
    ? []
    : result.faults.map(({ at, message, hint }) => `${at.file}: ${message}; ${hint ?? ''}`)
}

test('a built-in template that is not there is a fault, with the nearest name', () => {
  assert.deepEqual(faults({ template: 'codeowner' }), [
    'template: there is no built-in template `codeowner`; nearest name: `codeowners`',
  ])
  const [fault = ''] = faults({ template: 'zzz' })
  assert.match(fault, /^template: there is no built-in template `zzz`; the templates are `user-fixtures`, /)
})

test('the data of a built-in template is closed: a key is known, and of the right kind', () => {
  assert.deepEqual(faults({ template: 'k6-load-test', data: { user: 3, p95: '1s' } }), [
    'data.user (key): there is no key `user` here; nearest name: `users`',
    'data.p95: `p95` has to be a whole number from 1, and is `1s`; ',
  ])
  assert.deepEqual(faults({ template: 'dependabot', data: { interval: 'hourly' } }), [
    'data.interval: `interval` has to be `daily`, `weekly` or `monthly`, and is `hourly`; ',
  ])
  assert.deepEqual(faults({ template: 'codeowners', data: { paths: [{ path: 'a' }] } }), [
    'data.paths.0: `owners` is missing, and has to be a text; ',
  ])
})

test('the data of a template of the project is anything', () => {
  assert.deepEqual(faults({ template: './a.liquid', data: { whatever: [1] } }), [])
})

const pack = (value: object): Record<string, string> => ({ 'package.json': JSON.stringify(value) })

const refusals: readonly (readonly [
  string,
  string,
  Record<string, string>,
  Record<string, unknown>,
  RegExp,
])[] = [
  ['user-fixtures', 'a.py', {}, {}, /^`a\.py` has to end with `\.ts` or `\.js`/],
  ['user-fixtures', 'a.ts', {}, { type: 'no/where.ts#User' }, /^there is no file `no\/where\.ts`/],
  [
    'user-fixtures',
    'a.ts',
    { 'u.ts': 'export type User<T> = T' },
    { type: 'u.ts#User' },
    /^`u\.ts` exports no `User` that a factory can make/,
  ],
  ['user-fixtures', 'a.ts', {}, { type: 'not a name' }, /^`not a name` names no type: give `data: \{ type/],
  ['database-helpers', 'a.ts', {}, {}, /^`package\.json` has no driver .*`pg`/],
  [
    'database-helpers',
    'a.ts',
    pack({ dependencies: { '@electric-sql/pglite': '1' } }),
    {},
    /^there are no SQL migrations .*`data: \{ migrations/,
  ],
  ['integration-setup', 'a.ts', {}, {}, /^no file exports an application .*`data: \{ app/],
  [
    'integration-setup',
    'a.ts',
    { 'app.ts': 'export const app = 1' },
    { app: 'app.ts#build' },
    /^`app\.ts` exports no `build`: it exports `app`/,
  ],
  [
    'integration-setup',
    'a.ts',
    {
      'src/app.ts': "import express from 'express'\nconst app = express()\napp.listen(1)\nexport default app",
    },
    {},
    /^`src\/app\.ts` starts its server as soon as it is imported/,
  ],
  [
    'integration-setup',
    'a.ts',
    { 'app.ts': 'export const build = () => fastify()' },
    {},
    /^nothing in `package\.json` runs tests/,
  ],
  ['python-conftest', 'tests/conftest.py', {}, {}, /^there is no Python code/],
  ['python-conftest', 'tests/fixtures.py', {}, {}, /has to be called `conftest\.py`/],
  [
    'python-conftest',
    'conftest.py',
    { 'api/setup.py': '', 'api/a.py': '' },
    {},
    /^`conftest\.py` is in none of the Python services `api`/,
  ],
  [
    'rollback-workflow',
    'a.yml',
    {},
    {},
    /^nothing here says how a version is taken back \(looked for a Deployment/,
  ],
  ['blue-green-workflow', 'a.yml', {}, {}, /^there is no Deployment of Kubernetes with a Service before it/],
  [
    'canary-workflow',
    'a.yml',
    {
      'k8s/a.yml':
        'kind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a }] } } }',
    },
    {},
    /^no Service selects the pods of `a`/,
  ],
  ['staging-runbook', 'a.md', {}, {}, /^no job deploys to staging .*`data: \{ deploy/],
  ['testing-guide', 'a.md', {}, {}, /^nothing here runs tests/],
  ['coverage-report', 'a.html', {}, {}, /has to end with `\.mjs` or `\.js`/],
  ['k6-load-test', 'a.js', {}, {}, /^no route that is asked with GET was found .*`data: \{ routes/],
  [
    'k6-load-test',
    'a.js',
    {},
    { routes: ['/users/:id'] },
    /^every route has a parameter \(`\/users\/:id`\): give `data: \{ parameters/,
  ],
  [
    'playwright-setup',
    'playwright.config.ts',
    {},
    {},
    /^`package\.json` has neither a script `dev` nor `start`/,
  ],
  ['codeowners', 'CODEOWNERS', {}, {}, /^nobody is known to own this repository .*`data: \{ owners/],
  ['codeowners', 'CODEOWNERS', {}, { owners: 'ann' }, /^`ann` cannot own code/],
  ['dependabot', 'a.yml', {}, {}, /^there is nothing that Dependabot could keep up to date/],
]

for (const [template, output, files, data, words] of refusals)
  test(`${template} refuses: ${words.source.replaceAll('\\', '').replace('^', '')}`, async () => {
    assert.match(await refusal(sightOf(files), template, output, data), words)
  })

test('a template of the project sees the repository, and looks at no more than it shows', async () => {
  const look = sightOf(pack({ name: '@a/shop', scripts: { test: 'jest' }, devDependencies: { jest: '1' } }))
  const shown: unknown[] = []
  const telling = {
    ...look,
    render: (_: string, data: Readonly<Record<string, unknown>>) => {
      shown.push(data.repository)
      return Promise.resolve('text\n')
    },
  }
  const result = fileGeneration.settings({ template: './a.liquid', output: 'x.txt' }, locate, taskWith())
  assert.ok(result.ok)
  await fileGeneration.prepare(result.value, telling)
  assert.deepEqual(look.read, ['x.txt'])
  assert.deepEqual(Object.keys(shown[0] ?? {}), [
    'name',
    'package_manager',
    'install',
    'run',
    'exec',
    'scripts',
    'runner',
    'test',
    'coverage',
    'is_module',
    'is_typescript',
    'python',
  ])
  assert.equal(Object.entries(shown[0] ?? {}).map(([, value]) => String(value))[0], 'shop')
})
