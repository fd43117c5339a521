import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph } from '../../lib/core/graph.js'
import type { Path } from '../../lib/core/place.js'
import { defineRecipe } from '../../lib/core/recipe.js'
import type { Task } from '../../lib/core/task.js'
import type { Forecast } from '../../lib/engine/forecast.js'
import { forecast } from '../../lib/engine/forecast.js'
import type { Memory } from '../rig.js'
import { graphOf, group, make, roadmap, task } from '../rig.js'
import { edits, generates, joins, recipes, workshop } from './workshop.js'

const row = (...tasks: readonly Task[]): Graph =>
  graphOf(roadmap([group('g', tasks, { execution: 'sequential' })]), recipes)

const told = (memory: Memory, graph: Graph, withEffects: boolean): Promise<Forecast> =>
  forecast(graph, memory.open(), new Set(graph.targets.keys()), { withEffects, forced: new Set() })

const verdicts = ({ plan }: Forecast) =>
  Object.fromEntries(plan.steps.map(({ task, verdict }) => [task.id, verdict]))

test('behind a stale task it is not known whether a reader will run', async () => {
  const memory = workshop({ 'a.txt': 'a', 'z.txt': '' })
  const graph = row(
    joins('first', 'b.txt', 'a.txt'),
    joins('second', 'c.txt', 'b.txt'),
    joins('apart', 'd.txt', 'z.txt'),
  )
  await make(memory, graph)
  memory.files.set('a.txt', 'edited')
  assert.deepEqual(verdicts(await told(memory, graph, false)), {
    first: { kind: 'stale', reasons: [{ kind: 'input-changed', path: 'a.txt' }] },
    second: { kind: 'unsettled', behind: ['first'] },
    apart: { kind: 'fresh' },
  })
})

test('a dry run shows each task what those before it would write, and leaves every byte', async () => {
  const memory = workshop({ 'x.json': '{"a": 1}\n', 't.liquid': '' })
  const graph = row(
    edits('one', 'x.json', { set: 'b', value: 2 }),
    edits('two', 'x.json', { set: 'c', value: 3 }),
    generates('file', 'gen.txt', {}),
  )
  const before = [new Map(memory.files), [...memory.lines], new Map(memory.objects)]
  const { previews, opaque, refused } = await told(memory, graph, true)
  assert.deepEqual(previews, [
    { task: 'one', path: 'x.json', before: '{"a": 1}\n', after: '{"a": 1, "b": 2}\n' },
    { task: 'two', path: 'x.json', before: '{"a": 1, "b": 2}\n', after: '{"a": 1, "b": 2, "c": 3}\n' },
    { task: 'file', path: 'gen.txt', before: undefined, after: './t.liquid\n\n{}\n' },
  ])
  assert.deepEqual([opaque, refused], [[], []])
  assert.deepEqual([memory.files, memory.lines, memory.objects], before)
})

test('a dry run names what it cannot tell, and what would be refused', async () => {
  const memory = workshop({ 'a.txt': 'a', 'gen.txt': 'mine', 't.liquid': '' })
  const graph = row(
    joins('command', 'b.txt', 'a.txt'),
    generates('file', 'gen.txt', {}),
    edits('edit', 'none.json', { remove: 'a' }),
  )
  const { opaque, refused } = await told(memory, graph, true)
  assert.deepEqual(opaque, ['command'])
  assert.deepEqual(refused, [
    { task: 'file', message: '`gen.txt` is in conflict with an edit by hand' },
    { task: 'edit', message: '`none.json` is not there, and has to be: it is edited in place' },
  ])
})

test('a recipe that tries things out is not asked before what it waits for is done', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const trier = defineRecipe<unknown>({
    name: 'trier',
    version: 1,
    pure: true,
    tries: true,
    settings: (raw) => ({ ok: true, value: raw }),
    reads: () => [],
    claims: () => [{ path: 'tried.txt', whole: true }],
    prepare: () => Promise.resolve([{ do: 'write', path: 'tried.txt' as Path, text: 'x' }]),
  })
  const known = new Map([...recipes, ['trier', trier]])
  const graph = graphOf(
    roadmap([group('g', [joins('install', 'b.txt', 'a.txt')])], [group('h', [task('try', 'trier')])]),
    known,
  )
  assert.deepEqual((await told(memory, graph, true)).opaque, ['install', 'try'])
  await make(memory, graphOf(roadmap([group('g', [joins('install', 'b.txt', 'a.txt')])]), known))
  const later = await told(memory, graph, true)
  assert.deepEqual(later.opaque, [])
  assert.deepEqual(
    later.previews.map(({ path }) => path),
    ['tried.txt'],
  )
})
