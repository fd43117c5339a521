import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restoreRoadmap } from '../../lib/roadmap/restore.js'
import type { Roadmap } from '../../lib/core/task.js'
import { valid } from './reading.js'
import { recipes } from './recipes.js'

const waits = (phases: string) =>
  Object.fromEntries(
    valid(`version: 1\nphases:\n${phases}`).roadmap.phases.map(({ id, dependsOn }) => [
      id,
      dependsOn.map((one) => one.id),
    ]),
  )

test('a phase waits for every phase above', () => {
  assert.deepEqual(waits('  - id: a\n  - id: b\n  - id: c\n'), { a: [], b: ['a'], c: ['a', 'b'] })
})

test('a phase that says whom it waits for waits for nobody else', () => {
  assert.deepEqual(
    waits('  - id: a\n  - id: b\n  - { id: c, depends_on: [b] }\n  - { id: d, depends_on: [] }\n'),
    {
      a: [],
      b: ['a'],
      c: ['b'],
      d: [],
    },
  )
})

test('phases beside one another do not wait, whichever of them says so', () => {
  assert.deepEqual(
    waits('  - { id: a, parallel_with: [b] }\n  - id: b\n  - id: c\n  - { id: d, parallel_with: [b, c] }\n'),
    {
      a: [],
      b: [],
      c: ['a', 'b'],
      d: ['a'],
    },
  )
})

test('a whole roadmap is plain data: phases, groups and tasks with all that they say', () => {
  const { roadmap } = valid(`version: 1
name: Whole
project: ../app/
recipes: [./recipes/mine.js]
phases:
  - id: phase-1
    name: One
    groups:
      - { id: b, tasks: [] }
      - id: a
        name: Group
        execution: sequential
        max_parallel: 2
        depends_on: [b]
        tasks:
          - { id: a1, type: paint, colour: red, labels: [x], approval: true }
`)
  const at = (line: number, column: number, length: number) => ({
    file: 'roadmap.yaml',
    line,
    column,
    length,
  })
  assert.deepEqual(roadmap, {
    version: 1,
    name: 'Whole',
    project: '../app',
    recipes: ['recipes/mine.js'],
    phases: [
      {
        id: 'phase-1',
        name: 'One',
        dependsOn: [],
        groups: [
          { id: 'b', name: 'b', execution: 'parallel', dependsOn: [], tasks: [] },
          {
            id: 'a',
            name: 'Group',
            execution: 'sequential',
            maxParallel: 2,
            dependsOn: [{ id: 'b', at: at(14, 22, 1) }],
            tasks: [
              {
                id: 'a1',
                phase: 'phase-1',
                group: 'a',
                name: 'a1',
                type: 'paint',
                settings: { colour: 'red' },
                variables: {},
                inputs: [],
                env: [],
                tools: [],
                labels: ['x'],
                dependsOn: [],
                retries: { attempts: 1, backoff: 'exponential', delay: 1000, maxDelay: 30_000 },
                failFast: false,
                approval: true,
                at: at(16, 19, 2),
              },
            ],
          },
        ],
        checkpoint: [],
      },
    ],
  })
})

test('a roadmap that was kept as JSON is bound again without its text', () => {
  const { roadmap, targets } = valid(
    'version: 1\nphases: [{ id: p, groups: [{ id: a, tasks: [{ id: a1, type: paint, colour: red }] }] }]\n',
  )
  const kept = JSON.parse(JSON.stringify(roadmap)) as Roadmap
  assert.deepEqual(kept, roadmap)
  const plain = (list: typeof targets | undefined) =>
    list?.map((target) => ({ ...target, locate: undefined, isMade: undefined }))
  const restored = restoreRoadmap(kept, recipes)
  assert.deepEqual(plain(restored), plain(targets))
  assert.deepEqual(restored?.[0]?.locate(['colour']), kept.phases[0]?.groups[0]?.tasks[0]?.at)
})

test('without a recipe, or against its will, nothing is bound', () => {
  const { roadmap } = valid(
    'version: 1\nphases: [{ id: p, groups: [{ id: a, tasks: [{ id: a1, type: paint, colour: red }] }] }]\n',
  )
  assert.equal(restoreRoadmap(roadmap, new Map()), undefined)
  const green = JSON.parse(JSON.stringify(roadmap).replace('"colour":"red"', '"colour":"green"')) as Roadmap
  assert.equal(restoreRoadmap(green, recipes), undefined)
})
