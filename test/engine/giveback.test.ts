import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph } from '../../lib/core/graph.js'
import type { Task, TaskId } from '../../lib/core/task.js'
import { transactionsToUndo } from '../../lib/core/undo.js'
import type { Given } from '../../lib/engine/back.js'
import { cleanTasks } from '../../lib/engine/giveback.js'
import { undoTransactions } from '../../lib/engine/undo.js'
import { recover } from '../../lib/engine/transaction.js'
import type { Memory } from '../rig.js'
import { Killed, graphOf, group, make, roadmap } from '../rig.js'
import { edits, generates, joins, recipes, workshop } from './workshop.js'

const row = (...tasks: readonly Task[]): Graph =>
  graphOf(roadmap([group('g', tasks, { execution: 'sequential' })]), recipes)

function stage(memory: Memory, graph: Graph, dry = false) {
  const world = memory.open()
  recover(world)
  return { world, graph, recipes, run: 'back', dry }
}

const clean = (memory: Memory, graph: Graph, tasks: readonly string[], force = false): Given =>
  cleanTasks(tasks as readonly TaskId[], stage(memory, graph), force)

function undo(memory: Memory, graph: Graph, task?: string, dry = false): Given {
  const back = stage(memory, graph, dry)
  const which = task === undefined ? {} : { tasks: new Set([task as TaskId]) }
  return undoTransactions(transactionsToUndo(back.world.store.state, which), back)
}

test('clean removes what was made, returns what was there, and forgets the records', async () => {
  const memory = workshop({ 'a.txt': 'a', 'x.json': '{"old": 1}\n', 't.liquid': '' })
  const graph = row(
    joins('join', 'out.txt', 'a.txt'),
    edits('edit', 'x.json', { set: 'new.er', value: 2 }, { remove: 'old' }),
    generates('generate', 'gen.txt', {}),
  )
  await make(memory, graph)
  assert.deepEqual(clean(memory, graph, ['generate', 'edit', 'join']).left, [])
  assert.deepEqual(Object.fromEntries(memory.files), {
    'a.txt': 'a',
    'x.json': '{"old": 1}\n',
    't.liquid': '',
  })
  const { records, places } = memory.state()
  assert.deepEqual([records.size, places.size], [0, 0])
})

test('clean leaves and names what was edited since, and takes it with force', async () => {
  const memory = workshop({ 't.liquid': '' })
  const graph = row(generates('generate', 'gen.txt', {}))
  await make(memory, graph)
  memory.files.set('gen.txt', 'by hand')
  const { left } = clean(memory, graph, ['generate'])
  assert.deepEqual(left, [{ task: 'generate', place: 'gen.txt', why: 'was edited since' }])
  assert.equal(memory.files.get('gen.txt'), 'by hand')
  await make(memory, graph, { side: 'ours' })
  memory.files.set('gen.txt', 'by hand again')
  clean(memory, graph, ['generate'], true)
  assert.equal(memory.files.has('gen.txt'), false)
})

test('who made a map that another task wrote into gives it back after that one', async () => {
  const before = '{"name": "x"}\n'
  const memory = workshop({ 'x.json': before })
  const [first, second] = [
    edits('first', 'x.json', { set: 'made.a', value: 1 }),
    edits('second', 'x.json', { set: 'made.b', value: 2 }),
  ]
  await make(memory, row(second))
  const graph = row(first, second)
  await make(memory, graph)
  clean(memory, graph, ['second', 'first'])
  assert.equal(memory.files.get('x.json'), before)
})

test('what a later task wrote inside a region forbids that it is given back alone, and names that task', async () => {
  const before = '{"name": "x"}\n'
  const memory = workshop({ 'x.json': before })
  const graph = row(
    edits('outer', 'x.json', { set: 'map', value: { own: 2 } }),
    edits('inner', 'x.json', { set: 'map.inner', value: 1 }),
    edits('beside', 'x.json', { set: 'other', value: 3 }),
  )
  await make(memory, graph)
  const made = memory.files.get('x.json')
  const refusal = {
    moves: [],
    left: [
      {
        task: 'outer',
        place: 'x.json#map',
        why: 'holds what `inner` wrote later: clean that first, or both',
      },
    ],
  }
  assert.deepEqual(clean(memory, graph, ['outer', 'beside']), refusal)
  assert.equal(memory.files.get('x.json'), made)
  assert.deepEqual((await make(memory, graph)).ran, [])
  assert.deepEqual(clean(memory, graph, ['outer', 'beside', 'inner']).left, [])
  assert.equal(memory.files.get('x.json'), before)
})

test('what a later task wrote around a region forbids that it is given back alone', async () => {
  const memory = workshop({ 'x.json': '{"name": "x"}\n' })
  const inner = edits('inner', 'x.json', { set: 'map.inner', value: 1 })
  const outer = edits('outer', 'x.json', { set: 'map', value: { own: 2 } })
  await make(memory, row(inner))
  await make(memory, row(inner, outer))
  assert.deepEqual(clean(memory, row(inner, outer), ['inner']).left, [
    {
      task: 'inner',
      place: 'x.json#map.inner',
      why: 'lies in what `outer` wrote later: clean that first, or both',
    },
  ])
})

test('a region that holds an edit by hand in the region of another task is left with it', async () => {
  const memory = workshop({ 'x.json': '{"name": "x"}\n' })
  const graph = row(
    edits('outer', 'x.json', { set: 'map', value: { own: 2 } }),
    edits('inner', 'x.json', { set: 'map.inner', value: 1 }),
  )
  await make(memory, graph)
  memory.files.set('x.json', (memory.files.get('x.json') ?? '').replace('"inner": 1', '"inner": 5'))
  assert.deepEqual(clean(memory, graph, ['inner', 'outer']).left, [
    { task: 'inner', place: 'x.json#map.inner', why: 'was edited since' },
    { task: 'outer', place: 'x.json#map', why: 'holds `map.inner`, which is left' },
  ])
})

test('a dry clean tells just what a real one does, and does nothing', async () => {
  const memory = workshop({ 'x.json': '{"name": "x"}\n' })
  const graph = row(
    edits('outer', 'x.json', { set: 'map', value: { own: 2, inner: 0 } }),
    edits('inner', 'x.json', { set: 'map.inner', value: 1 }),
  )
  await make(memory, graph)
  const [files, lines] = [new Map(memory.files), memory.lines.length]
  const tasks = ['inner', 'outer'] as readonly string[] as readonly TaskId[]
  const told = cleanTasks(tasks, stage(memory, graph, true), false)
  assert.deepEqual([memory.files, memory.lines.length], [files, lines])
  assert.deepEqual(cleanTasks(tasks, stage(memory, graph), false), told)
  assert.equal(memory.files.get('x.json'), '{"name": "x"}\n')
})

test('what another task wants inside a region that is given back by force is made again', async () => {
  const memory = workshop({ 'x.json': '{"name": "x"}\n' })
  const outer = edits('outer', 'x.json', { set: 'map', value: { own: 2 } })
  const graph = row(edits('inner', 'x.json', { set: 'map.inner', value: 1 }), outer)
  await make(memory, row(outer))
  await make(memory, graph)
  clean(memory, graph, ['outer'], true)
  assert.deepEqual((await make(memory, graph)).ran, ['inner', 'outer'])
  assert.deepEqual(JSON.parse(memory.files.get('x.json') ?? ''), { name: 'x', map: { inner: 1, own: 2 } })
})

test('a process that dies right after a write has not forgotten what stood there first', async () => {
  const before: Record<string, string> = { 'x.json': '{"a": 1}\n', 't.liquid': '' }
  const memory = workshop(before)
  const graph = row(generates('generate', 'gen.txt', {}), edits('edit', 'x.json', { set: 'a', value: 2 }))
  // Each dies at the line after the one that begins its transaction and the write: what it did is not on record.
  for (const writes of ['gen.txt', 'x.json']) {
    while (memory.files.get(writes) === before[writes]) {
      memory.fuse = 3
      await assert.rejects(make(memory, graph), Killed)
    }
  }
  memory.fuse = Infinity
  await make(memory, graph)
  assert.equal(memory.files.get('x.json'), '{"a": 2}\n')
  clean(memory, graph, ['edit', 'generate'])
  assert.deepEqual(Object.fromEntries(memory.files), before)
})

test('undo takes back the last run that wrote, and what was known before it is known again', async () => {
  const memory = workshop({ 'x.json': '{"a": 1}\n', 't.liquid': '' })
  const graph = row(generates('generate', 'gen.txt', {}), edits('edit', 'x.json', { set: 'a', value: 2 }))
  await make(memory, graph)
  assert.deepEqual(undo(memory, graph).left, [])
  assert.deepEqual(Object.fromEntries(memory.files), { 'x.json': '{"a": 1}\n', 't.liquid': '' })
  assert.deepEqual((await make(memory, graph)).ran, ['generate', 'edit'])
})

test('undo of an edit keeps what a person wrote beside it meanwhile', async () => {
  const memory = workshop({ 'x.json': '{"a": 1}\n' })
  const graph = row(edits('edit', 'x.json', { set: 'b.c', value: 2 }))
  await make(memory, graph)
  memory.files.set('x.json', (memory.files.get('x.json') ?? '').replace('"a": 1', '"a": 3'))
  undo(memory, graph)
  assert.equal(memory.files.get('x.json'), '{"a": 3}\n')
})

test('undo refuses where a later task wrote in the place, and names it', async () => {
  const memory = workshop({ 'x.json': '{}\n' })
  const graph = row(
    edits('outer', 'x.json', { set: 'map', value: {} }),
    edits('inner', 'x.json', { set: 'map.inner', value: 1 }),
  )
  await make(memory, graph)
  const { moves, left } = undo(memory, graph, 'outer')
  assert.deepEqual(moves, [])
  assert.deepEqual(left, [{ task: 'inner', place: 'x.json#map.inner', why: 'was written later by `inner`' }])
})

test('undo whose earlier text is lost changes nothing and says so', async () => {
  const memory = workshop({ 'x.json': '{"a": 1}\n', 't.liquid': '' })
  const graph = row(generates('generate', 'gen.txt', {}), edits('edit', 'x.json', { set: 'a', value: 2 }))
  await make(memory, graph)
  memory.objects.clear()
  const { left } = undo(memory, graph)
  assert.deepEqual(left, [{ task: 'edit', place: 'x.json', why: 'its earlier text is not kept any more' }])
  assert.equal(memory.files.get('x.json'), '{"a": 2}\n')
  assert.equal(memory.files.has('gen.txt'), true)
})

test('a dry undo tells its moves and makes none', async () => {
  const memory = workshop({ 't.liquid': '' })
  const graph = row(generates('generate', 'gen.txt', {}))
  await make(memory, graph)
  const lines = memory.lines.length
  const { moves } = undo(memory, graph, undefined, true)
  assert.deepEqual(
    moves.map(({ path, after }) => [path, after]),
    [['gen.txt', 'absent']],
  )
  assert.equal(memory.files.has('gen.txt'), true)
  assert.equal(memory.lines.length, lines)
})

test('a generated file that stood there already is taken over, and follows its template from then on', async () => {
  const memory = workshop({ 't.liquid': '' })
  const text = './t.liquid\n\n{"of":1}\n'
  memory.files.set('gen.txt', text)
  await make(memory, row(generates('generate', 'gen.txt', { of: 1 })))
  const { outcomes } = await make(memory, row(generates('generate', 'gen.txt', { of: 2 })))
  assert.deepEqual([...outcomes], [['generate', 'done']])
  assert.equal(memory.files.get('gen.txt'), './t.liquid\n\n{"of":2}\n')
  clean(memory, row(generates('generate', 'gen.txt', { of: 2 })), ['generate'])
  assert.equal(memory.files.get('gen.txt'), text)
})
