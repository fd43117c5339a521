import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Path, Place } from '../../lib/core/place.js'
import { regionOf } from '../../lib/core/place.js'
import type { State, Transaction } from '../../lib/core/record.js'
import { emptyState } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { laterWriters, transactionsToUndo } from '../../lib/core/undo.js'

/** `RUN TASK PLACE…` */
function transaction(text: string): Transaction {
  const [run = '', task = '', ...places] = text.split(' ')
  const moved = new Set(places.map((place) => place.split('#')[0] as Path))
  const regions = places.filter((place) => regionOf(place as Place) !== undefined)
  return {
    run,
    task: task as TaskId,
    moves: [...moved].map((path) => ({ path, before: 'absent', after: 'absent' })),
    places: [],
    regions: regions.map((place) => [place as Place, 'absent']),
    record: undefined,
  }
}

function stateOf(...texts: readonly string[]): State {
  const state = emptyState()
  state.transactions.push(...texts.map(transaction))
  return state
}

const told = (transactions: readonly Transaction[]): string[] =>
  transactions.map(({ run, task }) => `${run} ${task}`)

test('without a name all of the last run that wrote is undone, the last first', () => {
  const state = stateOf('1 a x', '2 a x', '2 b y')
  assert.deepEqual(told(transactionsToUndo(state, {})), ['2 b', '2 a'])
  assert.deepEqual(told(transactionsToUndo(state, { run: '1' })), ['1 a'])
})

test('of named tasks the last transaction of each is undone', () => {
  const state = stateOf('1 a x', '1 b y', '2 a x', '3 c z')
  const tasks = new Set(['a', 'b'] as TaskId[])
  assert.deepEqual(told(transactionsToUndo(state, { tasks })), ['2 a', '1 b'])
  assert.equal(tasks.size, 2)
})

/** Who wrote later where the first of these transactions did. */
const laterThanFirst = (...texts: readonly string[]): string[] => {
  const state = stateOf(...texts)
  return laterWriters(state, state.transactions.slice(0, 1)).map(({ place, by }) => `${by} ${place}`)
}

test('a later task that wrote in the place, inside it or around it forbids an undo', () => {
  assert.deepEqual(laterThanFirst('1 a x', '2 b x'), ['b x'])
  assert.deepEqual(laterThanFirst('1 a x#m', '2 b x#m.n'), ['b x#m.n'])
  assert.deepEqual(laterThanFirst('1 a x#m.n', '2 b x#m'), ['b x#m'])
  assert.deepEqual(laterThanFirst('1 a x#m', '2 b x'), ['b x'])
})

test('a task that wrote elsewhere in the file, or before, does not', () => {
  assert.deepEqual(laterThanFirst('1 a x#m', '2 b x#n', '2 c y'), [])
  const state = stateOf('1 a x', '2 b x')
  assert.deepEqual(laterWriters(state, state.transactions.slice(1)), [])
})

test('a later writer that is undone with it does not', () => {
  const state = stateOf('1 a x', '1 b x')
  assert.deepEqual(laterWriters(state, state.transactions), [])
})
