/** Which program runs the tests, by which command, and how it measures. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packageOf } from '../../lib/survey/packages.js'
import type { Runner } from '../../lib/survey/runner.js'
import { runnerOf } from '../../lib/survey/runner.js'
import { json, looking } from './looking.js'

function runner(manifest: object, files: Readonly<Record<string, string>> = {}): Runner | undefined {
  const look = looking({ 'package.json': json(manifest), ...files })
  const pack = packageOf(look)
  return pack && runnerOf(look, pack)
}

test('jest by its script: flags go to the script, which may set the environment', () => {
  const scripts = { test: 'NODE_OPTIONS=--experimental-vm-modules jest' }
  assert.deepEqual(
    runner({ scripts, devDependencies: { jest: '^29', typescript: '^5' } }, { 'jest.config.ts': '' }),
    {
      name: 'jest',
      config: 'jest.config.ts',
      test: 'npm run test',
      coverage: {
        run: 'npm run test -- --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
        report: 'coverage/coverage-summary.json',
      },
      isTypeScript: true,
      isModule: true,
    },
  )
})

test('jest that is configured in package.json, behind a script that does more', () => {
  const found = runner({ jest: {}, scripts: { test: 'jest && eslint .' }, devDependencies: { jest: '^29' } })
  assert.deepEqual(
    [found?.config, found?.test, found?.coverage?.run],
    [
      'package.json',
      'npm run test',
      'npx jest --coverage --coverageReporters=json-summary --coverageDirectory=coverage',
    ],
  )
})

test('settings that take no other names for tests say how tests are named', () => {
  const suffix = (jest: object): string | undefined =>
    runner({ jest, scripts: { test: 'jest' }, devDependencies: { jest: '^29' } })?.suffix
  assert.deepEqual(
    [
      suffix({ rootDir: 'src', testRegex: '.*\\.spec\\.ts$' }),
      suffix({ testMatch: ['**/test/**/*.spec.ts'] }),
      suffix({ testMatch: ['**/?(*.)+(spec|test).[jt]s?(x)'] }),
      suffix({}),
    ],
    ['.spec', '.spec', undefined, undefined],
  )
})

test('vitest that would watch is run once; it measures where its provider is there', () => {
  const bare = runner(
    { scripts: { test: 'vitest' }, devDependencies: { vitest: '^3' } },
    { 'pnpm-lock.yaml': '' },
  )
  assert.deepEqual([bare?.name, bare?.test, bare?.coverage], ['vitest', 'pnpm exec vitest run', undefined])
  const measured = runner({
    scripts: { test: 'npm run unit', unit: 'vitest run' },
    devDependencies: { vitest: '^3', '@vitest/coverage-v8': '^3' },
  })
  assert.deepEqual(
    [measured?.test, measured?.coverage?.run],
    [
      'npm run test',
      'npx vitest run --coverage.enabled --coverage.reporter=json-summary --coverage.reportsDirectory=coverage',
    ],
  )
})

test('mocha, ava, tap and the one of node measure with c8 or nyc where one is there', () => {
  const mocha = runner({ scripts: { test: 'nyc mocha' }, devDependencies: { mocha: '^10', nyc: '^15' } })
  assert.deepEqual(
    [mocha?.name, mocha?.test, mocha?.coverage?.run],
    ['mocha', 'npm run test', 'npx nyc --reporter=json-summary --report-dir=coverage npx mocha'],
  )
  const flags = 'mocha --timeout=60000 --exit --exclude "test/*links.test.js"'
  assert.equal(
    runner({
      scripts: { test: `NODE_ENV=test c8 --reporter=html ${flags}` },
      devDependencies: { mocha: '^12', c8: '^12' },
    })?.coverage?.run,
    `NODE_ENV=test npx c8 --reporter=json-summary --report-dir=coverage npx ${flags}`,
  )
  const node = runner({
    scripts: { test: 'node --import tsx --test test/*.ts' },
    devDependencies: { c8: '^10' },
  })
  assert.deepEqual(
    [node?.name, node?.test, node?.coverage?.run],
    ['node', 'npm run test', 'npx c8 --reporter=json-summary --report-dir=coverage npm run test'],
  )
  assert.equal(runner({ scripts: { test: 'ava' }, devDependencies: { ava: '^6' } })?.coverage, undefined)
})

test('a runner that no script names is found among the dependencies; the script of npm init is none', () => {
  const scripts = { test: 'echo "Error: no test specified" && exit 1' }
  assert.equal(runner({ scripts, devDependencies: { jest: '^29' } })?.test, 'npx jest')
  assert.equal(runner({ scripts }), undefined)
  assert.equal(runner({ scripts: { test: 'node scripts/jest.config.js' } }), undefined)
})
