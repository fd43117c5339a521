import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Present } from '../../lib/core/decide.js'
import { decide } from '../../lib/core/decide.js'
import type { Digest, Path } from '../../lib/core/place.js'
import type { Reason } from '../../lib/core/reason.js'
import type { RunRecord } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { counted, present, recorded, tree } from './values.js'

const then = present({
  settings: counted({ run: 'old', cwd: '.' }),
  env: new Map([['MODE', 'old' as Digest]]),
  tools: counted({ 'node --version': '20' }),
  inputs: tree({ 'a.md': '1', 'b.md': '1' }),
  governed: tree({ 'a.html': '1', 'x.json#b': 'absent' }),
})
const behind = ['before' as TaskId]

function reasons(more: Partial<Present>, record?: Partial<RunRecord>): readonly Reason[] {
  const verdict = decide(recorded(then, record), { ...then, ...more })
  return verdict.kind === 'stale' ? verdict.reasons : []
}

test('a task that stands as it was recorded is fresh', () => {
  assert.deepEqual(decide(recorded(then), then), { kind: 'fresh' })
  const turned = {
    ...then,
    settings: new Map([...then.settings].reverse()),
    inputs: new Map([...then.inputs].reverse()),
  }
  assert.deepEqual(decide(recorded(then), turned), { kind: 'fresh' })
})

test('a task without a record has never run, or was interrupted', () => {
  assert.deepEqual(decide(undefined, then), { kind: 'stale', reasons: [{ kind: 'never-run' }] })
  const interrupted = { ...then, demands: ['interrupted' as const] }
  assert.deepEqual(decide(undefined, interrupted), { kind: 'stale', reasons: [{ kind: 'interrupted' }] })
})

test('how the last run ended is a reason', () => {
  assert.deepEqual(reasons({}, { outcome: 'failed' }), [{ kind: 'failed-last-time' }])
  assert.deepEqual(reasons({}, { outcome: 'waiting' }), [{ kind: 'waiting' }])
  assert.deepEqual(reasons({}, { outcome: 'changed', changed: ['a.md' as Path] }), [
    { kind: 'changed-while-running', path: 'a.md' },
  ])
})

test('a recipe, a setting, a variable and a tool that changed are named, with what they were and are', () => {
  assert.deepEqual(reasons({ recipe: 'command@2' }), [
    { kind: 'recipe-changed', recorded: 'command@1', current: 'command@2' },
  ])
  assert.deepEqual(reasons({ settings: counted({ run: 'new', once: 'true' }) }), [
    { kind: 'setting-changed', setting: 'run', recorded: 'old', current: 'new' },
    { kind: 'setting-changed', setting: 'cwd', recorded: '.' },
    { kind: 'setting-changed', setting: 'once', current: 'true' },
  ])
  assert.deepEqual(reasons({ env: new Map([['MODE', 'absent' as const]]) }), [
    { kind: 'env-changed', name: 'MODE' },
  ])
  assert.deepEqual(reasons({ tools: counted({ 'node --version': '22' }) }), [
    { kind: 'tool-changed', tool: 'node --version', recorded: '20', current: '22' },
  ])
})

test('inputs that were added, changed and removed are told apart, sorted', () => {
  assert.deepEqual(reasons({ inputs: tree({ 'c.md': '1', 'b.md': '2' }) }), [
    { kind: 'input-removed', path: 'a.md' },
    { kind: 'input-changed', path: 'b.md' },
    { kind: 'input-added', path: 'c.md' },
  ])
})

test('outputs that were added, changed and removed are told apart', () => {
  const folder = present({ governed: tree({ 'dist/': 'f', 'dist/a.js': '1', 'dist/b.js': '1' }) })
  const now = { ...folder, governed: tree({ 'dist/': 'f', 'dist/b.js': '2', 'dist/c.js': '1' }) }
  assert.deepEqual(decide(recorded(folder), now), {
    kind: 'stale',
    reasons: [
      { kind: 'output-missing', place: 'dist/a.js' },
      { kind: 'output-changed', place: 'dist/b.js' },
      { kind: 'output-added', place: 'dist/c.js' },
    ],
  })
})

test('the absence of a region is a value: what stands there again is an output that was added', () => {
  assert.deepEqual(reasons({ governed: tree({ 'a.html': '1', 'x.json#b': '1' }) }), [
    { kind: 'output-added', place: 'x.json#b' },
  ])
})

test('a place that the task claims no longer is not missed', () => {
  assert.deepEqual(reasons({ governed: tree({ 'x.json#b': 'absent' }) }), [])
})

test('outputs of a run that failed are not missed', () => {
  assert.deepEqual(reasons({ governed: tree({}) }, { outcome: 'failed' }), [{ kind: 'failed-last-time' }])
})

test('all reasons are given at once', () => {
  const now = present({
    recipe: 'command@2',
    settings: counted({ run: 'new', cwd: '.' }),
    env: new Map([['MODE', 'new' as Digest]]),
    tools: counted({ 'node --version': '22' }),
    inputs: tree({ 'b.md': '2' }),
    governed: tree({ 'a.html': 'absent', 'x.json#b': '1' }),
    demands: ['forced', 'always'],
  })
  const verdict = decide(recorded(then, { changed: ['b.md' as Path] }), now)
  assert.deepEqual(verdict.kind === 'stale' ? verdict.reasons.map(({ kind }) => kind) : [], [
    'forced',
    'always',
    'changed-while-running',
    'recipe-changed',
    'setting-changed',
    'env-changed',
    'tool-changed',
    'input-removed',
    'input-changed',
    'output-missing',
    'output-added',
  ])
})

test('in a forecast a task without reasons is unsettled behind those that have yet to run', () => {
  assert.deepEqual(decide(recorded(then), then, behind), { kind: 'unsettled', behind })
  assert.deepEqual(decide(undefined, then, behind).kind, 'stale')
})

test('a task whose `when` does not hold is skipped, once its needs have settled', () => {
  const now = { ...then, unmet: '`schema` is not there' }
  assert.deepEqual(decide(undefined, now), { kind: 'skipped', because: '`schema` is not there' })
  assert.deepEqual(decide(undefined, now, behind), { kind: 'unsettled', behind })
})
