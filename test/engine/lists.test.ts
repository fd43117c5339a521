/** Lists that a recipe looks at: which files there are counts, what is in them does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Path } from '../../lib/core/place.js'
import { defineRecipe } from '../../lib/core/recipe.js'
import { graphOf, group, make, roadmap, task } from '../rig.js'
import { joins, recipes, workshop } from './workshop.js'

const lister = defineRecipe<unknown>({
  name: 'lister',
  version: 1,
  pure: true,
  settings: (raw) => ({ ok: true, value: raw }),
  reads: () => [],
  claims: () => [{ path: 'list.txt', whole: true }],
  prepare: (_settings, look) =>
    Promise.resolve([
      { do: 'write', path: 'list.txt' as Path, text: look.list(['src/*.txt', '!src/no.txt']).join(' ') },
    ]),
})
const known = new Map([...recipes, ['lister', lister]])
const lists = task('lists', 'lister', {})

test('a file that comes or goes makes the reader of a list stale, and an edit of one does not', async () => {
  const memory = workshop({ 'src/a.txt': 'a' })
  const graph = graphOf(roadmap([group('g', [lists])]), known)
  await make(memory, graph)
  memory.files.set('src/a.txt', 'other')
  memory.files.set('src/no.txt', 'taken away by the list')
  assert.deepEqual((await make(memory, graph)).ran, [])
  memory.files.set('src/b.txt', 'b')
  assert.deepEqual((await make(memory, graph)).ran, ['lists'])
  assert.equal(memory.files.get('list.txt'), 'src/a.txt src/b.txt')
  memory.files.delete('src/a.txt')
  assert.deepEqual((await make(memory, graph)).ran, ['lists'])
})

test('a file that a later task adds to a list leaves its reader fresh', async () => {
  const memory = workshop({ 'src/a.txt': 'a' })
  const graph = graphOf(
    roadmap([group('g', [lists])], [group('h', [joins('late', 'src/z.txt', 'src/a.txt')])]),
    known,
  )
  assert.deepEqual((await make(memory, graph)).ran, ['lists', 'late'])
  assert.deepEqual((await make(memory, graph)).ran, [])
  memory.files.set('src/y.txt', 'by hand')
  assert.deepEqual((await make(memory, graph)).ran, ['lists'])
})
