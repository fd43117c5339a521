import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Anatomy } from '../../../recipes/test_generation/ts/anatomy.js'
import { measuredOf } from '../../../recipes/test_generation/ts/measure.js'
import type { Account } from '../../../recipes/test_generation/ts/mutants.js'
import { drawn } from '../../../recipes/test_generation/ts/mutants.js'
import { worthwhile } from '../../../recipes/test_generation/ts/worth.js'

function account(
  reached: readonly (string | undefined)[],
  noticed: readonly (readonly [number, readonly number[]])[] = [],
  loaded = '',
): Account {
  const pieces = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter((one) => one !== ''))
  return {
    reached: reached.map((text) => (text === undefined ? undefined : pieces(text))),
    loaded: pieces(loaded),
    noticed: new Map(noticed.map(([mutant, by]) => [mutant, new Set(by)])),
  }
}

const prices = (...costs: readonly number[]) => costs.map((cost) => ({ cost }))

test('a test stays for a way that no other takes, the cheapest that takes it', () => {
  assert.deepEqual(worthwhile(account(['s0 b0', 's0 b0', 's0 b1', undefined]), prices(1, 0, 0, 0)), [1, 2])
})

test('a test stays for a mutant that no other notices, and what others notice together is needed no more', () => {
  const all = account(
    ['s0', 's0 s1', 's0', 's0 s1'],
    [
      [0, [2]],
      [1, []],
      [2, [0, 1]],
    ],
  )
  assert.deepEqual(worthwhile(all, prices(0, 1, 2, 3)), [1, 2])
})

test('what loading reaches is no test’s merit, and an answer of another status is', () => {
  const all = account(['s0', 's0', 's0'], [], 's0')
  assert.deepEqual(
    worthwhile(all, [{ cost: 0 }, { cost: 0, brings: '400' }, { cost: 1, brings: '400' }]),
    [1],
  )
})

test('the order by lot is the same each time, and loses none', () => {
  const ids = Array.from({ length: 40 }, (_, i) => i)
  assert.deepEqual(drawn(ids), drawn(ids))
  assert.notDeepEqual(drawn(ids), ids)
  assert.deepEqual(
    [...drawn(ids)].sort((a, b) => a - b),
    ids,
  )
})

test('what is not reached is told once, where it begins, with what would help', () => {
  const piece = (id: number, line: number, within: string) => ({ id, line, within })
  const anatomy: Anatomy = {
    statements: [
      piece(0, 2, 'open'),
      { ...piece(1, 4, 'open'), branch: 0 },
      piece(2, 9, 'query'),
      piece(3, 10, 'query'),
      piece(4, 20, 'hidden'),
      piece(5, 30, 'open'),
    ],
    branches: [
      { ...piece(0, 3, 'open'), when: "only when `process.platform === 'win32'`" },
      { ...piece(1, 3, 'open'), when: "only when not `process.platform === 'win32'`" },
    ],
    mutants: [0, 1, 2].map((id) => ({ ...piece(id, 2, 'open'), from: 'a', to: 'b' })),
    text: '',
  }
  const all = account(
    ['s0 b1 m0 m1 m2', 's0 b1'],
    [
      [0, [0]],
      [1, [1]],
    ],
  )
  assert.deepEqual(measuredOf(anatomy, all, [0], new Map([['query', 'Database not initialized']])), {
    statements: { all: 6, before: 0, after: 1 },
    branches: { all: 2, before: 0, after: 1 },
    tests: 1,
    mutants: { killed: 1, tried: 2 },
    compared: 'none',
    sampled: 3,
    unreached: [
      { line: 3, why: "only when `process.platform === 'win32'`" },
      {
        line: 9,
        why: 'every call of `query` ends in `Database not initialized`: hand in what it needs as an argument',
      },
      { line: 20, why: 'no call comes to `hidden`: export it, or hand in what leads to it' },
      { line: 30, why: 'what stands above it always returns or throws first' },
    ],
  })
})
