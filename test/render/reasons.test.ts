import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Wait } from '../../lib/core/graph.js'
import type { Path, Place } from '../../lib/core/place.js'
import type { Reason } from '../../lib/core/reason.js'
import { reasonText, reasonsText, verdictText, waitText } from '../../lib/render/reasons.js'
import { id } from './rig.js'

const place = (text: string): Place => text as Place

/** One of each; a kind without an entry does not compile. */
const reasons: { readonly [K in Reason['kind']]: readonly [Reason & { readonly kind: K }, string] } = {
  'never-run': [{ kind: 'never-run' }, 'never run'],
  'failed-last-time': [{ kind: 'failed-last-time' }, 'failed last time'],
  interrupted: [{ kind: 'interrupted' }, 'was interrupted last time'],
  waiting: [{ kind: 'waiting' }, 'waits for a person'],
  always: [{ kind: 'always' }, 'runs every time: it has neither inputs nor outputs'],
  forced: [{ kind: 'forced' }, 'forced'],
  'recipe-changed': [
    { kind: 'recipe-changed', recorded: 'command@1', current: 'command@2' },
    'its recipe changed: was `command@1`, is `command@2`',
  ],
  'setting-changed': [
    { kind: 'setting-changed', setting: 'run', recorded: 'tsc', current: 'tsc -b\ntsc -p test' },
    'setting `run` changed: was `tsc`, is `tsc -b …`',
  ],
  'env-changed': [{ kind: 'env-changed', name: 'NODE_ENV' }, 'variable `NODE_ENV` changed'],
  'tool-changed': [
    { kind: 'tool-changed', tool: 'node --version', recorded: 'v20', current: 'v22' },
    'tool `node --version` changed: was `v20`, is `v22`',
  ],
  'input-added': [{ kind: 'input-added', path: place('a.ts') }, 'input `a.ts` was added'],
  'input-changed': [
    { kind: 'input-changed', path: place('src/a.ts'), by: id('1.1') },
    'input `src/a.ts` changed (written by `1.1`)',
  ],
  'input-removed': [{ kind: 'input-removed', path: place('a.ts') }, 'input `a.ts` was removed'],
  'output-added': [
    { kind: 'output-added', place: place('dist/') },
    'output `dist/` appeared by another hand',
  ],
  'output-missing': [{ kind: 'output-missing', place: place('dist/a.js') }, 'output `dist/a.js` is missing'],
  'output-changed': [
    { kind: 'output-changed', place: place('ci.yml#jobs.test') },
    'output `ci.yml#jobs.test` was changed by hand',
  ],
  'changed-while-running': [
    { kind: 'changed-while-running', path: 'a.ts' as Path },
    'input `a.ts` changed while it ran',
  ],
}

for (const [kind, [reason, text]] of Object.entries(reasons))
  test(`the reason ${kind} has its words`, () => assert.equal(reasonText(reason), text))

test('a setting that came, went or whose text was masked is told so', () => {
  const change = (texts: { recorded?: string; current?: string }): string =>
    reasonText({ kind: 'setting-changed', setting: 'cwd', ...texts })
  assert.deepEqual(
    [
      change({ current: 'a' }),
      change({ recorded: 'a' }),
      change({ recorded: '***', current: '***' }),
      change({}),
    ],
    [
      'setting `cwd` is new: `a`',
      'setting `cwd` is gone: was `a`',
      'setting `cwd` changed',
      'setting `cwd` changed',
    ],
  )
})

test('a task named as an input is told as a task', () => {
  assert.equal(reasonText({ kind: 'input-changed', path: place('task:1.1') }), 'task `1.1` has run again')
})

test('of several reasons the first is told and the others are counted', () => {
  assert.equal(
    reasonsText([{ kind: 'forced' }, { kind: 'never-run' }, { kind: 'waiting' }]),
    'forced (+2 more)',
  )
})

test('every verdict has its words', () => {
  const told = [
    verdictText({ kind: 'fresh' }),
    verdictText({ kind: 'stale', reasons: [{ kind: 'never-run' }] }),
    verdictText({ kind: 'skipped', because: '`schema` is not there' }),
    verdictText({ kind: 'unsettled', behind: [id('1.1')] }),
    verdictText({ kind: 'unsettled', behind: ['1', '2', '3', '4'].map(id) }),
  ]
  assert.deepEqual(told, [
    'fresh',
    'stale: never run',
    'skipped: `schema` is not there',
    'unsettled: known when `1.1` has run',
    'unsettled: known when `1`, `2`, `3` and 1 more have run',
  ])
})

test('every kind of wait says because of what', () => {
  const waits: readonly Wait[] = [
    { task: id('1.1'), because: 'depends-on' },
    { task: id('1.1'), because: 'reads-output' },
    { task: id('1.1'), because: 'sequential' },
    { task: id('1.1'), because: 'same-file' },
    { group: 'a', because: 'group' },
    { phase: 'phase-1', because: 'phase' },
  ]
  assert.deepEqual(waits.map(waitText), [
    'task `1.1`: named in `depends_on`',
    'task `1.1`: it writes what this one reads',
    'task `1.1`: it stands above in a sequential group',
    'task `1.1`: it edits the same file, and comes first in the roadmap',
    'group `a`: this one comes after all of it',
    'phase `phase-1`: this one comes after all of it',
  ])
})

test('of two long texts the part is told in which they differ', () => {
  const long = `{"edits":[${'{"set":"a"},'.repeat(9)}`
  assert.equal(
    reasonText({ kind: 'setting-changed', setting: 'edits', recorded: `${long}1]}`, current: `${long}2]}` }),
    'setting `edits` changed: was `…t":"a"},{"set":"a"},1]}`, is `…t":"a"},{"set":"a"},2]}`',
  )
})
