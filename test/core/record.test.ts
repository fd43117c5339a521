import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Place } from '../../lib/core/place.js'
import type { Transaction, Written } from '../../lib/core/record.js'
import { UNDOABLE_RUNS, emptyState, forgetOldTransactions, put } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { present, recorded, tree } from './values.js'

const T = 't' as TaskId
const A = 'a' as Place
const written: Written = { by: T, recipe: 'r@1', before: 'absent', proposed: 'absent', written: 'absent' }

const transaction = (run: string, task = T): Transaction => ({
  run,
  task,
  moves: [],
  places: [],
  regions: [],
  record: undefined,
})

test('records, running tasks and places are set, and taken away by `undefined`', () => {
  const state = emptyState()
  const record = recorded(present())
  put(state, { records: [[T, record]], running: [[T, { run: 'r', startedAt: '' }]], places: [[A, written]] })
  assert.deepEqual([state.records.get(T), state.running.has(T), state.places.get(A)], [record, true, written])
  put(state, { records: [[T, undefined]], running: [[T, undefined]], places: [[A, undefined]] })
  assert.deepEqual([state.records.size, state.running.size, state.places.size], [0, 0, 0])
})

test('a transaction that ended is kept for undo, and one that was returned is forgotten', () => {
  const state = emptyState()
  put(state, { applying: transaction('1') })
  assert.deepEqual([...state.applying.keys()], [T])
  put(state, { applied: [[T, true]] })
  put(state, { applying: transaction('2') })
  put(state, { applied: [[T, false]] })
  assert.deepEqual([state.applying.size, state.transactions], [0, [transaction('1')]])
})

test('an undone transaction is the last of that run and task', () => {
  const state = emptyState()
  for (const run of ['1', '2', '1']) {
    put(state, { applying: transaction(run) })
    put(state, { applied: [[T, true]] })
  }
  put(state, { undone: [['1', T]] })
  assert.deepEqual(
    state.transactions.map(({ run }) => run),
    ['1', '2'],
  )
})

test('a later writer changes single entries of an earlier record, and leaves the old one as it was', () => {
  const state = emptyState()
  const record = recorded(present({ inputs: tree({ a: '1', b: '1' }), governed: tree({ c: '1' }) }))
  put(state, { records: [[T, record]] })
  put(state, { adjusted: [{ task: T, inputs: [...tree({ a: '2' })], governed: [...tree({ c: 'absent' })] }] })
  const { inputs, governed } = state.records.get(T)?.fingerprint ?? present()
  assert.deepEqual([inputs, governed], [tree({ a: '2', b: '1' }), tree({ c: 'absent' })])
  assert.deepEqual(record.fingerprint.inputs, tree({ a: '1', b: '1' }))
})

test('of a task that is forgotten nothing is adjusted', () => {
  const state = emptyState()
  put(state, { adjusted: [{ task: T, inputs: [...tree({ a: '2' })], governed: [] }] })
  assert.equal(state.records.size, 0)
})

test('the runs that can be undone are the newest few', () => {
  const state = emptyState()
  for (let run = 0; run < UNDOABLE_RUNS + 2; run++) {
    put(state, { applying: transaction(`${run}`), opaque: [`${run}`, T] })
    put(state, { applied: [[T, true]] })
  }
  forgetOldTransactions(state)
  const kept = ['2', '3', '4', '5', '6']
  assert.deepEqual([state.transactions.map(({ run }) => run), [...state.opaque.keys()]], [kept, kept])
})
