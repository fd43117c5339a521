import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UNIGNORED } from '../../lib/core/task.js'
import { faultsOf, valid } from './reading.js'

const { roadmap, targets, task } = valid(`version: 1
phases:
  - id: phase-1
    groups: [{ id: a, tasks: [{ id: a1, type: manual, depends_on: [phase-1/unit-tests] }] }]
    checkpoint:
      - { name: Unit tests!, run: npm test, cwd: ./api, timeout: 1m, tools: [node --version] }
      - { name: coverage, coverage: { run: npm run coverage, report: ./coverage/summary.json, statements: 25 } }
      - { name: workflows are valid, workflows: .github/workflows/*.yml, when: { exists: .github/ } }
`)

test('each item is a task behind the groups of its phase, named by a slug of its name', () => {
  assert.deepEqual(
    roadmap.phases[0]?.checkpoint.map(({ id, name, type, group }) => ({ id, name, type, group })),
    [
      { id: 'phase-1/unit-tests', name: 'Unit tests!', type: 'command', group: undefined },
      { id: 'phase-1/coverage', name: 'coverage', type: 'coverage', group: undefined },
      { id: 'phase-1/workflows-are-valid', name: 'workflows are valid', type: 'workflows', group: undefined },
    ],
  )
  assert.deepEqual(
    targets.map((target) => target.task.id),
    ['a1', 'phase-1/unit-tests', 'phase-1/coverage', 'phase-1/workflows-are-valid'],
  )
})

test('its settings are those of the recipe that it is for', () => {
  assert.deepEqual(task('phase-1/unit-tests').settings, { run: 'npm test', cwd: 'api' })
  assert.deepEqual(task('phase-1/coverage').settings, {
    run: 'npm run coverage',
    report: 'coverage/summary.json',
    statements: 25,
  })
  assert.deepEqual(task('phase-1/workflows-are-valid').settings, { workflows: ['.github/workflows/*.yml'] })
})

test('an item may have what a task has, and reads everything that git does not ignore; workflows are read alone', () => {
  const { timeout, tools, inputs } = task('phase-1/unit-tests')
  assert.deepEqual(
    { timeout, tools, inputs },
    { timeout: 60_000, tools: ['node --version'], inputs: [UNIGNORED] },
  )
  const workflows = task('phase-1/workflows-are-valid')
  assert.deepEqual([workflows.when, workflows.inputs], [{ exists: ['.github'] }, []])
})

test('a fault in the settings of an item is at its place', () => {
  assert.equal(
    faultsOf(`version: 1
phases:
  - id: phase-1
    checkpoint: [{ name: c, coverage: { run: x, report: ../r.json, lines: 101 } }]
`),
    `roadmap.yaml:4:57  \`../r.json\` of checkpoint item \`phase-1/c\` leads out of the project, and must stay in it
  4 |     checkpoint: [{ name: c, coverage: { run: x, report: ../r.json, lines: 101 } }]
    |                                                         ^^^^^^^^^
roadmap.yaml:4:75  \`coverage.lines\` of checkpoint item \`c\` is the number \`101\`, and must be a number from 0 to 100
  4 |     checkpoint: [{ name: c, coverage: { run: x, report: ../r.json, lines: 101 } }]
    |                                                                           ^^^`,
  )
})
