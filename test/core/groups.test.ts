import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped } from '../../lib/core/groups.js'

test('groups and their things keep their order, and what has no group is in none', () => {
  const groups = grouped(['b1', 'a1', '-', 'b2'], (one) => (one === '-' ? undefined : one[0]))
  assert.deepEqual(
    [...groups],
    [
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ],
  )
})
