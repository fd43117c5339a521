import assert from 'node:assert/strict'
import { test } from 'node:test'
import { difference } from '../../lib/core/fingerprint.js'
import { tree } from './values.js'

test('the difference of two trees is what has to happen, sorted by place', () => {
  const before = tree({ same: '1', changed: '1', gone: '1', taken: '1', never: 'absent' })
  const after = tree({ taken: 'absent', same: '1', new: '1', changed: '2' })
  assert.deepEqual(difference(before, after), [
    { place: 'changed', kind: 'changed' },
    { place: 'gone', kind: 'removed' },
    { place: 'new', kind: 'added' },
    { place: 'taken', kind: 'removed' },
  ])
})

test('a missing entry and an absence are the same', () => {
  assert.deepEqual(difference(tree({ a: 'absent' }), tree({ b: 'absent' })), [])
})

test('names of objects’ own are names of files like any other', () => {
  assert.deepEqual(
    difference(tree({}), new Map([...tree({ constructor: '1' }), ...tree({ toString: '1' })])),
    [
      { place: 'constructor', kind: 'added' },
      { place: 'toString', kind: 'added' },
    ],
  )
})
