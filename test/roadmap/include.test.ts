import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, parse, valid } from './reading.js'

const main = `version: 1
include: [more/a.yaml, ./more/../b.yaml]
phases:
  - id: phase-1
    name: First
    groups:
      - { id: a, tasks: [{ id: a1, type: manual }] }
`
const one = `version: 1
phases:
  - id: phase-1
    groups:
      - { id: a, execution: sequential, tasks: [{ id: a2, type: manual }] }
      - { id: b, tasks: [] }
    checkpoint: [{ name: unit, run: x }]
`
const two = `version: 1
include: [more/a.yaml]
phases: [{ id: phase-2, groups: [{ id: c, tasks: [{ id: c1, type: manual, depends_on: [b] }] }] }]
`

test('phases and groups of included files are merged by their ids, each file once', () => {
  const { roadmap } = valid({ 'roadmap.yaml': main, 'more/a.yaml': one, 'b.yaml': two })
  assert.deepEqual(
    roadmap.phases.map(({ id, name, groups, checkpoint }) => ({
      id,
      name,
      groups: groups.map(({ id, execution, tasks }) => [id, execution, ...tasks.map((task) => task.id)]),
      checkpoint: checkpoint.map((task) => task.id),
    })),
    [
      {
        id: 'phase-1',
        name: 'First',
        groups: [
          ['a', 'sequential', 'a1', 'a2'],
          ['b', 'parallel'],
        ],
        checkpoint: ['phase-1/unit'],
      },
      { id: 'phase-2', name: 'phase-2', groups: [['c', 'parallel', 'c1']], checkpoint: [] },
    ],
  )
})

test('every file that was read is given back with its text', () => {
  const { files } = parse({ 'roadmap.yaml': main, 'more/a.yaml': one, 'b.yaml': two })
  assert.deepEqual(files, [
    { path: 'roadmap.yaml', text: main },
    { path: 'more/a.yaml', text: one },
    { path: 'b.yaml', text: two },
  ])
})

test('includes that are not there, lead out or go round are told where they are asked for', () => {
  assert.equal(
    faultsOf({
      'roadmap.yaml': 'version: 1\ninclude: [a.yaml, ../b.yaml, c.yaml]\n',
      'a.yaml': 'version: 1\ninclude: [roadmap.yaml]\nphases: []\n',
    }),
    `a.yaml:2:11  \`roadmap.yaml\` includes \`a.yaml\` includes \`roadmap.yaml\`: a cycle, and each file may be included once
  2 | include: [roadmap.yaml]
    |           ^^^^^^^^^^^^
roadmap.yaml:2:19  \`../b.yaml\` leads out of the project, and must stay in it
  2 | include: [a.yaml, ../b.yaml, c.yaml]
    |                   ^^^^^^^^^
roadmap.yaml:2:30  there is no file \`c.yaml\` to include
  2 | include: [a.yaml, ../b.yaml, c.yaml]
    |                              ^^^^^^`,
  )
})

test('an included file has phases and nothing of its own, and does not contradict', () => {
  assert.equal(
    faultsOf({
      'roadmap.yaml': 'version: 1\ninclude: [a.yaml]\nphases: [{ id: phase-1, name: One }]\n',
      'a.yaml': 'version: 1\nvariables: { a: b }\nphases: [{ id: phase-1, name: Two }]\n',
    }),
    `a.yaml:2:1  \`a.yaml\` has an unknown key, \`variables\`
  2 | variables: { a: b }
    | ^^^^^^^^^
  its keys are \`version\`, \`include\` and \`phases\`
a.yaml:3:25  \`name\` of \`phase-1\` stands at roadmap.yaml:3:31 already, with another value
  3 | phases: [{ id: phase-1, name: Two }]
    |                         ^^^^`,
  )
})

test('an id of one file is taken in the others', () => {
  assert.equal(
    faultsOf({
      'roadmap.yaml': 'version: 1\ninclude: [a.yaml]\nphases: [{ id: p, groups: [{ id: a, tasks: [] }] }]\n',
      'a.yaml': 'version: 1\nphases: [{ id: a }]\n',
    }),
    `a.yaml:2:16  phase \`a\` has an id that is taken already, by the group at roadmap.yaml:3:34
  2 | phases: [{ id: a }]
    |                ^`,
  )
})
