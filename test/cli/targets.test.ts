/** Which tasks the words of `make` and `run` mean, and what is said of words that mean none. */
import { test } from 'node:test'
import type { Project } from './rig.js'
import { events, project, same } from './rig.js'

const ROADMAP = `version: 1
name: test
phases:
  - id: phase-1
    groups:
      - id: a
        tasks:
          - { id: "1.1", type: command, run: touch out/one, outputs: [out/one] }
          - { id: "1.2", type: command, run: touch out/two, outputs: [out/two], labels: [quick] }
      - id: b
        tasks:
          - { id: "1.3", type: command, run: mkdir made && touch made/x, outputs: [made/], labels: [quick] }
    checkpoint:
      - { name: in order, run: "true", inputs: [out/one] }
  - id: phase-2
    groups:
      - id: c
        tasks:
          - { id: "2.1", type: command, run: cat out/two, inputs: [out/two] }
  - id: phase-3
    depends_on: []
    groups:
      - id: d
        tasks:
          - { id: "3.1", type: command, run: cat out/two, inputs: [out/two] }
`

/** The tasks that ran, in the order of the roadmap. */
async function ran(at: Project, ...argv: readonly string[]): Promise<string[]> {
  const { out } = await at.raw([...argv, '--reporter', 'json'])
  return events(out)
    .flatMap((event): string[] => (event.type === 'started' ? [event.task] : []))
    .sort()
}

const MEANINGS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], ['1.1', '1.2', '1.3', '2.1', '3.1', 'phase-1/in-order']],
  [['phase-1'], ['1.1', '1.2', '1.3', 'phase-1/in-order']],
  [['1'], ['1.1', '1.2', '1.3', 'phase-1/in-order']],
  [['a'], ['1.1', '1.2']],
  [['1.1'], ['1.1']],
  [['phase-1/in-order'], ['1.1', '1.2', '1.3', 'phase-1/in-order']],
  [['label:quick'], ['1.2', '1.3']],
  [['out/two'], ['1.2']],
  [['./out/two'], ['1.2']],
  [['made'], ['1.3']],
  [['made/x'], ['1.3']],
  [['1.*'], ['1.1', '1.2', '1.3']],
  [['2.1'], ['1.1', '1.2', '1.3', '2.1', 'phase-1/in-order']],
  [['3.1'], ['1.2', '3.1']],
  [
    ['1.1', 'made'],
    ['1.1', '1.3'],
  ],
]

for (const [words, meant] of MEANINGS)
  test(`make ${words.join(' ')} brings up to date ${meant.join(', ')}`, async (t) => {
    const at = project(t, ROADMAP, { 'out/keep': '' })
    same(await ran(at, 'make', ...words), meant)
    same(await ran(at, 'make', ...words), [])
  })

test('run is make in other words', async (t) => {
  same(await ran(project(t, ROADMAP, { 'out/keep': '' }), 'run', '--phase', '3'), ['1.2', '3.1'])
  same(await ran(project(t, ROADMAP, { 'out/keep': '' }), 'run', '--phase', '1', '--group', 'a'), [
    '1.1',
    '1.2',
  ])
  same((await ran(project(t, ROADMAP, { 'out/keep': '' }), 'run', '--all')).length, 6)
  same(await project(t, ROADMAP).orchestrate('run'), {
    code: 2,
    out: [],
    err: ['say which: `--phase 1`, `--group c`, or `--all`'],
  })
})

test('a word that means nothing is told with the name that it was probably meant to be', async (t) => {
  const at = project(t, ROADMAP)
  same(await at.orchestrate('make', 'phase-11'), {
    code: 2,
    out: [],
    err: ['no task, group, phase or output is called `phase-11`', '  nearest name: `phase-1`'],
  })
  same(await at.orchestrate('make', 'label:quik'), {
    code: 2,
    out: [],
    err: ['no task has the label `quik`', '  nearest name: `label:quick`'],
  })
  same(await at.orchestrate('why', 'something'), {
    code: 2,
    out: [],
    err: ['no task, group, phase or output is called `something`'],
  })
  same(await at.orchestrate('why', '1.*'), {
    code: 2,
    out: [],
    err: ['`1.*` is 3 tasks: name one of them, such as `1.1`, `1.2`, `1.3`'],
  })
  same(at.read('.orchestrate/state.jsonl'), undefined)
})

test('the words of a command line that is at fault are told in a line, with what would be right', async (t) => {
  const at = project(t, ROADMAP)
  same(await at.orchestrate('mkae'), {
    code: 2,
    out: [],
    err: ['there is no command `mkae`', '  nearest name: `make`'],
  })
  same(await at.orchestrate('something'), {
    code: 2,
    out: [],
    err: [
      'there is no command `something`',
      '  `orchestrate --help` tells the commands, `orchestrate COMMAND --help` one of them with examples',
    ],
  })
  same(await at.orchestrate('make', '--dry-rnu'), {
    code: 2,
    out: [],
    err: ['`make` has no option `--dry-rnu`', '  nearest name: `--dry-run`'],
  })
  same(await at.orchestrate('why'), {
    code: 2,
    out: [],
    err: ['`why` needs one more word', '  this is how to say it: `orchestrate why TASK`'],
  })
  same(await at.orchestrate('why', '1.1', '1.2'), {
    code: 2,
    out: [],
    err: ['`1.2` is one word too many for `why`', '  this is how to say it: `orchestrate why TASK`'],
  })
  same(await at.orchestrate('plan', '--graph'), {
    code: 2,
    out: [],
    err: [
      '`--graph` needs a value',
      '  `orchestrate --help` tells the commands, `orchestrate COMMAND --help` one of them with examples',
    ],
  })
  same(await at.orchestrate('plan', '--graph', 'png'), {
    code: 2,
    out: [],
    err: ['`--graph png` is not one of mermaid, dot'],
  })
  same(await at.orchestrate('plan', '--by', 'phase'), {
    code: 2,
    out: [],
    err: ['`--by phase` is not one of task, group'],
  })
  same(await at.orchestrate('make', '-j', 'many'), {
    code: 2,
    out: [],
    err: ['`-j many` is not a whole number from 1'],
  })
  same(await at.orchestrate('make', '--reporter', 'xml'), {
    code: 2,
    out: [],
    err: ['`--reporter xml` is not one of tree, plain, json, github'],
  })
  same(await at.orchestrate('make', '--output', 'some'), {
    code: 2,
    out: [],
    err: ['`--output some` is not one of full, failed, none'],
  })
  same(await at.orchestrate('make', '--theirs', '--ours'), {
    code: 2,
    out: [],
    err: ['`--theirs` and `--ours` are two answers to one question: name one'],
  })
  same(await at.orchestrate('make', '--fail-fast', '--keep-going'), {
    code: 2,
    out: [],
    err: ['`--fail-fast` and `--keep-going` contradict each other: name one'],
  })
  same(await at.orchestrate('status', '--', 'words'), {
    code: 2,
    out: [],
    err: ['words after `--` go to the command of one task: `orchestrate make TASK -- WORDS`'],
  })
  same(await at.orchestrate('make', '--', 'words'), {
    code: 2,
    out: [],
    err: ['words after `--` go to the command of one task: name just one'],
  })
  same(await at.orchestrate('reset'), {
    code: 2,
    out: [],
    err: ['say which: `orchestrate reset TARGET`, or `--all`'],
  })
  same(await at.orchestrate('completion', 'tcsh'), {
    code: 2,
    out: [],
    err: ['`tcsh` is not one of bash, zsh, fish'],
  })
})
