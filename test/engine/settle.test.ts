import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Retries, Task } from '../../lib/core/task.js'
import { backoff } from '../../lib/engine/attempts.js'
import type { Made, Memory } from '../rig.js'
import { graphOf, group, make, roadmap } from '../rig.js'
import { joins, recipes, runs, workshop } from './workshop.js'

const one = (...tasks: readonly Task[]) => graphOf(roadmap([group('g', tasks)]), recipes)

const outcomeOf = ({ events }: Made) => events.findLast((event) => event.type === 'finished')?.outcome
const reasonsOf = ({ events }: Made) =>
  events.flatMap((event) =>
    event.type === 'judged' && event.verdict.kind === 'stale' ? event.verdict.reasons : [],
  )

const retries = (more: Partial<Retries> = {}): Retries => ({
  attempts: 3,
  backoff: 'exponential',
  delay: 1000,
  maxDelay: 5000,
  ...more,
})

test('delays double up to the longest, or stay; jitter takes away up to half', () => {
  const after = (more: Partial<Retries>, random: number): number[] =>
    [1, 2, 3, 4].map((failed) => backoff(retries(more), failed, random))
  assert.deepEqual(after({}, 0), [1000, 2000, 4000, 5000])
  assert.deepEqual(after({}, 1), [500, 1000, 2000, 2500])
  assert.deepEqual(after({ backoff: 'fixed' }, 0), [1000, 1000, 1000, 1000])
})

/** A command that fails as often as is said, and leaves half an output each time. */
function failing(memory: Memory, times: number): void {
  let left = times
  memory.commands.set('try', (files, [out = '']) => {
    assert.equal(files.has(out), false, 'each attempt begins without what the last one left')
    files.set(out, left > 0 ? 'half' : 'whole')
    return left-- > 0 ? 1 : 0
  })
}

test('a command that fails is tried again after a growing wait, and is done when it succeeds', async () => {
  const memory = workshop({})
  failing(memory, 2)
  const before = memory.now
  const made = await make(
    memory,
    one(runs('t', ['try', 'o.txt'], { outputs: ['o.txt'], retries: retries() })),
  )
  assert.deepEqual(outcomeOf(made), { kind: 'done' })
  assert.deepEqual(
    made.events.flatMap((event) => (event.type === 'started' ? [event.attempt] : [])),
    [1, 2, 3],
  )
  assert.deepEqual(
    made.events.flatMap((event) => (event.type === 'noticed' ? [event.text] : [])),
    ['attempt 1 of 3 failed: the next in 1000 ms', 'attempt 2 of 3 failed: the next in 2000 ms'],
  )
  assert.ok(memory.now - before >= 3000)
})

test('half an output of a command that failed is taken away, and the failure is the reason of the next run', async () => {
  const memory = workshop({})
  failing(memory, 1)
  const graph = one(runs('t', ['try', 'o.txt'], { outputs: ['o.txt'] }))
  assert.equal(outcomeOf(await make(memory, graph))?.kind, 'failed')
  assert.equal(memory.files.has('o.txt'), false)
  assert.deepEqual(reasonsOf(await make(memory, graph)), [{ kind: 'failed-last-time' }])
})

/** A command during which its input changes as often as is said. */
function racing(memory: Memory, times: number): void {
  let left = times
  memory.commands.set('race', (files, [out = '']) => {
    files.set(out, files.get('a.txt') ?? '')
    if (left-- > 0) files.set('a.txt', `${left}`)
    return 0
  })
}

test('a task whose input changed while it ran is run again, and what it made last counts', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  racing(memory, 2)
  const graph = one(runs('t', ['race', 'o.txt'], { outputs: ['o.txt'], inputs: ['a.txt'] }))
  const made = await make(memory, graph)
  assert.deepEqual(outcomeOf(made), { kind: 'done' })
  assert.equal(made.events.filter((event) => event.type === 'started').length, 3)
  assert.equal(memory.files.get('o.txt'), '0')
  assert.deepEqual((await make(memory, graph)).ran, [])
})

test('a task whose input changed in three runs has failed, and says which input', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  racing(memory, 9)
  const graph = one(runs('t', ['race', 'o.txt'], { outputs: ['o.txt'], inputs: ['a.txt'] }))
  const made = await make(memory, graph)
  assert.equal(made.events.filter((event) => event.type === 'started').length, 3)
  assert.deepEqual(outcomeOf(made), {
    kind: 'failed',
    message:
      '`a.txt` changed while it ran, 3 times: what it writes itself belongs in `outputs`, `rewrites` or `.gitignore`',
  })
  const kinds = ['failed-last-time', 'changed-while-running', 'input-changed']
  assert.deepEqual(
    reasonsOf(await make(memory, graph)).map(({ kind }) => kind),
    kinds,
  )
})

test('what a formatter rewrites is not a change while it ran, and a hand edit of it is a reason', async () => {
  const memory = workshop({ 'a.ts': ' a ', 'b.ts': 'b' })
  memory.commands.set('trim', (files) => {
    for (const [path, text] of files) files.set(path, text.trim())
    return 0
  })
  const graph = one(runs('format', ['trim'], { rewrites: ['*.ts'] }))
  assert.deepEqual(outcomeOf(await make(memory, graph)), { kind: 'done' })
  assert.deepEqual((await make(memory, graph)).ran, [])
  memory.files.set('b.ts', ' b')
  assert.deepEqual(reasonsOf(await make(memory, graph)), [{ kind: 'input-changed', path: 'b.ts' }])
  assert.equal(memory.files.get('b.ts'), 'b')
})

test('a literal input that is not there fails the task, and so does an output that was not made', async () => {
  const memory = workshop({})
  assert.deepEqual(outcomeOf(await make(memory, one(joins('t', 'o.txt', 'a.txt')))), {
    kind: 'failed',
    message: 'its input `a.txt` is not there',
  })
  assert.deepEqual(outcomeOf(await make(memory, one(runs('u', ['pass'], { outputs: ['o.txt'] })))), {
    kind: 'failed',
    message: 'its command succeeded and did not make `o.txt`: make it, or take it out of `outputs`',
  })
})

test('a file in an output folder that the task did not make makes it stale', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = one(runs('t', ['join', 'dist/o.txt', 'a.txt'], { outputs: ['dist/'], inputs: ['a.txt'] }))
  await make(memory, graph)
  memory.files.set('dist/extra.txt', '')
  assert.deepEqual(reasonsOf(await make(memory, graph)), [{ kind: 'output-added', place: 'dist/extra.txt' }])
})

test('a hand edit of an output is written over, and that is said', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = one(joins('t', 'o.txt', 'a.txt'))
  await make(memory, graph)
  memory.files.set('o.txt', 'mine')
  const made = await make(memory, graph)
  assert.deepEqual(
    made.events.filter((event) => event.type === 'noticed'),
    [{ type: 'noticed', task: 't', text: 'edited by hand, and written again', paths: ['o.txt'] }],
  )
  assert.equal(memory.files.get('o.txt'), 'a')
})
