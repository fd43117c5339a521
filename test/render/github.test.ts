import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Event } from '../../lib/core/event.js'
import { annotation, githubRenderer } from '../../lib/render/github.js'
import { at, id, kept, smallRun, summary, type Kept } from './rig.js'

function played(events: readonly Event[], summaryFile?: string): Kept {
  const written = kept()
  const renderer = githubRenderer({
    ...written.options,
    ...(summaryFile === undefined ? {} : { summaryFile }),
  })
  for (const event of events) renderer.take(at(event))
  return written
}

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrate-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const fail = (task: string, message = 'no', tail?: readonly string[]): Event => ({
  type: 'finished',
  task: id(task),
  outcome: { kind: 'failed', message, ...(tail === undefined ? {} : { tail }) },
  ms: 1,
})

test('a failed task has its output in a group and an annotation, and its output cannot command', () => {
  assert.equal(
    played(smallRun).out,
    `done 1.1 Generate types 1.2 s
failed 1.2 Lint 40 ms: exited with code 2
::group::output of 1.2 Lint
  src/a.ts
    1:1  error
  :\u200b:stop-commands::x
::endgroup::
::error title=1.2 Lint::exited with code 2
waiting 1.3 Approve staging: Is staging ready?

failed 1.2 Lint: exited with code 2
    1:1  error
  the rest: \`orchestrate log 1.2\`

waiting for a person
  1.3 Approve staging: Is staging ready?
    answer: \`orchestrate make 1.3\` in a terminal, or \`--yes\` where no approval is needed

not run: 2 tasks
  2 tasks: \`1.2\` failed

1 done, 1 fresh, 1 failed, 1 waiting, 2 not run in 12.3 s
`,
  )
})

test('what would end an annotation or a property is escaped', () => {
  assert.equal(annotation('a:b, 5 %\n', '5 %\r\nnext'), '::error title=a%3Ab%2C 5 %25%0A::5 %25%0D%0Anext\n')
})

test('ten failures are annotated, the others only told', () => {
  const { out } = played(Array.from({ length: 12 }, (_, i) => fail(`t${i}`)))
  assert.equal(out.match(/^::error /gm)?.length, 10)
  assert.equal(out.match(/^failed t/gm)?.length, 12)
})

test('an old-style command anywhere in a line is made inert, on both streams', () => {
  const { err } = played([{ type: 'noticed', text: 'x ##[add-mask]y' }])
  assert.equal(err, 'x ##\u200b[add-mask]y\n')
})

test('the job summary is appended as Markdown, and what tasks say cannot break it', (t) => {
  const file = join(temporary(t), 'summary.md')
  writeFileSync(file, 'before\n')
  const events: Event[] = [
    fail('1.2', '<b> in `a_b`', ['```', 'red']),
    { type: 'finished', task: id('1.3'), outcome: { kind: 'waiting', question: 'Ready?' }, ms: 0 },
    { type: 'finished', task: id('1.4'), outcome: { kind: 'cancelled', because: '`1.2` failed' }, ms: 0 },
    { type: 'ended', ok: false, exit: 1, summary: summary({ failed: 1, waiting: 1, cancelled: 1 }) },
  ]
  played(events, file)
  assert.equal(
    readFileSync(file, 'utf8'),
    `before
### orchestrate: 1 failed, 1 waiting, 1 not run in 12.3 s

**failed** 1.2 Lint: \\<b\\> in \`a_b\`

\`\`\`\`text
\`\`\`
red
\`\`\`\`

**waiting** 1.3 Approve staging: Ready?

**not run** 1 task: \`1.2\` failed

`,
  )
})

test('the job summary stays below what GitHub takes, whatever stood in the file', (t) => {
  const file = join(temporary(t), 'summary.md')
  writeFileSync(file, 'x'.repeat(500_000))
  const tail = Array.from({ length: 20 }, () => 'é'.repeat(500))
  const events = Array.from({ length: 100 }, (_, i) => fail(`t${i}`, 'no', tail))
  played([...events, { type: 'ended', ok: false, exit: 1, summary: summary({ failed: 100 }) }], file)
  const bytes = readFileSync(file)
  assert.ok(bytes.length <= 1024 * 1024 && bytes.length > 1_000_000, String(bytes.length))
  assert.match(bytes.toString('utf8'), /More is left out here: the log has it\.\n$/)
})

test('a summary file that cannot be written is told and does no harm', (t) => {
  const folder = temporary(t)
  const { err } = played([{ type: 'ended', ok: true, exit: 0, summary: summary() }], folder)
  assert.match(err, /^the job summary could not be written: EISDIR/)
})
