import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clean, governed, retired } from '../../lib/core/clean.js'
import type { Content, Place } from '../../lib/core/place.js'
import type { State } from '../../lib/core/record.js'
import { emptyState } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { present, recorded, tree } from './values.js'

const T = 't' as TaskId

/** A task that wrote places: what stood there before, and what it wrote. */
function wrote(places: Readonly<Record<string, readonly [before: string, written: string]>>): State {
  const state = emptyState()
  for (const [place, [before, written]] of Object.entries(places))
    state.places.set(place as Place, {
      by: T,
      recipe: 'r@1',
      before: before as Content,
      proposed: written as Content,
      written: written as Content,
    })
  return state
}

function cleaned(
  state: State,
  now: Readonly<Record<string, string>>,
  more: { force?: boolean; lost?: string } = {},
) {
  const contents = tree(now)
  const isKept = (content: Content): boolean => content !== more.lost
  const stands = (place: Place): Content => contents.get(place) ?? 'absent'
  return clean([T], state, { now: stands, isKept, isPassed: () => false }, more.force ?? false)
}

test('a created file goes and an older one returns, the last that was written first', () => {
  const state = wrote({ new: ['absent', '1'], old: ['0', '1'] })
  assert.deepEqual(cleaned(state, { new: '1', old: '1' }), {
    returns: [
      { task: T, place: 'old', to: '0' },
      { task: T, place: 'new', to: 'absent' },
    ],
    left: [],
  })
})

test('what a task took away is given back, what somebody took away is not, and what stood already stays', () => {
  const state = wrote({ 'x#removed': ['0', 'absent'], deleted: ['0', '1'], stood: ['1', '1'] })
  assert.deepEqual(cleaned(state, { stood: '1' }), {
    returns: [{ task: T, place: 'x#removed', to: '0' }],
    left: [],
  })
})

test('what was edited since is left and named, unless forced', () => {
  const state = wrote({ a: ['absent', '1'] })
  assert.deepEqual(cleaned(state, { a: '2' }), {
    returns: [],
    left: [{ task: T, place: 'a', why: 'was edited since' }],
  })
  assert.deepEqual(cleaned(state, { a: '2' }, { force: true }).returns, [
    { task: T, place: 'a', to: 'absent' },
  ])
})

test('what cannot be returned, because its text is lost, is left and named', () => {
  assert.deepEqual(cleaned(wrote({ a: ['0', '1'] }), { a: '1' }, { lost: '0' }).left, [
    { task: T, place: 'a', why: 'its earlier text is not kept any more' },
  ])
})

test('outputs of a command stand in its record, and nothing stood there before them', () => {
  const state = emptyState()
  state.records.set(T, recorded(present({ governed: tree({ out: '1', gone: 'absent', 'x#y': '1' }) })))
  assert.deepEqual([...governed(T, state)], [['out', { before: 'absent', written: '1' }]])
})

test('who wrote something and is no longer in the roadmap is retired', () => {
  const state = wrote({ a: ['absent', '1'] })
  state.records.set('other' as TaskId, recorded(present()))
  state.records.set('there' as TaskId, recorded(present()))
  assert.deepEqual(
    retired(state, (task) => task === 'there'),
    ['other', T],
  )
})
