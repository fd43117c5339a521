import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../lib/core/event.js'
import type { Path } from '../../lib/core/place.js'
import type { FaceOptions } from '../../lib/render/face.js'
import { plainRenderer } from '../../lib/render/plain.js'
import { at, id, kept, smallRun, summary, type Kept } from './rig.js'

function played(events: readonly Event[], changes: Partial<FaceOptions> = {}): Kept {
  const written = kept(changes)
  const renderer = plainRenderer(written.options)
  for (const event of events) renderer.take(at(event))
  return written
}

const END = `
failed 1.2 Lint: exited with code 2
    1:1  error
  the rest: \`orchestrate log 1.2\`

waiting for a person
  1.3 Approve staging: Is staging ready?
    answer: \`orchestrate make 1.3\` in a terminal, or \`--yes\` where no approval is needed

not run: 2 tasks
  2 tasks: \`1.2\` failed

1 done, 1 fresh, 1 failed, 1 waiting, 2 not run in 12.3 s
`

test('a run is a line for each task that ran, the output of what failed, and the summary', () => {
  const { out, err } = played(smallRun)
  assert.equal(
    out,
    `done 1.1 Generate types 1.2 s
failed 1.2 Lint 40 ms: exited with code 2
  src/a.ts
    1:1  error
  ::stop-commands::x
waiting 1.3 Approve staging: Is staging ready?
${END}`,
  )
  assert.equal(err, '1.2: trying again in 1 s\n')
})

test('with full output each task has its own below its line, whoever wrote in between', () => {
  const { out } = played(smallRun, { output: 'full' })
  assert.equal(
    out,
    `done 1.1 Generate types 1.2 s
  writing a
  writing b
failed 1.2 Lint 40 ms: exited with code 2
  src/a.ts
    1:1  error
  ::stop-commands::x
waiting 1.3 Approve staging: Is staging ready?
${END}`,
  )
})

test('with no output a failure still has its message and the way to its log', () => {
  const { out } = played(smallRun, { output: 'none' })
  assert.equal(
    out,
    `done 1.1 Generate types 1.2 s
failed 1.2 Lint 40 ms: exited with code 2
waiting 1.3 Approve staging: Is staging ready?
${END.replace('    1:1  error\n', '')}`,
  )
})

test('verbose tells verdicts, effects and what was not run', () => {
  const { out } = played(smallRun, { verbose: true, output: 'none' })
  assert.equal(
    out,
    `1.0 is fresh
1.1 Generate types is stale: never run
  1.1: ran \`npm run codegen\`
done 1.1 Generate types 1.2 s
failed 1.2 Lint 40 ms: exited with code 2
waiting 1.3 Approve staging: Is staging ready?
cancelled 1.4: \`1.2\` failed
cancelled 1.5: \`1.2\` failed
${END.replace('    1:1  error\n', '')}`,
  )
})

test('colours are there only when asked for', () => {
  const { out } = played([{ type: 'finished', task: id('1.1'), outcome: { kind: 'done' }, ms: 5 }], {
    colour: true,
  })
  assert.equal(out, '\x1b[32mdone\x1b[39m 1.1 Generate types \x1b[2m5 ms\x1b[22m\n')
})

test('where all is fresh one line says so', () => {
  const { out } = played([
    { type: 'planned', run: 'r', tasks: [id('1.1')], jobs: 1 },
    { type: 'judged', task: id('1.1'), verdict: { kind: 'fresh' } },
    { type: 'ended', ok: true, exit: 0, summary: summary({ fresh: 61 }) },
  ])
  assert.equal(out, 'nothing to do: 61 tasks are fresh\n')
})

test('a merge with hand edits is told without being asked for', () => {
  const effect = { do: 'write', path: 'a.ts' as Path, merged: true } as const
  assert.equal(
    played([{ type: 'effect', task: id('1.1'), effect }]).out,
    '  1.1: merged its changes with yours in `a.ts`\n',
  )
})

test('a fault in what somebody wrote goes to the messages, with its place', () => {
  const diagnostic = {
    severity: 'warning',
    code: 'empty-glob',
    message: '`src/*.ts` matches nothing',
    at: { file: 'roadmap.yaml', line: 3, column: 9, length: 8 },
  } as const
  const { out, err } = played([{ type: 'diagnostic', diagnostic }])
  assert.equal(out, '')
  assert.match(err, /^roadmap\.yaml:3:9 .*`src\/\*\.ts` matches nothing\n/)
})

test('of endless output about the last megabyte is kept, and what is left out is said', () => {
  const written = kept()
  const renderer = plainRenderer(written.options)
  const line = `${'x'.repeat(99)}\n`
  for (let i = 0; i < 30_000; i++)
    renderer.take(at({ type: 'output', task: id('1.1'), text: `${String(i).padStart(6)}${line}` }))
  renderer.take(at({ type: 'finished', task: id('1.1'), outcome: { kind: 'failed', message: 'no' }, ms: 1 }))
  const lines = written.out.split('\n')
  assert.equal(lines[1], '  … earlier lines are left out: `orchestrate log 1.1` has them all')
  assert.equal(lines.at(-2), `   29999${'x'.repeat(99)}`)
  assert.ok(written.out.length < 1_200_000 && written.out.length > 500_000)
})

test('10,000 tasks are 10,000 lines and the summary', () => {
  const tasks = Array.from({ length: 10_000 }, (_, i) => id(`t${i}`))
  const { out } = played([
    { type: 'planned', run: 'r', tasks, jobs: 2 },
    ...tasks.flatMap((task): Event[] => [
      { type: 'started', task, attempt: 1 },
      { type: 'finished', task, outcome: { kind: 'done' }, ms: 2 },
    ]),
    { type: 'ended', ok: true, exit: 0, summary: summary({ done: 10_000 }) },
  ])
  const lines = out.split('\n')
  assert.deepEqual(
    [lines.length, lines[0], lines[9999], lines[10_000]],
    [10_002, 'done t0 2 ms', 'done t9999 2 ms', '10000 done in 12.3 s'],
  )
})

test('a task that runs for long is said to run, once, so that a log does not look dead', () => {
  const written = kept()
  let strike = (): void => undefined
  const renderer = plainRenderer({
    ...written.options,
    every: (_, tick) => ((strike = tick), () => undefined),
  })
  renderer.take(at({ type: 'started', task: id('1.1'), attempt: 1 }))
  for (let i = 0; i < 4; i++) strike()
  assert.equal(written.out, 'running 1.1 Generate types\n')
})
