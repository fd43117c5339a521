import assert from 'node:assert/strict'
import { test } from 'node:test'
import { added, measuredLine } from '../../lib/core/measured.js'

const one = {
  statements: { all: 10, before: 4, after: 9 },
  branches: { all: 4, before: 0, after: 3 },
  tests: 7,
  mutants: { killed: 8, tried: 10 },
}
const other = {
  statements: { all: 30, before: 0, after: 30 },
  branches: { all: 0, before: 0, after: 0 },
  tests: 1,
  mutants: { killed: 0, tried: 1 },
}

test('what was measured of several files is added up before its parts are taken', () => {
  assert.equal(
    measuredLine(added([one, other])),
    'statements 10 % → 97 %, branches 0 % → 75 %, 8 tests, 72 % of 11 mutants killed',
  )
})

test('all is said only of all, and of what is not there nothing', () => {
  assert.deepEqual(
    [
      measuredLine({ ...one, statements: { all: 1000, before: 0, after: 999 } }),
      measuredLine(other),
      measuredLine(added([])),
    ],
    [
      'statements 0 % → 99 %, branches 0 % → 75 %, 7 tests, 80 % of 10 mutants killed',
      'statements 0 % → 100 %, 1 test, 0 % of 1 mutant killed',
      '0 tests',
    ],
  )
})
