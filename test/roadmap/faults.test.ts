/** Every family of faults in a roadmap, with its whole message as it is printed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, withTasks } from './reading.js'

/** The task stands on line 7; its first key in column 13. */
const inTask = (keys: string): string => faultsOf(withTasks(`- { id: a1, ${keys} }`))

test('an unknown key is shown where it stands, with the key that was meant', () => {
  assert.equal(
    inTask('type: command, run: x, ouputs: [a]'),
    `roadmap.yaml:7:46  task \`a1\` has an unknown key, \`ouputs\`
  7 |           - { id: a1, type: command, run: x, ouputs: [a] }
    |                                              ^^^^^^
  nearest name: \`outputs\``,
  )
})

test('an unknown key that is near to none is told which keys there are', () => {
  assert.equal(
    faultsOf('version: 1\nphases: []\ndefaults: { colour: 1 }\n'),
    `roadmap.yaml:3:13  \`defaults\` has an unknown key, \`colour\`
  3 | defaults: { colour: 1 }
    |             ^^^^^^
  its keys are \`retries\`, \`timeout\`, \`fail_fast\`, \`env\` and \`inputs\``,
  )
})

test('an unknown key of one edit among many is at its own place', () => {
  assert.equal(
    inTask('type: config_edit, target: a.yml, edits: [{ set: a, value: 1 }, { sett: b }]'),
    `roadmap.yaml:7:89  \`edits[1]\` of task \`a1\` has an unknown key, \`sett\`
  7 |           - { id: a1, type: config_edit, target: a.yml, edits: [{ set: a, value: 1 }, { sett: b }] }
    |                                                                                         ^^^^
  nearest name: \`set\``,
  )
})

test('a bad value is told what it is and what would be right', () => {
  assert.equal(
    inTask('type: command, run: x, retries: { attempts: 0 }'),
    `roadmap.yaml:7:67  \`retries.attempts\` of task \`a1\` is the number \`0\`, and must be a whole number from 1 to 100
  7 |           - { id: a1, type: command, run: x, retries: { attempts: 0 } }
    |                                                                   ^`,
  )
})

test('a value of a few is told which, and the nearest', () => {
  assert.equal(
    faultsOf('version: 1\nphases: [{ id: p, groups: [{ id: a, execution: paralel, tasks: [] }] }]\n'),
    `roadmap.yaml:2:48  \`execution\` of group \`a\` is \`paralel\`, and must be \`parallel\` or \`sequential\`
  2 | phases: [{ id: p, groups: [{ id: a, execution: paralel, tasks: [] }] }]
    |                                                ^^^^^^^
  nearest name: \`parallel\``,
  )
})

test('an id that YAML takes for a number is to be quoted, and is known to those who name it', () => {
  assert.equal(
    faultsOf(withTasks('- { id: 2.10, type: manual }\n- { id: b, type: manual, depends_on: ["2.10"] }')),
    `roadmap.yaml:7:19  \`id\` of task \`2.1\` is the number \`2.1\`, and must be an id of letters, digits, \`.\`, \`_\` and \`-\`
  7 |           - { id: 2.10, type: manual }
    |                   ^^^^
  quote it: \`"2.10"\``,
  )
})

test('a number in a list of ids is to be quoted', () => {
  assert.equal(
    inTask('type: manual, depends_on: [1.10]'),
    `roadmap.yaml:7:50  \`depends_on[0]\` of task \`a1\` is the number \`1.1\`, and must be an id
  7 |           - { id: a1, type: manual, depends_on: [1.10] }
    |                                                  ^^^^
  quote it: \`"1.10"\``,
  )
})

test('a duration without its unit is told how one looks', () => {
  assert.equal(
    inTask('type: manual, timeout: 10'),
    `roadmap.yaml:7:46  \`timeout\` of task \`a1\` is the number \`10\`, and must be a duration such as \`10m\` or \`1h30m\`
  7 |           - { id: a1, type: manual, timeout: 10 }
    |                                              ^^
  quote it: \`"10"\``,
  )
})

test('a timeout that no timer can wait for is refused', () => {
  assert.equal(
    inTask('type: manual, timeout: 90d'),
    `roadmap.yaml:7:46  \`timeout\` is \`90d\`, and must be longer than nothing and at most \`24d\`
  7 |           - { id: a1, type: manual, timeout: 90d }
    |                                              ^^^`,
  )
})

test('a missing key is told at the id of its owner', () => {
  assert.equal(
    inTask('type: file_generation, template: ./a.liquid'),
    `roadmap.yaml:7:19  task \`a1\` has no \`output\`
  7 |           - { id: a1, type: file_generation, template: ./a.liquid }
    |                   ^^`,
  )
})

test('a second task, group or phase of one id is told where the first is', () => {
  assert.equal(
    faultsOf(withTasks('- { id: b, type: manual }\n- { id: b, type: manual }\n- { id: a, type: manual }')),
    `roadmap.yaml:8:19  task \`b\` has an id that is taken already, by the task at roadmap.yaml:7:19
  8 |           - { id: b, type: manual }
    |                   ^
roadmap.yaml:9:19  task \`a\` has an id that is taken already, by the group at roadmap.yaml:5:13
  9 |           - { id: a, type: manual }
    |                   ^`,
  )
})

test('a dependency that is not there is shown in its list, with the nearest name', () => {
  assert.equal(
    faultsOf(
      withTasks('- { id: build, type: manual }\n- { id: b, type: manual, depends_on: [build, biuld] }'),
    ),
    `roadmap.yaml:8:56  task \`b\` needs \`biuld\`, and there is no such task
  8 |           - { id: b, type: manual, depends_on: [build, biuld] }
    |                                                        ^^^^^
  nearest name: \`build\``,
  )
})

test('a group waits for groups of its own phase only', () => {
  assert.equal(
    faultsOf(`version: 1
phases:
  - { id: one, groups: [{ id: a, tasks: [] }] }
  - { id: two, groups: [{ id: b, tasks: [], depends_on: [a, one] }] }
`),
    `roadmap.yaml:4:58  group \`b\` needs \`a\`, and there is no such group in its phase; it is in phase \`one\`
  4 |   - { id: two, groups: [{ id: b, tasks: [], depends_on: [a, one] }] }
    |                                                          ^
roadmap.yaml:4:61  group \`b\` needs \`one\`, and there is no such group in its phase; there is a phase of that name
  4 |   - { id: two, groups: [{ id: b, tasks: [], depends_on: [a, one] }] }
    |                                                             ^^^`,
  )
})

test('a phase waits for phases, and runs beside phases', () => {
  assert.equal(
    faultsOf(`version: 1
phases:
  - { id: phase-1, groups: [] }
  - { id: phase-2, groups: [], depends_on: [phase_1], parallel_with: [phase-9] }
  - { id: phase-3, groups: [], depends_on: [phase-1], parallel_with: [phase-1] }
`),
    `roadmap.yaml:4:45  phase \`phase-2\` needs \`phase_1\`, and there is no such phase
  4 |   - { id: phase-2, groups: [], depends_on: [phase_1], parallel_with: [phase-9] }
    |                                             ^^^^^^^
  nearest name: \`phase-1\`
roadmap.yaml:4:71  phase \`phase-2\` runs beside \`phase-9\`, and there is no such phase
  4 |   - { id: phase-2, groups: [], depends_on: [phase_1], parallel_with: [phase-9] }
    |                                                                       ^^^^^^^
  nearest name: \`phase-1\`
roadmap.yaml:5:45  phase \`phase-3\` needs \`phase-1\`, and \`parallel_with\` says that neither waits for the other
  5 |   - { id: phase-3, groups: [], depends_on: [phase-1], parallel_with: [phase-1] }
    |                                             ^^^^^^^`,
  )
})

test('an unknown recipe is told the nearest', () => {
  assert.equal(
    inTask('type: comand, run: x'),
    `roadmap.yaml:7:29  task \`a1\` is of type \`comand\`, and there is no such recipe
  7 |           - { id: a1, type: comand, run: x }
    |                             ^^^^^^
  nearest name: \`command\``,
  )
})

test('a path that leaves the project is refused wherever it stands', () => {
  assert.equal(
    inTask('type: command, run: x, inputs: [/etc/passwd], outputs: [a/../../b]'),
    `roadmap.yaml:7:55  \`/etc/passwd\` of task \`a1\` is absolute, and must be a path from the project
  7 |           - { id: a1, type: command, run: x, inputs: [/etc/passwd], outputs: [a/../../b] }
    |                                                       ^^^^^^^^^^^
roadmap.yaml:7:79  \`a/../../b\` of task \`a1\` leads out of the project, and must stay in it
  7 |           - { id: a1, type: command, run: x, inputs: [/etc/passwd], outputs: [a/../../b] }
    |                                                                               ^^^^^^^^^`,
  )
})

test('an output that is a glob, the whole project or a place of ours is refused', () => {
  assert.equal(
    inTask('type: command, run: x, outputs: ["dist/*", ., .orchestrate/x]'),
    `roadmap.yaml:7:56  \`dist/*\` of task \`a1\` is a glob, and must be exact: a file, or a folder with a trailing slash
  7 |           - { id: a1, type: command, run: x, outputs: ["dist/*", ., .orchestrate/x] }
    |                                                        ^^^^^^^^
roadmap.yaml:7:66  \`.\` of task \`a1\` is the whole project, and must be a file or folder of it
  7 |           - { id: a1, type: command, run: x, outputs: ["dist/*", ., .orchestrate/x] }
    |                                                                  ^
roadmap.yaml:7:69  \`.orchestrate/x\` of task \`a1\` belongs to \`orchestrate\` itself, and must be a place elsewhere
  7 |           - { id: a1, type: command, run: x, outputs: ["dist/*", ., .orchestrate/x] }
    |                                                                     ^^^^^^^^^^^^^^`,
  )
})

test('what a recipe says against its settings is shown where they are written', () => {
  assert.equal(
    inTask('type: paint, colour: green'),
    `roadmap.yaml:7:44  \`colour\` must be \`red\` or \`blue\`
  7 |           - { id: a1, type: paint, colour: green }
    |                                            ^^^^^`,
  )
})

test('a recipe that throws, or would write outside of the project, is the fault of its task', () => {
  assert.equal(
    faultsOf(
      withTasks('- { id: a1, type: paint, colour: explosive }\n- { id: a2, type: paint, colour: blue }'),
    ),
    `roadmap.yaml:7:19  recipe \`paint\` failed on the settings of task \`a1\`: the tin burst
  7 |           - { id: a1, type: paint, colour: explosive }
    |                   ^^
roadmap.yaml:8:19  \`../blue.txt\`, which task \`a2\` would write, leads out of the project, and must stay in it
  8 |           - { id: a2, type: paint, colour: blue }
    |                   ^^`,
  )
})

test('an unknown variable is shown at its placeholder', () => {
  assert.equal(
    inTask('type: command, variables: { target: x }, run: "make {{ tarjet }}"'),
    `roadmap.yaml:7:75  task \`a1\` uses \`{{ tarjet }}\`, and there is no variable \`tarjet\`
  7 |           - { id: a1, type: command, variables: { target: x }, run: "make {{ tarjet }}" }
    |                                                                           ^^^^^^^^^^^^
  nearest name: \`target\``,
  )
})

test('a default is at fault once, however many tasks take it', () => {
  assert.equal(
    faultsOf(
      withTasks(
        '- { id: a1, type: manual }\n- { id: a2, type: manual }',
        'defaults: { env: [NODE_ENV=test] }\n',
      ),
    ),
    `roadmap.yaml:2:19  \`NODE_ENV=test\` of a default must be the name of a variable, such as \`NODE_ENV\`
  2 | defaults: { env: [NODE_ENV=test] }
    |                   ^^^^^^^^^^^^^`,
  )
})

test('a checkpoint item needs something to check, and a name to make an id of', () => {
  assert.equal(
    faultsOf(`version: 1
phases:
  - id: phase-1
    checkpoint:
      - { name: "!!", run: x }
      - { name: unit tests }
      - { name: Unit Tests, run: x }
`),
    `roadmap.yaml:5:17  the name \`!!\` of a checkpoint item becomes its id, and must have a letter from a to z or a digit
  5 |       - { name: "!!", run: x }
    |                 ^^^^
roadmap.yaml:6:17  checkpoint item \`unit tests\` has no \`run\`, \`coverage\` or \`workflows\`
  6 |       - { name: unit tests }
    |                 ^^^^^^^^^^
roadmap.yaml:7:17  task \`phase-1/unit-tests\` has an id that is taken already, by the task at roadmap.yaml:6:17
  7 |       - { name: Unit Tests, run: x }
    |                 ^^^^^^^^^^`,
  )
})

test('faults of all families are told at once, in the order of the file', () => {
  assert.equal(
    faultsOf(`version: 1
version: 1
phases:
  - id: phase-1
    groups:
      - id: a
        tasks:
          - { id: b, type: manual, depends_on: [nowhere], approvl: true }
          - { id: b, type: nothing, inputs: [../x] }
`),
    `roadmap.yaml:2:1  the key \`version\` stands here already
  2 | version: 1
    | ^^^^^^^
roadmap.yaml:8:49  task \`b\` needs \`nowhere\`, and there is no such task
  8 |           - { id: b, type: manual, depends_on: [nowhere], approvl: true }
    |                                                 ^^^^^^^
roadmap.yaml:8:59  task \`b\` has an unknown key, \`approvl\`
  8 |           - { id: b, type: manual, depends_on: [nowhere], approvl: true }
    |                                                           ^^^^^^^
  nearest name: \`approval\`
roadmap.yaml:9:19  task \`b\` has an id that is taken already, by the task at roadmap.yaml:8:19
  9 |           - { id: b, type: nothing, inputs: [../x] }
    |                   ^
roadmap.yaml:9:28  task \`b\` is of type \`nothing\`, and there is no such recipe
  9 |           - { id: b, type: nothing, inputs: [../x] }
    |                            ^^^^^^^
roadmap.yaml:9:46  \`../x\` of task \`b\` leads out of the project, and must stay in it
  9 |           - { id: b, type: nothing, inputs: [../x] }
    |                                              ^^^^`,
  )
})
