import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Digest, Path } from '../../lib/core/place.js'
import { effectText, noticeText, outcomeText } from '../../lib/render/outcomes.js'
import { id } from './rig.js'

const path = 'src/a.ts' as Path
const digest = 'x' as Digest

test('every outcome has its words', () => {
  const told = [
    outcomeText({ kind: 'done' }),
    outcomeText({ kind: 'failed', message: 'exited with code 2' }),
    outcomeText({ kind: 'waiting', question: 'Is it ready?' }),
    outcomeText({ kind: 'cancelled', because: '`1.1` failed' }),
    outcomeText({ kind: 'skipped', because: '`schema` is not there' }),
  ]
  assert.deepEqual(told, [
    'done',
    'failed: exited with code 2',
    'waiting: Is it ready?',
    'cancelled: `1.1` failed',
    'skipped: `schema` is not there',
  ])
})

test('every effect has its words, and a new file and a merge are told apart', () => {
  const told = [
    effectText({ do: 'write', path, before: 'absent', after: digest }),
    effectText({ do: 'write', path, before: digest, after: digest }),
    effectText({ do: 'write', path, before: digest, after: digest, merged: true }),
    effectText({ do: 'remove', path }),
    effectText({ do: 'spawn', text: 'npm test' }),
    effectText({ do: 'ask', text: 'Is it ready?' }),
    effectText({ do: 'commit', text: 'Add tests' }),
    effectText({ do: 'open-pull-request', text: 'Phase 1' }),
  ]
  assert.deepEqual(told, [
    'created `src/a.ts`',
    'wrote `src/a.ts`',
    'merged its changes with yours in `src/a.ts`',
    'removed `src/a.ts`',
    'ran `npm test`',
    'asked: Is it ready?',
    'committed: Add tests',
    'opened a pull request: Phase 1',
  ])
})

test('a notice has its paths below it, and those above ten are counted', () => {
  const paths = Array.from({ length: 12 }, (_, i) => `${i}.ts` as Path)
  assert.equal(noticeText({ type: 'noticed', text: 'the state was rebuilt' }), 'the state was rebuilt')
  assert.equal(
    noticeText({ type: 'noticed', task: id('1.1'), text: 'left', paths: [path] }),
    '1.1: left\n  src/a.ts',
  )
  assert.equal(
    noticeText({ type: 'noticed', text: 'left', paths }).split('\n').slice(-2).join('\n'),
    '  9.ts\n  and 2 more',
  )
})
