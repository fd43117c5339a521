import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measured } from '../../../lib/core/recipe.js'
import { told } from '../../../recipes/test_generation/report.js'

const MEASURED: Measured = {
  statements: { all: 10, before: 4, after: 9 },
  branches: { all: 4, before: 1, after: 3 },
  tests: 7,
  mutants: { killed: 30, tried: 40 },
  compared: 'own tests',
  sampled: 120,
  unreached: [{ line: 42, why: 'needs a database: inject `pool`' }],
}

test('the run is told a line, and the log of the task what it rests on and what is not reached', () => {
  assert.deepEqual(told('src/a.ts', MEASURED), {
    do: 'tell',
    text: '`src/a.ts`: statements 40 % → 90 %, branches 25 % → 75 %, 7 tests, 75 % of 40 mutants killed',
    more: [
      'before: by the tests that the repository has for it',
      'mutants: 40 of 120, drawn with a fixed seed',
      'not reached:',
      '  src/a.ts:42  needs a database: inject `pool`',
    ],
    measured: MEASURED,
  })
})
