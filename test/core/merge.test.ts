import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Standing } from '../../lib/core/merge.js'
import { firstBefore, settleText } from '../../lib/core/merge.js'
import type { Digest } from '../../lib/core/place.js'

const merges = (base: string, ours: string, theirs: string): string => `${base}+${ours}+${theirs}`
const refuses = (): undefined => undefined

/** Every way in which a file can stand, and what becomes of it. */
const TABLE: readonly (readonly [string, Standing, typeof merges | typeof refuses, unknown])[] = [
  ['nothing there', { current: undefined, base: undefined, proposed: 'new' }, refuses, ['new', false]],
  ['taken away by hand', { current: undefined, base: 'old', proposed: 'old' }, refuses, ['old', false]],
  ['there already', { current: 'new', base: undefined, proposed: 'new' }, refuses, ['new', false]],
  ['somebody else’s', { current: 'mine', base: undefined, proposed: 'new' }, merges, 'not-ours'],
  ['as we wrote it', { current: 'old', base: 'old', proposed: 'new' }, refuses, ['new', false]],
  [
    'edited, and proposed as before',
    { current: 'mine', base: 'old', proposed: 'old' },
    refuses,
    ['mine', false],
  ],
  [
    'edited, and proposed anew',
    { current: 'mine', base: 'old', proposed: 'new' },
    merges,
    ['old+mine+new', true],
  ],
  ['edited in the same lines', { current: 'mine', base: 'old', proposed: 'new' }, refuses, 'both-changed'],
]

for (const [name, standing, threeWay, expected] of TABLE)
  test(`a file that is ${name} settles as the table says`, () => {
    const settled = settleText(standing, threeWay)
    assert.deepEqual(settled.kind === 'text' ? [settled.text, settled.merged] : settled.why, expected)
  })

test('what stood there first is kept from the first write on', () => {
  assert.equal(firstBefore(undefined, 'now' as Digest), 'now')
  assert.equal(firstBefore({ before: 'absent' }, 'now' as Digest), 'absent')
})
