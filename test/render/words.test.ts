import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ago, count, duration, firstFew, label, percent, totals } from '../../lib/render/words.js'

test('a count has the noun in the right number', () => {
  assert.deepEqual(
    [count(1, 'task'), count(0, 'task'), count(2, 'entry', 'entries')],
    ['1 task', '0 tasks', '2 entries'],
  )
})

test('a duration is told in the unit that fits, and rounds into the next one', () => {
  const told = [0, 999, 1000, 1234, 59_940, 59_960, 60_000, 125_000, 3_599_000, 3_780_000, 7_200_000].map(
    duration,
  )
  assert.deepEqual(told, [
    '0 ms',
    '999 ms',
    '1.0 s',
    '1.2 s',
    '59.9 s',
    '1 min',
    '1 min',
    '2 min 5 s',
    '59 min 59 s',
    '1 h 3 min',
    '2 h',
  ])
})

test('a moment is told relative to now', () => {
  const now = Date.parse('2026-01-02T00:00:00Z')
  const then = [
    '2026-01-01T23:59:30Z',
    '2026-01-01T23:55:00Z',
    '2026-01-01T21:00:00Z',
    '2025-12-31T23:00:00Z',
    'what',
  ]
  assert.deepEqual(
    then.map((moment) => ago(moment, now)),
    ['just now', '5 min ago', '3 h ago', '1 day ago', 'just now'],
  )
})

test('of many names the first few are shown and the others counted', () => {
  assert.equal(firstFew(['a', 'b', 'c', 'd', 'e']), '`a`, `b`, `c` and 2 more')
  assert.equal(firstFew(['a'], 9), '`a` and 8 more')
  assert.equal(firstFew([], 2), '2 more')
})

test('a name that is the id is not said twice', () => {
  assert.deepEqual([label('1.1', 'Lint'), label('1.1', '1.1')], ['1.1 Lint', '1.1'])
  assert.equal(label('phase-2/unit-tests', 'Unit tests'), 'phase-2/unit-tests')
})

test('not all is never 100 %, and nothing of nothing is', () => {
  assert.deepEqual(
    [percent(999, 1000), percent(1000, 1000), percent(0, 0), percent(1, 3)],
    ['99 %', '100 %', '100 %', '33 %'],
  )
})

test('totals say nothing of what there is none of', () => {
  assert.equal(
    totals([
      [3, 'done'],
      [0, 'failed'],
      [1, 'skipped'],
    ]),
    '3 done, 1 skipped',
  )
})
