/** `make`: its options, its exit codes, and what it says. */
import { test } from 'node:test'
import { events, project, same, tasks, timeless } from './rig.js'

const CHAIN = tasks(
  '{ id: gen, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }',
  '{ id: read, type: command, run: cat b.txt > c.txt, inputs: [b.txt], outputs: [c.txt] }',
)

test('a make runs what is stale, and says when there is nothing to do', async (t) => {
  const at = project(t, CHAIN, { 'a.txt': 'a' })
  same(await at.orchestrate('make'), {
    code: 0,
    out: ['done gen … ms', 'done read … ms', '2 done in … ms'],
    err: [],
  })
  same(await at.orchestrate('make'), { code: 0, out: ['nothing to do: 2 tasks are fresh'], err: [] })
  at.write('a.txt', 'A')
  same(await at.orchestrate('make', '-v'), {
    code: 0,
    out: [
      'gen is stale: input `a.txt` changed',
      '  gen: ran `cat a.txt > b.txt`',
      'done gen … ms',
      'read is stale: input `b.txt` changed (written by `gen`)',
      '  read: ran `cat b.txt > c.txt`',
      'done read … ms',
      '2 done in … ms',
    ],
    err: [],
  })
  same(at.read('c.txt'), 'A')
})

test('early cut-off: the same bytes make nobody behind stale', async (t) => {
  const at = project(t, CHAIN.replace('cat a.txt > b', 'head -c1 a.txt > b'), { 'a.txt': 'a1' })
  await at.make()
  at.write('a.txt', 'a2')
  same(await at.orchestrate('make'), { code: 0, out: ['done gen … ms', '1 done, 1 fresh in … ms'], err: [] })
})

test('--only runs just what is named, and refuses where a needed output is missing', async (t) => {
  const at = project(t, CHAIN, { 'a.txt': 'a' })
  same(await at.orchestrate('make', 'read', '--only'), {
    code: 2,
    out: [],
    err: ['`--only`: `read` needs `b.txt`, which `gen` has yet to make'],
  })
  same(await at.orchestrate('make', 'gen', '--only'), {
    code: 0,
    out: ['done gen … ms', '1 done in … ms'],
    err: [],
  })
  at.write('a.txt', 'A')
  same(await at.orchestrate('make', 'read', '--only'), {
    code: 0,
    out: ['done read … ms', '1 done in … ms'],
    err: [],
  })
  same(at.read('c.txt'), 'a')
})

test('--force runs the named target, although it is fresh', async (t) => {
  const at = project(t, CHAIN, { 'a.txt': 'a' })
  await at.make()
  same(await at.orchestrate('make', 'gen', '--force'), {
    code: 0,
    out: ['done gen … ms', '1 done in … ms'],
    err: [],
  })
  same(await at.orchestrate('make', '--force'), {
    code: 0,
    out: ['done gen … ms', 'done read … ms', '2 done in … ms'],
    err: [],
  })
})

const FAILING = tasks(
  '{ id: bad, type: command, run: echo out; echo err >&2; exit 3, inputs: [a.txt] }',
  '{ id: behind, type: command, run: "true", inputs: [a.txt], depends_on: [bad] }',
  '{ id: apart, type: command, run: "true", inputs: [a.txt] }',
)

test('what does not wait for a failed task goes on, and all failures stand at the end', async (t) => {
  const at = project(t, FAILING, { 'a.txt': 'a' })
  same(await at.orchestrate('make', '--sequential'), {
    code: 1,
    out: [
      'failed bad … ms: exited with code 3',
      'done apart … ms',
      '',
      'failed bad: exited with code 3',
      '  out',
      '  err',
      '  the rest: `orchestrate log bad`',
      '',
      'not run: 1 task',
      '  1 task: `bad` failed',
      '',
      '1 done, 1 failed, 1 not run in … ms',
    ],
    err: [],
  })
  same(await at.orchestrate('log', 'bad'), { code: 0, out: ['out', 'err'], err: [] })
})

test('--fail-fast starts nothing new after a failure; --keep-going goes on whatever the roadmap says', async (t) => {
  const at = project(t, FAILING, { 'a.txt': 'a' })
  same(await at.orchestrate('make', '--sequential', '--fail-fast', '--output', 'none'), {
    code: 1,
    out: [
      'failed bad … ms: exited with code 3',
      '',
      'failed bad: exited with code 3',
      '  the rest: `orchestrate log bad`',
      '',
      'not run: 2 tasks',
      '  1 task: another task failed',
      '  1 task: `bad` failed',
      '',
      '1 failed, 2 not run in … ms',
    ],
    err: [],
  })
  at.roadmap(`defaults: { fail_fast: true }\n${FAILING}`)
  same((await at.orchestrate('make', '--sequential')).out.at(-1), '1 failed, 2 not run in … ms')
  same(
    (await at.orchestrate('make', '--sequential', '--keep-going')).out.at(-1),
    '1 done, 1 failed, 1 not run in … ms',
  )
})

test('--output full shows what every task says', async (t) => {
  const at = project(
    t,
    FAILING.replace('run: "true", inputs: [a.txt] }', 'run: echo hello, inputs: [a.txt] }'),
    {
      'a.txt': 'a',
    },
  )
  same(await at.orchestrate('make', '--sequential', '--output', 'full'), {
    code: 1,
    out: [
      'failed bad … ms: exited with code 3',
      '  out',
      '  err',
      'done apart … ms',
      '  hello',
      '',
      'failed bad: exited with code 3',
      '  out',
      '  err',
      '  the rest: `orchestrate log bad`',
      '',
      'not run: 1 task',
      '  1 task: `bad` failed',
      '',
      '1 done, 1 failed, 1 not run in … ms',
    ],
    err: [],
  })
})

test('-j says how many run at a time', async (t) => {
  // Each waits until the other is there: one at a time, they would wait for ever.
  const meet = (me: string, other: string): string =>
    `{ id: ${me}, type: command, run: "touch ${me}; until test -e ${other}; do :; done" }`
  const at = project(t, tasks(meet('one', 'two'), meet('two', 'one')))
  same((await at.orchestrate('make', '-j2')).code, 0)
  // Each fails where another one is in the room.
  const alone = (me: string): string =>
    `{ id: ${me}, type: command, run: "mkdir room && touch ${me} && rmdir room" }`
  at.roadmap(tasks(alone('one'), alone('two'), alone('three'), alone('four')))
  same((await at.orchestrate('make', '-j', '1')).code, 0)
  same((await at.orchestrate('make', '--sequential')).code, 0)
})

test('a dry run shows what would run and the whole diff, and does nothing', async (t) => {
  const roadmap = tasks(
    '{ id: edit, type: config_edit, target: package.json, edits: [{ set: private, value: true }] }',
    '{ id: more, type: config_edit, target: package.json, edits: [{ set: type, value: module }] }',
    '{ id: guide, type: file_generation, template: ./guide.liquid, output: docs/guide.txt, data: { of: x } }',
    '{ id: say, type: command, run: cat docs/guide.txt, inputs: [docs/guide.txt] }',
  )
  const at = project(t, roadmap, {
    'package.json': '{\n  "name": "x"\n}\n',
    'guide.liquid': 'A guide of {{ of }}\n',
  })
  same(await at.orchestrate('make', '--dry-run'), {
    code: 0,
    out: [
      '4 of 4 tasks would run, at most 2 at a time',
      '  1  edit   never run',
      '  2  more   never run',
      '  3  guide  never run',
      '  4  say    never run',
      '',
      'critical path: edit → more (no times are recorded yet)',
      '',
      'diff --git a/package.json b/package.json',
      '--- a/package.json',
      '+++ b/package.json',
      '@@ -1,3 +1,5 @@',
      ' {',
      '-  "name": "x"',
      '+  "name": "x",',
      '+  "private": true,',
      '+  "type": "module"',
      ' }',
      'diff --git a/docs/guide.txt b/docs/guide.txt',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/docs/guide.txt',
      '@@ -0,0 +1,1 @@',
      '+A guide of x',
      '',
      'what these do cannot be shown beforehand: `say`',
    ],
    err: [],
  })
  same(await at.orchestrate('plan', '--diff'), {
    code: 0,
    out: [
      'diff --git a/package.json b/package.json',
      '--- a/package.json',
      '+++ b/package.json',
      '@@ -1,3 +1,5 @@',
      ' {',
      '-  "name": "x"',
      '+  "name": "x",',
      '+  "private": true,',
      '+  "type": "module"',
      ' }',
      'diff --git a/docs/guide.txt b/docs/guide.txt',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/docs/guide.txt',
      '@@ -0,0 +1,1 @@',
      '+A guide of x',
    ],
    err: [],
  })
  await at.make()
  same(at.read('package.json'), '{\n  "name": "x",\n  "private": true,\n  "type": "module"\n}\n')
  same(await at.orchestrate('make', '--dry-run'), {
    code: 0,
    out: ['nothing would run: 4 tasks are fresh'],
    err: [],
  })
})

test('words after -- go to the command of one task, and nothing is recorded', async (t) => {
  const at = project(
    t,
    tasks('{ id: say, type: command, run: ./say, inputs: [a.txt], outputs: [said.txt] }'),
    { 'a.txt': 'a' },
  )
  at.script('say', 'printf "[%s]" "$@" > said.txt')
  same(await at.orchestrate('make', 'say', '--', 'two words', '$HOME', '--flag'), {
    code: 0,
    out: ['done say … ms', '1 done in … ms'],
    err: ['say: run with words of your own: nothing is recorded'],
  })
  same(at.read('said.txt'), '[two words][$HOME][--flag]')
  same(await at.why('say'), [{ kind: 'never-run' }])
})

test('retries are told, and the last attempt counts', async (t) => {
  const run = 'echo x >> tries; test $(wc -l < tries) -ge 3'
  const at = project(
    t,
    tasks(
      `{ id: flaky, type: command, run: "${run}", inputs: [a.txt], retries: { attempts: 3, delay: 1ms } }`,
    ),
    { 'a.txt': 'a' },
  )
  same(await at.orchestrate('make'), {
    code: 0,
    out: ['done flaky … ms', '1 done in … ms'],
    err: ['flaky: attempt 1 of 3 failed: the next in … ms', 'flaky: attempt 2 of 3 failed: the next in … ms'],
  })
  same(at.read('tries'), 'x\nx\nx\n')
})

test('a task that takes too long is ended', async (t) => {
  const at = project(
    t,
    tasks('{ id: slow, type: command, run: echo begun; sleep 60, inputs: [a.txt], timeout: 100ms }'),
    { 'a.txt': 'a' },
  )
  same(await at.orchestrate('make'), {
    code: 1,
    out: [
      'failed slow … ms: timed out after … ms',
      '',
      'failed slow: timed out after … ms',
      '  begun',
      '  the rest: `orchestrate log slow`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
})

test('a signal ends what runs, and what was not finished stays stale', async (t) => {
  const slow = '{ id: slow, type: command, run: echo begun; sleep 60, inputs: [a.txt] }'
  const next = '{ id: next, type: command, run: "true", depends_on: [slow] }'
  const at = project(t, tasks(slow, next), { 'a.txt': 'a' })
  at.hears = (text) => {
    if (text.includes('"output"')) for (const signal of at.signals) signal('SIGTERM')
  }
  const { code, out } = await at.raw(['make', '--reporter', 'json'])
  same(code, 143)
  same(
    events(out).flatMap((event) => (event.type === 'finished' ? [timeless(event)] : [])),
    [
      {
        type: 'finished',
        task: 'slow',
        outcome: { kind: 'cancelled', because: 'interrupted' },
        ms: 0,
        at: 'WHEN',
      },
      {
        type: 'finished',
        task: 'next',
        outcome: { kind: 'cancelled', because: 'interrupted' },
        ms: 0,
        at: 'WHEN',
      },
    ],
  )
  same(await at.why('slow'), [{ kind: 'interrupted' }])
})

const ASKING = tasks(
  '{ id: review, type: manual, question: Is it right?, instructions: Look at a.txt, inputs: [a.txt], allow_skip: true }',
  '{ id: release, type: manual, question: Shall it go out?, inputs: [a.txt], approval: true }',
  '{ id: behind, type: command, run: "true", inputs: [a.txt], depends_on: [review] }',
)

test('--no-input asks nobody, and ends with 3', async (t) => {
  const at = project(t, ASKING, { 'a.txt': 'a' })
  same(await at.orchestrate('make', '--no-input', '--sequential'), {
    code: 3,
    out: [
      'waiting review: Is it right?',
      'waiting release: Shall it go out?',
      '',
      'waiting for a person',
      '  review: Is it right?',
      '    answer: `orchestrate make review` in a terminal, or `--yes` where no approval is needed',
      '  release: Shall it go out?',
      '    answer: `orchestrate make release` in a terminal, or `--yes` where no approval is needed',
      '',
      'not run: 1 task',
      '  1 task: `review` waits for a person',
      '',
      '2 waiting, 1 not run in … ms',
    ],
    err: [],
  })
})

test('--yes answers what needs no approval', async (t) => {
  const at = project(t, ASKING, { 'a.txt': 'a' })
  same(await at.orchestrate('make', '--yes', '--sequential'), {
    code: 3,
    out: [
      'done review … ms',
      'waiting release: Shall it go out?',
      'done behind … ms',
      '',
      'waiting for a person',
      '  release: Shall it go out?',
      '    answer: `orchestrate make release` in a terminal, or `--yes` where no approval is needed',
      '',
      '2 done, 1 waiting in … ms',
    ],
    err: [],
  })
})

test('a person is asked at a terminal, and the answer holds until what it was about has changed', async (t) => {
  const at = project(t, ASKING, { 'a.txt': 'a' })
  same(await at.typing(['perhaps', 'yes', 'no'], 'make', '--sequential'), {
    code: 1,
    out: [
      'done review … ms',
      'failed release … ms: answered no: Shall it go out?',
      'done behind … ms',
      '',
      'failed release: answered no: Shall it go out?',
      '',
      '2 done, 1 failed in … ms',
    ],
    err: [
      '',
      'review: Is it right?',
      'Look at a.txt',
      '[yes/no/skip] [yes/no/skip] ',
      'release: Shall it go out?',
      '[yes/no]  (no line break)',
    ],
  })
  same(await at.typing([], 'make', 'review'), { code: 0, out: ['nothing to do: 1 task is fresh'], err: [] })
  at.write('a.txt', 'A')
  same(await at.typing(['skip'], 'make', 'review'), {
    code: 0,
    out: ['done review … ms', '1 done in … ms'],
    err: ['', 'review: Is it right?', 'Look at a.txt', '[yes/no/skip]  (no line break)'],
  })
  same(
    at
      .read('.orchestrate/answers.yaml')
      ?.replace(/bound: .*|at: .*/g, '…')
      .split('\n'),
    [
      '# Answers to manual tasks, each bound to what was shown. These are decisions: commit them.',
      'version: 1',
      'answers:',
      '  "release":',
      '    answer: "no"',
      '    question: "Shall it go out?"',
      '    …',
      '    …',
      '  "review":',
      '    answer: "skip"',
      '    question: "Is it right?"',
      '    …',
      '    …',
      '',
    ],
  )
})

test('a person who leaves has answered nothing', async (t) => {
  const at = project(t, ASKING, { 'a.txt': 'a' })
  same((await at.typing([], 'make', '--sequential')).code, 3)
  same([await at.why('review'), await at.why('release')], [[{ kind: 'waiting' }], [{ kind: 'waiting' }]])
})
