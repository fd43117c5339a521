/** What people are told of each family of faults, whole. Never a stack trace for what somebody can cause. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Answer, Project } from './rig.js'
import { project, same, tasks } from './rig.js'

const COPY = '{ id: copy, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }'

/** What a command says, held to be no stack trace. */
async function said(at: Project, ...argv: readonly string[]): Promise<Answer> {
  const answer = await at.orchestrate(...argv)
  assert.doesNotMatch([...answer.out, ...answer.err].join('\n'), /^\s+at .*:\d+:\d+\)?$|Error:|is a bug/m)
  assert.notEqual(answer.code, 70)
  return answer
}

/** A fresh project with these tasks, made once. */
const made = (t: TestContext, maps: readonly string[], files: Record<string, string> = {}): Promise<Answer> =>
  said(project(t, tasks(...maps), files), 'make', '--sequential')

test('there is no roadmap', async (t) => {
  const at = project(t, COPY)
  at.remove('roadmap.yaml')
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:1:1  there is no roadmap here',
      '  let `orchestrate init` write one, name another with `-f FILE`, or see `orchestrate demo`',
    ],
  })
  same(await said(at, 'status', '-f', 'other.yaml'), {
    code: 2,
    out: [],
    err: [
      'other.yaml:1:1  there is no roadmap here',
      '  let `orchestrate init` write one, name another with `-f FILE`, or see `orchestrate demo`',
    ],
  })
  same(await said(at, 'why', 'x', '-C', 'nowhere'), {
    code: 2,
    out: [],
    err: [
      'nowhere/roadmap.yaml:1:1  there is no roadmap here',
      '  let `orchestrate init` write one, name another with `-f FILE`, or see `orchestrate demo`',
    ],
  })
  mkdirSync(join(at.root, 'roadmap.yaml'))
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:1:1  there is no roadmap here',
      '  let `orchestrate init` write one, name another with `-f FILE`, or see `orchestrate demo`',
    ],
  })
})

test('faults of the roadmap are told all at once, each with its line', async (t) => {
  const at = project(
    t,
    tasks(
      '{ id: one, type: command, run: "true", output: [b.txt] }',
      '{ id: one, type: command, run: "true", outputs: [b.txt] }',
      '{ id: two, type: comand, depends_on: [oen], outputs: [../b.txt] }',
      '{ id: three, type: command, run: "true", outputs: [b.txt], timeout: soon }',
      '{ id: four, type: config_edit, target: package.json, edits: [{ set: "a..b", value: 1 }] }',
      '{ id: five, type: command, run: "echo {{ nobody }}", depends_on: [six] }',
      '{ id: six, type: command, run: "true", depends_on: [five] }',
    ),
  )
  const faults = [
    'roadmap.yaml:8:52  task `one` has an unknown key, `output`',
    '  8 |           - { id: one, type: command, run: "true", output: [b.txt] }',
    '    |                                                    ^^^^^^',
    '  nearest name: `outputs`',
    'roadmap.yaml:9:19  task `one` has an id that is taken already, by the task at roadmap.yaml:8:19',
    '  9 |           - { id: one, type: command, run: "true", outputs: [b.txt] }',
    '    |                   ^^^',
    'roadmap.yaml:10:30  task `two` is of type `comand`, and there is no such recipe',
    '  10 |           - { id: two, type: comand, depends_on: [oen], outputs: [../b.txt] }',
    '     |                              ^^^^^^',
    '  nearest name: `command`',
    'roadmap.yaml:10:51  task `two` needs `oen`, and there is no such task',
    '  10 |           - { id: two, type: comand, depends_on: [oen], outputs: [../b.txt] }',
    '     |                                                   ^^^',
    '  nearest name: `one`',
    'roadmap.yaml:11:64  task `three` writes `b.txt`, and `one` already does',
    '  11 |           - { id: three, type: command, run: "true", outputs: [b.txt], timeout: soon }',
    '     |                                                                ^^^^^',
    '  a file or folder has one task that writes it',
    'roadmap.yaml:11:81  `timeout` of task `three` is `soon`, and must be a duration such as `10m` or `1h30m`',
    '  11 |           - { id: three, type: command, run: "true", outputs: [b.txt], timeout: soon }',
    '     |                                                                                 ^^^^',
    'roadmap.yaml:12:83  the path `a..b` cannot be read: a key has to follow the dot',
    '  12 |           - { id: four, type: config_edit, target: package.json, edits: [{ set: "a..b", value: 1 }]…',
    '     |                                                                                   ^^^',
    'roadmap.yaml:13:51  task `five` uses `{{ nobody }}`, and there is no variable `nobody`',
    '  13 |           - { id: five, type: command, run: "echo {{ nobody }}", depends_on: [six] }',
    '     |                                                   ^^^^^^^^^^^^',
    'roadmap.yaml:13:79  a cycle: `five` waits for `six` (depends-on), `six` waits for `five` (depends-on)',
    '  13 |           - { id: five, type: command, run: "echo {{ nobody }}", depends_on: [six] }',
    '     |                                                                               ^^^',
    '  take one of these away',
  ]
  same(await said(at, 'make'), { code: 2, out: [], err: faults })
  same(await said(at, 'validate'), {
    code: 2,
    out: [...faults, '9 faults'],
    err: [],
  })
})

test('a cycle is told as a story', async (t) => {
  const at = project(
    t,
    tasks(
      '{ id: five, type: command, run: "true", inputs: [c.txt], outputs: [d.txt] }',
      '{ id: six, type: command, run: "true", inputs: [d.txt], outputs: [c.txt] }',
    ),
  )
  same(await said(at, 'validate'), {
    code: 2,
    out: [
      'roadmap.yaml:8:19  a cycle: `five` waits for `six` (reads-output), `six` waits for `five` (reads-output)',
      '  8 |           - { id: five, type: command, run: "true", inputs: [c.txt], outputs: [d.txt] }',
      '    |                   ^^^^',
      '  take one of these away',
      '1 fault',
    ],
    err: [],
  })
})

test('two owners of one place, and a path that leaves the project', async (t) => {
  const also = '{ id: also, type: file_generation, template: ./x.liquid, output: b.txt }'
  const at = project(t, tasks(COPY, also))
  same(await said(at, 'validate'), {
    code: 2,
    out: [
      'roadmap.yaml:9:78  task `also` writes `b.txt`, and `copy` already does',
      '  9 |           - { id: also, type: file_generation, template: ./x.liquid, output: b.txt }',
      '    |                                                                              ^^^^^',
      '  a file or folder has one task that writes it',
      '1 fault',
    ],
    err: [],
  })
  at.roadmap(tasks('{ id: out, type: command, run: "true", outputs: [../out.txt] }'))
  same(await said(at, 'validate'), {
    code: 2,
    out: [
      'roadmap.yaml:8:62  `../out.txt` of task `out` leads out of the project, and must stay in it',
      '  8 |           - { id: out, type: command, run: "true", outputs: [../out.txt] }',
      '    |                                                              ^^^^^^^^^^',
      '1 fault',
    ],
    err: [],
  })
})

test('a text that is no YAML, and one that is no roadmap', async (t) => {
  const at = project(t, 'version: 1\nphases: [\n')
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: ['roadmap.yaml:2:9  a `]` is missing here', '  2 | phases: [', '    |         ^'],
  })
  at.roadmap('- one\n- two\n')
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:1:3  `roadmap.yaml` is a list, and must be a roadmap with `version` and `phases`',
      '  1 | - one',
      '    |   ^',
    ],
  })
  at.roadmap('version: 2\nphases: []\n')
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:1:10  `version` is the number `2`, and must be `1`',
      '  1 | version: 2',
      '    |          ^',
    ],
  })
  at.roadmap('')
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:1:1  `roadmap.yaml` is empty, and must have `version` and `phases`',
      '  1 |',
      '    | ^',
    ],
  })
})

test('a command that fails, one that is not there, one that a signal ended', async (t) => {
  const fail = '{ id: fail, type: command, run: echo no such luck >&2; exit 7, inputs: [a.txt] }'
  same(await made(t, [fail], { 'a.txt': '' }), {
    code: 1,
    out: [
      'failed fail … ms: exited with code 7',
      '',
      'failed fail: exited with code 7',
      '  no such luck',
      '  the rest: `orchestrate log fail`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, ['{ id: absent, type: command, run: [no-such-program, x] }']), {
    code: 1,
    out: [
      'failed absent … ms: could not start: there is no program `no-such-program`',
      '',
      'failed absent: could not start: there is no program `no-such-program`',
      '  the rest: `orchestrate log absent`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, ['{ id: absent, type: command, run: no-such-program x }']), {
    code: 1,
    out: [
      'failed absent … ms: exited with code 127 (command not found)',
      '',
      'failed absent: exited with code 127 (command not found)',
      '  /bin/sh: 1: no-such-program: not found',
      '  the rest: `orchestrate log absent`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, ['{ id: killed, type: command, run: "kill -9 $$" }']), {
    code: 1,
    out: [
      'failed killed … ms: ended by SIGKILL',
      '',
      'failed killed: ended by SIGKILL',
      '  the rest: `orchestrate log killed`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, ['{ id: nowhere, type: command, run: "true", cwd: not/there }']), {
    code: 1,
    out: [
      'failed nowhere … ms: could not start: the folder `not/there` is not there',
      '',
      'failed nowhere: could not start: the folder `not/there` is not there',
      '  the rest: `orchestrate log nowhere`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
})

test('an input that is not there, and an output that was not made', async (t) => {
  same(await made(t, [COPY]), {
    code: 1,
    out: [
      'failed copy … ms: its input `a.txt` is not there',
      '',
      'failed copy: its input `a.txt` is not there',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, ['{ id: lazy, type: command, run: "true", outputs: [b.txt, out/] }']), {
    code: 1,
    out: [
      'failed lazy … ms: its command succeeded and did not make `b.txt`, `out/`: make it, or take it out of `outputs`',
      '',
      'failed lazy: its command succeeded and did not make `b.txt`, `out/`: make it, or take it out of `outputs`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [COPY], { 'a.txt/x': '' }), {
    code: 1,
    out: [
      'failed copy … ms: its input `a.txt` is a folder: `a.txt/**` names the files in it',
      '',
      'failed copy: its input `a.txt` is a folder: `a.txt/**` names the files in it',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
})

test('a file that cannot be edited', async (t) => {
  const edit = '{ id: edit, type: config_edit, target: package.json, edits: [{ set: a.b, value: 1 }] }'
  same(await made(t, [edit]), {
    code: 1,
    out: [
      'failed edit … ms: `package.json` is not there, and has to be: it is edited in place',
      '',
      'failed edit: `package.json` is not there, and has to be: it is edited in place',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [edit], { 'package.json': '{ "a": ' }), {
    code: 1,
    out: [
      'failed edit … ms: package.json:1:8  value expected',
      '',
      'failed edit: package.json:1:8  value expected',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [edit], { 'package.json': '{ "a": [] }' }), {
    code: 1,
    out: [
      'failed edit … ms: package.json:1:8  `set: a.b` does not apply: `a` has to be an object to hold `b`, and is a list',
      '',
      'failed edit: package.json:1:8  `set: a.b` does not apply: `a` has to be an object to hold `b`, and is a list',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
})

test('a template that is at fault', async (t) => {
  const guide = '{ id: guide, type: file_generation, template: ./guide.liquid, output: guide.txt, data: {} }'
  same(await made(t, [guide]), {
    code: 1,
    out: [
      'failed guide … ms: its input `guide.liquid` is not there',
      '',
      'failed guide: its input `guide.liquid` is not there',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [guide], { 'guide.liquid': 'A {{ nobody }}\n' }), {
    code: 1,
    out: [
      'failed guide … ms: template ./guide.liquid:1:6: undefined variable: nobody',
      '',
      'failed guide: template ./guide.liquid:1:6: undefined variable: nobody',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [guide], { 'guide.liquid': 'A\n{% if %}\n' }), {
    code: 1,
    out: [
      'failed guide … ms: template ./guide.liquid:2:6: invalid value expression: ""',
      '',
      'failed guide: template ./guide.liquid:2:6: invalid value expression: ""',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(await made(t, [guide.replace('./guide.liquid', 'codeowner')]), {
    code: 2,
    out: [],
    err: [
      'roadmap.yaml:8:59  there is no built-in template `codeowner`',
      '  8 |           - { id: guide, type: file_generation, template: codeowner, output: guide.txt, data: {} }',
      '    |                                                           ^^^^^^^^^',
      '  nearest name: `codeowners`',
    ],
  })
})

test('a state that is damaged is set aside and said once', async (t) => {
  const at = project(t, tasks(COPY), { 'a.txt': 'a' })
  await at.make()
  at.write('.orchestrate/state.jsonl', 'no journal\n')
  same(await said(at, 'status'), {
    code: 0,
    out: [
      'phase-1: 0 of 1 done (0 %)',
      '  a',
      '    stale     copy  never run',
      '0 of 1 done (0 %): 1 stale of 1 task',
    ],
    err: ['the state was damaged and is rebuilt: every task runs again'],
  })
  same(await said(at, 'make'), {
    code: 0,
    out: ['done copy … ms', '1 done in … ms'],
    err: ['the state was damaged and is rebuilt: every task runs again'],
  })
  same(await said(at, 'make'), { code: 0, out: ['nothing to do: 1 task is fresh'], err: [] })
})

test('a state of a newer version is refused, and nothing is written', async (t) => {
  const at = project(t, tasks(COPY), { 'a.txt': 'a' })
  await at.make()
  at.remove('.orchestrate/state.jsonl')
  at.write('.orchestrate/state.json', '{ "version": 99 }')
  const before = at.everything()
  same(await said(at, 'make'), {
    code: 2,
    out: [],
    err: [
      '`.orchestrate/state.json` has version 99, and this program knows version 1: install a newer `orchestrate`, or delete the file to begin anew (every task runs again)',
    ],
  })
  same(await said(at, 'status'), {
    code: 2,
    out: [],
    err: [
      '`.orchestrate/state.json` has version 99, and this program knows version 1: install a newer `orchestrate`, or delete the file to begin anew (every task runs again)',
    ],
  })
  same(at.everything(), before)
})

test('nothing to tell: no output yet, nothing to give back', async (t) => {
  const at = project(t, tasks(COPY), { 'a.txt': 'a' })
  same(await said(at, 'log', 'copy'), {
    code: 1,
    out: [],
    err: ['`copy` has printed nothing: it never ran a command here'],
  })
  same(await said(at, 'undo'), { code: 0, out: ['nothing to give back'], err: [] })
  same(await said(at, 'clean'), { code: 0, out: ['nothing to give back'], err: [] })
})

test('what could move the cursor of a terminal does not reach it', async (t) => {
  const at = project(
    t,
    tasks('{ id: bad, name: "bad \\e[2Jname", type: command, run: "printf \'\\\\033[2Jtext\'; exit 1" }'),
  )
  same(await said(at, 'make'), {
    code: 1,
    out: [
      'failed bad bad name … ms: exited with code 1',
      '',
      'failed bad bad name: exited with code 1',
      '  text',
      '  the rest: `orchestrate log bad`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
})

test('a type that a later version brings is told as such, not as misspelt', async (t) => {
  const at = project(t, tasks('{ id: commit, type: git_commit, message: Done, paths: [a] }'))
  same(await said(at, 'validate'), {
    code: 2,
    out: [
      'roadmap.yaml:8:33  task `commit` is of type `git_commit`, which this version does not have yet',
      '  8 |           - { id: commit, type: git_commit, message: Done, paths: [a] }',
      '    |                                 ^^^^^^^^^^',
      '1 fault',
    ],
    err: [],
  })
})
