import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchOf } from '../../../recipes/test_generation/ts/bench.js'
import { readerOf } from '../reader.js'

test('tests run as those of the package in which they stand, with what the package of the target has', () => {
  const look = readerOf({
    'package.json': '{ "name": "all", "devDependencies": { "vitest": "3" } }',
    'pnpm-lock.yaml': '',
    'packages/res/package.json': '{ "name": "res", "dependencies": { "fastify": "5" } }',
  })
  const { folder, dialect, installed, install } = benchOf(
    'packages/res/src/headers.ts',
    'tests/res/headers.test.ts',
    '',
    look,
  )
  assert.deepEqual(
    { folder, runner: dialect.runner, installed, install },
    {
      folder: '',
      runner: 'vitest',
      installed: ['vitest', 'fastify'],
      install: 'pnpm install --frozen-lockfile',
    },
  )
})
