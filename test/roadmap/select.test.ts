import assert from 'node:assert/strict'
import { test } from 'node:test'
import { select } from '../../lib/roadmap/select.js'
import { globs } from '../../lib/world/globs.js'
import { valid } from './reading.js'

const { roadmap, targets } = valid(`version: 1
phases:
  - id: phase-1
    groups:
      - id: a
        tasks:
          - { id: "1.1", type: command, run: x, outputs: [src/gen/, b.txt], labels: [security] }
          - { id: "1.2", type: config_edit, target: ci.yml, edits: [{ set: a, value: 1 }] }
      - { id: b, tasks: [{ id: build, type: config_edit, target: ci.yml, edits: [{ set: b, value: 1 }] }] }
    checkpoint: [{ name: unit, run: x }]
  - id: phase-2
    groups: [{ id: c, tasks: [{ id: "2.1", type: manual, labels: [security] }] }]
`)

const chosen = (...words: readonly string[]) => {
  const selection = select(words, roadmap, targets, globs)
  return 'tasks' in selection ? [...selection.tasks] : selection
}

test('no words mean everything', () => {
  assert.deepEqual(chosen(), ['1.1', '1.2', 'build', 'phase-1/unit', '2.1'])
})

test('a phase, by its id or number, means its groups and its checkpoint', () => {
  assert.deepEqual(chosen('phase-1'), ['1.1', '1.2', 'build', 'phase-1/unit'])
  assert.deepEqual(chosen('2'), ['2.1'])
})

test('a group, a task and an item of a checkpoint go by their ids', () => {
  assert.deepEqual(chosen('a'), ['1.1', '1.2'])
  assert.deepEqual(chosen('build'), ['build'])
  assert.deepEqual(chosen('phase-1/unit'), ['phase-1/unit'])
})

test('a label means all who have it', () => {
  assert.deepEqual(chosen('label:security'), ['1.1', '2.1'])
})

test('an output means who makes it, a file of an output folder too, an edited file all who edit it', () => {
  assert.deepEqual(chosen('./b.txt'), ['1.1'])
  assert.deepEqual(chosen('src/gen'), ['1.1'])
  assert.deepEqual(chosen('src/gen/deep/x.ts'), ['1.1'])
  assert.deepEqual(chosen('ci.yml'), ['1.2', 'build'])
})

test('a glob means all ids that it matches', () => {
  assert.deepEqual(chosen('1.*'), ['1.1', '1.2'])
  assert.deepEqual(chosen('phase-1/*'), ['phase-1/unit'])
})

test('several words mean all that any of them means', () => {
  assert.deepEqual(chosen('2', '1.2', 'a'), ['2.1', '1.2', '1.1'])
})

test('a word that means nothing is told, with the nearest name', () => {
  assert.deepEqual(chosen('biuld'), {
    message: 'no task, group, phase or output is called `biuld`',
    hint: 'nearest name: `build`',
  })
  assert.deepEqual(chosen('label:securty'), {
    message: 'no task has the label `securty`',
    hint: 'nearest name: `label:security`',
  })
  assert.deepEqual(chosen('9.*'), { message: 'no task, group, phase or output is called `9.*`' })
})
