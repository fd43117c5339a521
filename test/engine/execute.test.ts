import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Task } from '../../lib/core/task.js'
import { graphOf, group, make, roadmap, task } from '../rig.js'
import { Probe, joins, recipes, runs, settled, workshop } from './workshop.js'

const one = (...tasks: readonly Task[]) => graphOf(roadmap([group('g', tasks)]), recipes)

test('a make runs what is stale in the order of reading, and a second one runs nothing', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = one(joins('last', 'c.txt', 'b.txt'), joins('first', 'b.txt', 'a.txt'))
  assert.deepEqual((await make(memory, graph)).ran, ['first', 'last'])
  assert.equal(memory.files.get('c.txt'), 'a')
  assert.deepEqual((await make(memory, graph)).ran, [])
})

test('a task that ran and produced the same bytes makes nobody behind it stale', async () => {
  const memory = workshop({ 'a.txt': 'a', 'b.txt': '' })
  const graph = one(joins('first', 'out.txt', 'b.txt'), joins('last', 'end.txt', 'out.txt'))
  await make(memory, graph)
  memory.commands.set('join', (all, [out = '']) => (all.set(out, out === 'out.txt' ? '' : 'x'), 0))
  memory.files.set('b.txt', 'changed')
  assert.deepEqual((await make(memory, graph)).ran, ['first'])
})

test('what waits for a failed task is cancelled, and what does not goes on', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const bad = runs('bad', ['fail'], { outputs: ['bad.txt'] })
  const graph = one(bad, joins('behind', 'x.txt', 'bad.txt'), joins('apart', 'y.txt', 'a.txt'))
  const { outcomes } = await make(memory, graph)
  const expected = new Map([
    ['bad', 'failed'],
    ['behind', 'cancelled'],
    ['apart', 'done'],
  ])
  assert.deepEqual(outcomes, expected)
})

test('a file that one later task makes and another changes leaves an earlier reader of its folder fresh', async () => {
  const memory = workshop({ 'src/a.txt': 'a', 'b.txt': 'b' })
  memory.commands.set('shout', (all, [path = '']) => (all.set(path, (all.get(path) ?? '').toUpperCase()), 0))
  const reader = runs('reader', ['join', 'all.txt'], { outputs: ['all.txt'], inputs: ['src/*.txt'] })
  const format = runs('format', ['shout', 'src/b.txt'], { rewrites: ['src/*.txt'], needs: ['maker'] })
  const late = [group('making', [joins('maker', 'src/b.txt', 'b.txt')]), group('formatting', [format])]
  // Before `maker` has run, the reader sees one file: that it comes later is the phase's doing.
  const graph = graphOf(roadmap([group('early', [reader])], late), recipes)
  await make(memory, graph)
  assert.equal(memory.files.get('src/b.txt'), 'B')
  assert.deepEqual((await make(memory, graph)).ran, [])
})

test('as many run at a time as there are jobs, and of a group no more than its `max_parallel`', async () => {
  const memory = workshop({})
  const probe = new Probe(memory)
  const probes = (...names: string[]): Task[] => names.map((name) => runs(name, ['probe', name]))
  const graph = graphOf(
    roadmap([group('capped', probes('a', 'b', 'c')), group('free', probes('x', 'y', 'z'))]),
    recipes,
  )
  const made = make(memory, graph, { jobs: 3, caps: new Map([['capped', 1]]) })
  await settled()
  assert.deepEqual(probe.started, ['a', 'x', 'y'])
  await probe.end('x')
  assert.deepEqual(probe.started, ['a', 'x', 'y', 'z'])
  await probe.end('a')
  await probe.end('y')
  assert.deepEqual(probe.started, ['a', 'x', 'y', 'z', 'b'])
  for (const name of 'zbc') await probe.end(name)
  assert.deepEqual((await made).ran, ['a', 'x', 'y', 'z', 'b', 'c'])
})

/** Three probes, two at a time, of which the first fails while the second runs. */
async function failOneOfThree(options: Parameters<typeof make>[2], failFast: boolean) {
  const memory = workshop({})
  const probe = new Probe(memory)
  const probes = ['a', 'b', 'c'].map((name) => runs(name, ['probe', name], { failFast }))
  const made = make(memory, one(...probes), { jobs: 2, ...options })
  await settled()
  await probe.end('a', 1)
  for (const name of 'bc') await probe.end(name)
  return Object.fromEntries((await made).outcomes)
}

test('after a failure nothing new starts with `fail_fast`, and what runs ends', async () => {
  const stopped = { a: 'failed', b: 'done', c: 'cancelled' }
  const wentOn = { a: 'failed', b: 'done', c: 'done' }
  assert.deepEqual(await failOneOfThree({}, true), stopped)
  assert.deepEqual(await failOneOfThree({ failFast: true }, false), stopped)
  assert.deepEqual(await failOneOfThree({ keepGoing: true }, true), wentOn)
  assert.deepEqual(await failOneOfThree({}, false), wentOn)
})

test('a run that is stopped starts nothing more, and what ran runs again the next time', async () => {
  const memory = workshop({})
  const probe = new Probe(memory)
  const stop = new AbortController()
  const graph = one(
    runs('a', ['probe', 'a'], { inputs: ['*.txt'] }),
    runs('b', ['pass'], { inputs: ['*.txt'] }),
  )
  const made = make(memory, graph, { jobs: 1, stop: stop.signal })
  await settled()
  stop.abort('SIGINT')
  assert.deepEqual(Object.fromEntries((await made).outcomes), { a: 'cancelled', b: 'cancelled' })
  const again = make(memory, graph, { jobs: 1 })
  await settled()
  await probe.end('a')
  const { events } = await again
  const reasons = events.flatMap((event) => (event.type === 'judged' ? [event.verdict] : []))
  assert.deepEqual(reasons, [
    { kind: 'stale', reasons: [{ kind: 'interrupted' }] },
    { kind: 'stale', reasons: [{ kind: 'never-run' }] },
  ])
})

test('targets are made with all that they need; what only edits the same file before them is not', async () => {
  const memory = workshop({ 'a.txt': 'a', 'x.json': '{}' })
  const edit = (id: string, key: string): Task =>
    task(id, 'config_edit', { settings: { target: 'x.json', edits: [{ set: key, value: 1 }] } })
  const graph = one(
    edit('first', 'a'),
    joins('input', 'b.txt', 'a.txt'),
    edit('second', 'b'),
    joins('end', 'c.txt', 'b.txt'),
  )
  assert.deepEqual((await make(memory, graph, { targets: ['second'] })).ran, ['second'])
  assert.deepEqual((await make(memory, graph, { targets: ['end'] })).ran, ['input', 'end'])
  assert.deepEqual((await make(memory, graph)).ran, ['first'])
})

test('`when` is judged when its turn comes, and a skipped task satisfies who waits for it', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const maker = joins('maker', 'made.txt', 'a.txt')
  const guarded = { ...runs('guarded', ['pass'], { needs: ['maker'] }), when: { exists: ['made.txt'] } }
  const never = { ...runs('never', ['pass']), when: { missing: ['a.txt'] } }
  const graph = one(maker, guarded, never, runs('behind', ['pass'], { needs: ['never'], inputs: ['a.txt'] }))
  const expected = { maker: 'done', guarded: 'done', never: 'skipped', behind: 'done' }
  assert.deepEqual(Object.fromEntries((await make(memory, graph)).outcomes), expected)
})

test('who reads `task:ID` runs again when that task has run again, and not before', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = one(joins('first', 'b.txt', 'a.txt'), runs('after', ['pass'], { inputs: ['task:first'] }))
  assert.deepEqual((await make(memory, graph)).ran, ['first', 'after'])
  assert.deepEqual((await make(memory, graph)).ran, [])
  const { ran, events } = await make(memory, graph, { forced: ['first'] })
  assert.deepEqual(ran, ['first', 'after'])
  const last = events.findLast((event) => event.type === 'judged')
  const reasons = [{ kind: 'input-changed', path: 'task:first', by: 'first' }]
  assert.deepEqual(last, { type: 'judged', task: 'after', verdict: { kind: 'stale', reasons } })
})

test('words of a person go to the one command, and nothing is recorded of that run', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = one(joins('first', 'b.txt', 'a.txt'))
  await make(memory, graph)
  const lines = memory.lines.length
  await make(memory, graph, { words: { node: 0, words: ['a.txt'] } })
  assert.equal(memory.files.get('b.txt'), 'aa')
  assert.equal(memory.lines.length, lines)
})
