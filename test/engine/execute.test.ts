import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Memory, fake, graphOf, group, make, roadmap, task } from '../rig.js'

const recipes = new Map([['command', fake]])

/** `join OUT IN…` writes the inputs' texts, one after the other. */
function workshop(files: Record<string, string>): Memory {
  const memory = new Memory()
  for (const [path, text] of Object.entries(files)) memory.files.set(path, text)
  memory.commands.set('join', (all, [out = '', ...inputs]) => {
    all.set(out, inputs.map((path) => all.get(path) ?? '').join(''))
    return 0
  })
  memory.commands.set('fail', () => 1)
  return memory
}

const joins = (id: string, out: string, ...inputs: string[]) =>
  task(id, 'command', { settings: { run: ['join', out, ...inputs], outputs: [out] }, inputs })

test('a make runs what is stale in the order of reading, and a second one runs nothing', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const graph = graphOf(roadmap([group('g', [joins('last', 'c.txt', 'b.txt'), joins('first', 'b.txt', 'a.txt')])]), recipes)
  assert.deepEqual((await make(memory, graph)).ran, ['first', 'last'])
  assert.equal(memory.files.get('c.txt'), 'a')
  assert.deepEqual((await make(memory, graph)).ran, [])
})

test('a task that ran and produced the same bytes makes nobody behind it stale', async () => {
  const memory = workshop({ 'a.txt': 'a', 'b.txt': '' })
  const graph = graphOf(roadmap([group('g', [joins('first', 'out.txt', 'b.txt'), joins('last', 'end.txt', 'out.txt')])]), recipes)
  await make(memory, graph)
  memory.commands.set('join', (all, [out = '']) => (all.set(out, out === 'out.txt' ? '' : 'x'), 0))
  memory.files.set('b.txt', 'changed')
  assert.deepEqual((await make(memory, graph)).ran, ['first'])
})

test('what waits for a failed task is cancelled, and what does not goes on', async () => {
  const memory = workshop({ 'a.txt': 'a' })
  const bad = task('bad', 'command', { settings: { run: ['fail'], outputs: ['bad.txt'] }, inputs: ['a.txt'] })
  const map = roadmap([group('g', [bad, joins('behind', 'x.txt', 'bad.txt'), joins('apart', 'y.txt', 'a.txt')])])
  const { outcomes } = await make(memory, graphOf(map, recipes))
  assert.deepEqual([...outcomes], [
    ['bad', 'failed'],
    ['behind', 'cancelled'],
    ['apart', 'done'],
  ])
})

test('a file that one later task makes and another changes leaves an earlier reader of its folder fresh', async () => {
  const memory = workshop({ 'src/a.txt': 'a', 'b.txt': 'b' })
  memory.commands.set('shout', (all, [path = '']) => (all.set(path, (all.get(path) ?? '').toUpperCase()), 0))
  const reader = task('reader', 'command', {
    settings: { run: ['join', 'all.txt'], outputs: ['all.txt'] },
    inputs: ['src/*.txt'],
  })
  const format = task('format', 'command', {
    settings: { run: ['shout', 'src/b.txt'], rewrites: ['src/*.txt'] },
    needs: ['maker'],
  })
  const late = [group('making', [joins('maker', 'src/b.txt', 'b.txt')]), group('formatting', [format])]
  // Before `maker` has run, the reader sees one file: that it comes later is the phase's doing.
  const graph = graphOf(roadmap([group('early', [reader])], late), recipes)
  await make(memory, graph)
  assert.equal(memory.files.get('src/b.txt'), 'B')
  assert.deepEqual((await make(memory, graph)).ran, [])
})
