/** The shapes of `--json` and of the JSON reporter, whole: each key is a promise. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { events, project, same, tasks, timeless } from './rig.js'

const ROADMAP = `version: 1
name: test
phases:
  - id: phase-1
    groups:
      - id: a
        tasks:
          - { id: gen, name: Generate, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }
          - { id: read, type: command, run: cat b.txt, inputs: [b.txt] }
          - { id: never, type: command, run: "true", when: { exists: nowhere }, depends_on: [read] }
    checkpoint:
      - { name: all is well, run: "true", inputs: [b.txt] }
  - id: phase-2
    groups:
      - id: b
        depends_on: []
        tasks:
          - { id: last, type: command, run: "true", inputs: [a.txt], depends_on: [gen] }
`

test('status --json', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  await at.make('phase-1')
  at.write('a.txt', 'A')
  same(timeless(await at.json('status')), {
    version: 1,
    tasks: [
      {
        id: 'gen',
        phase: 'phase-1',
        group: 'a',
        name: 'Generate',
        type: 'command',
        verdict: 'stale',
        reasons: [{ kind: 'input-changed', path: 'a.txt' }],
        lastRun: { outcome: 'done', startedAt: 'WHEN', ms: 0 },
      },
      {
        id: 'read',
        phase: 'phase-1',
        group: 'a',
        name: 'read',
        type: 'command',
        verdict: 'unsettled',
        reasons: [],
        lastRun: { outcome: 'done', startedAt: 'WHEN', ms: 0 },
      },
      {
        id: 'never',
        phase: 'phase-1',
        group: 'a',
        name: 'never',
        type: 'command',
        verdict: 'skipped',
        reasons: [],
      },
      {
        id: 'phase-1/all-is-well',
        phase: 'phase-1',
        name: 'all is well',
        type: 'command',
        verdict: 'unsettled',
        reasons: [],
        lastRun: { outcome: 'done', startedAt: 'WHEN', ms: 0 },
      },
      {
        id: 'last',
        phase: 'phase-2',
        group: 'b',
        name: 'last',
        type: 'command',
        verdict: 'stale',
        reasons: [{ kind: 'never-run' }],
      },
    ],
    summary: { total: 5, fresh: 0, stale: 2, unsettled: 2, skipped: 1 },
  })
})

test('status --json of a target holds just its tasks', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  same(await at.json('status', 'never'), {
    version: 1,
    tasks: [
      {
        id: 'never',
        phase: 'phase-1',
        group: 'a',
        name: 'never',
        type: 'command',
        verdict: 'skipped',
        reasons: [],
      },
    ],
    summary: { total: 1, fresh: 0, stale: 0, unsettled: 0, skipped: 1 },
  })
})

test('why --json of a stale task, with the chain to the root', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  await at.make()
  at.write('a.txt', 'A')
  await at.make('gen')
  same(await at.json('why', 'read'), {
    version: 1,
    task: 'read',
    verdict: 'stale',
    reasons: [{ kind: 'input-changed', path: 'b.txt', by: 'gen' }],
    waitsFor: [{ task: 'gen', because: 'reads-output' }],
    chain: [
      {
        task: 'read',
        verdict: 'stale',
        reasons: [{ kind: 'input-changed', path: 'b.txt', by: 'gen' }],
      },
      {
        task: 'gen',
        verdict: 'fresh',
        reasons: [],
        because: [{ kind: 'input-changed', path: 'a.txt' }],
        wrote: 'b.txt',
      },
    ],
  })
})

test('why --json of an unsettled, a fresh and a skipped task', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  await at.make()
  same(
    [await at.json('why', 'gen'), await at.json('why', 'never')],
    [
      {
        version: 1,
        task: 'gen',
        verdict: 'fresh',
        reasons: [],
        waitsFor: [],
        chain: [{ task: 'gen', verdict: 'fresh', reasons: [], because: [{ kind: 'never-run' }] }],
      },
      {
        version: 1,
        task: 'never',
        verdict: 'skipped',
        reasons: [],
        waitsFor: [{ task: 'read', because: 'depends-on' }],
        chain: [{ task: 'never', verdict: 'skipped', reasons: [] }],
      },
    ],
  )
  at.write('a.txt', 'A')
  same(await at.json('why', 'read'), {
    version: 1,
    task: 'read',
    verdict: 'unsettled',
    reasons: [],
    waitsFor: [{ task: 'gen', because: 'reads-output' }],
    chain: [
      { task: 'read', verdict: 'unsettled', reasons: [] },
      { task: 'gen', verdict: 'stale', reasons: [{ kind: 'input-changed', path: 'a.txt' }] },
    ],
  })
})

test('plan --json', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  same(await at.json('plan'), {
    version: 1,
    steps: [
      { task: 'gen', verdict: 'stale', reasons: [{ kind: 'never-run' }], waitsFor: [] },
      {
        task: 'read',
        verdict: 'stale',
        reasons: [{ kind: 'never-run' }],
        waitsFor: [{ task: 'gen', because: 'reads-output' }],
      },
      {
        task: 'never',
        verdict: 'skipped',
        reasons: [],
        waitsFor: [{ task: 'read', because: 'depends-on' }],
      },
      {
        task: 'phase-1/all-is-well',
        verdict: 'stale',
        reasons: [{ kind: 'never-run' }],
        waitsFor: [
          { group: 'a', because: 'group' },
          { task: 'gen', because: 'reads-output' },
        ],
      },
      {
        task: 'last',
        verdict: 'stale',
        reasons: [{ kind: 'never-run' }],
        waitsFor: [
          { phase: 'phase-1', because: 'phase' },
          { task: 'gen', because: 'depends-on' },
        ],
      },
    ],
    critical: { tasks: ['gen', 'read', 'phase-1/all-is-well', 'last'], ms: 0 },
  })
})

test('validate --json, with and without faults', async (t) => {
  const at = project(t, ROADMAP, { 'a.txt': 'a' })
  same(await at.json('validate'), {
    version: 1,
    ok: true,
    diagnostics: [
      {
        severity: 'warning',
        code: 'awaited-not-read',
        message: '`last` waits for `gen` and reads nothing of what it makes',
        file: 'roadmap.yaml',
        line: 18,
        column: 83,
        hint: 'it does not run again when that changes: name `b.txt` or `task:gen` among its inputs',
      },
    ],
  })
  at.roadmap(ROADMAP.replace('[gen]', '[gne]').replace('outputs: [b.txt]', 'output: [b.txt]'))
  same(await at.json('validate'), {
    version: 1,
    ok: false,
    diagnostics: [
      {
        severity: 'error',
        code: 'unknown-key',
        message: 'task `gen` has an unknown key, `output`',
        file: 'roadmap.yaml',
        line: 8,
        column: 96,
        hint: 'nearest name: `outputs`',
      },
      {
        severity: 'error',
        code: 'missing-dependency',
        message: 'task `last` needs `gne`, and there is no such task',
        file: 'roadmap.yaml',
        line: 18,
        column: 83,
        hint: 'nearest name: `gen`',
      },
    ],
  })
})

test('make --reporter json tells a run in events, and the log of the run holds the very same lines', async (t) => {
  const roadmap = tasks(
    '{ id: say, type: command, run: echo one && echo two, inputs: [a.txt], outputs: [] }',
    '{ id: edit, type: config_edit, target: package.json, edits: [{ set: private, value: true }] }',
    '{ id: never, type: command, run: "true", when: { exists: nowhere } }',
    '{ id: ask, type: manual, question: Is it right? }',
    '{ id: fail, type: command, run: echo no; exit 3, inputs: [a.txt] }',
    '{ id: behind, type: command, run: "true", inputs: [a.txt], depends_on: [fail] }',
  )
  const at = project(t, roadmap, { 'a.txt': 'a', 'package.json': '{}\n' })
  const { code, out, err } = await at.raw(['make', '--reporter', 'json', '--sequential', '--no-input'])
  same([code, err], [1, ''])
  same(events(out).map(timeless), [
    {
      type: 'planned',
      run: 'RUN',
      tasks: ['say', 'edit', 'never', 'ask', 'fail', 'behind'],
      jobs: 1,
      at: 'WHEN',
    },
    {
      type: 'judged',
      task: 'say',
      verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] },
      at: 'WHEN',
    },
    { type: 'started', task: 'say', attempt: 1, at: 'WHEN' },
    { type: 'effect', task: 'say', effect: { do: 'spawn', text: 'echo one && echo two' }, at: 'WHEN' },
    { type: 'output', task: 'say', text: 'one\ntwo\n', at: 'WHEN' },
    { type: 'finished', task: 'say', outcome: { kind: 'done' }, ms: 0, at: 'WHEN' },
    {
      type: 'judged',
      task: 'edit',
      verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] },
      at: 'WHEN',
    },
    { type: 'started', task: 'edit', attempt: 1, at: 'WHEN' },
    {
      type: 'effect',
      task: 'edit',
      effect: {
        do: 'write',
        path: 'package.json',
        before: 'yj0WO6sFU4GCciYUBWjzvvfqrBh869doeOC2Pp5EI1Y',
        after: '2Gb9y43I0vgDgZP7Z2VQDXVlwcVCE513Gc4ltXS_i2w',
      },
      at: 'WHEN',
    },
    { type: 'finished', task: 'edit', outcome: { kind: 'done' }, ms: 0, at: 'WHEN' },
    {
      type: 'judged',
      task: 'never',
      verdict: { kind: 'skipped', because: '`nowhere` is not there' },
      at: 'WHEN',
    },
    {
      type: 'finished',
      task: 'never',
      outcome: { kind: 'skipped', because: '`nowhere` is not there' },
      ms: 0,
      at: 'WHEN',
    },
    {
      type: 'judged',
      task: 'ask',
      verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] },
      at: 'WHEN',
    },
    { type: 'started', task: 'ask', attempt: 1, at: 'WHEN' },
    { type: 'effect', task: 'ask', effect: { do: 'ask', text: 'Is it right?' }, at: 'WHEN' },
    {
      type: 'finished',
      task: 'ask',
      outcome: { kind: 'waiting', question: 'Is it right?' },
      ms: 0,
      at: 'WHEN',
    },
    {
      type: 'judged',
      task: 'fail',
      verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] },
      at: 'WHEN',
    },
    { type: 'started', task: 'fail', attempt: 1, at: 'WHEN' },
    { type: 'effect', task: 'fail', effect: { do: 'spawn', text: 'echo no; exit 3' }, at: 'WHEN' },
    { type: 'output', task: 'fail', text: 'no\n', at: 'WHEN' },
    {
      type: 'finished',
      task: 'fail',
      outcome: {
        kind: 'failed',
        message: 'exited with code 3',
        tail: ['no'],
        log: '.orchestrate/logs/fail-USgNq_.log',
      },
      ms: 0,
      at: 'WHEN',
    },
    {
      type: 'finished',
      task: 'behind',
      outcome: { kind: 'cancelled', because: '`fail` failed' },
      ms: 0,
      at: 'WHEN',
    },
    {
      type: 'ended',
      ok: false,
      exit: 1,
      summary: { done: 2, fresh: 0, failed: 1, waiting: 1, cancelled: 1, skipped: 1, ms: 0 },
      at: 'WHEN',
    },
  ])
  const runs = readdirSync(join(at.root, '.orchestrate/runs'))
  same(
    runs.map((name) => at.read(`.orchestrate/runs/${name}`)),
    [out],
  )
})

test('the log of a run leaves out that a task was found fresh', async (t) => {
  const at = project(
    t,
    tasks(
      '{ id: one, type: command, run: "true", inputs: [a.txt] }',
      '{ id: two, type: command, run: "true" }',
    ),
    { 'a.txt': 'a' },
  )
  await at.make('one')
  const before = readdirSync(join(at.root, '.orchestrate/runs'))
  const { out } = await at.raw(['make', '--reporter', 'json'])
  const [run = ''] = readdirSync(join(at.root, '.orchestrate/runs')).filter((name) => !before.includes(name))
  const isFresh = (line: string): boolean => line.includes('"verdict":{"kind":"fresh"}')
  same(out.split('\n').filter(isFresh).length, 1)
  same(
    at.read(`.orchestrate/runs/${run}`),
    out
      .split('\n')
      .filter((line) => !isFresh(line))
      .join('\n'),
  )
})

test('a fresh task is judged and nothing more, and a run with nothing to do leaves no log', async (t) => {
  const at = project(t, tasks('{ id: say, type: command, run: "true", inputs: [a.txt] }'), { 'a.txt': 'a' })
  await at.make()
  const before = readdirSync(join(at.root, '.orchestrate/runs'))
  const { out } = await at.raw(['make', '--reporter', 'json'])
  same(events(out).map(timeless), [
    { type: 'planned', run: 'RUN', tasks: ['say'], jobs: 2, at: 'WHEN' },
    { type: 'judged', task: 'say', verdict: { kind: 'fresh' }, at: 'WHEN' },
    {
      type: 'ended',
      ok: true,
      exit: 0,
      summary: { done: 0, fresh: 1, failed: 0, waiting: 0, cancelled: 0, skipped: 0, ms: 0 },
      at: 'WHEN',
    },
  ])
  same(readdirSync(join(at.root, '.orchestrate/runs')), before)
})
