import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measured, Recipe } from '../../lib/core/recipe.js'
import { defineRecipe, ok } from '../../lib/core/recipe.js'
import { withNeeds } from '../../lib/core/graph.js'
import { forecast } from '../../lib/engine/forecast.js'
import { Memory, graphOf, group, make, roadmap, task } from '../rig.js'

const recipes = new Map<string, Recipe>([
  [
    'source',
    defineRecipe<unknown>({
      name: 'source',
      version: 1,
      pure: true,
      settings: () => ok({}),
      reads: () => [],
      claims: () => [{ path: 'a.txt', whole: true }],
      prepare: () => Promise.resolve([{ do: 'write', path: 'a.txt' as never, text: 'new' }]),
    }),
  ],
  [
    'trying',
    defineRecipe<unknown>({
      name: 'trying',
      version: 1,
      pure: true,
      settings: () => ok({}),
      reads: () => ['a.txt'],
      claims: () => [{ path: 'b.txt', whole: true }],
      async prepare(_settings, look) {
        const { output } = await look.experiment({
          command: ['cat', 'a.txt'],
          files: new Map([['own', '1']]),
          timeout: 1000,
        })
        return [{ do: 'write', path: 'b.txt' as never, text: output }]
      },
    }),
  ],
])
const graph = graphOf(roadmap([group('a', [task('first', 'source'), task('second', 'trying')])]), recipes)

/** A command that tells what was laid over the project. */
function trying(memory: Memory): void {
  memory.tries = ({ files = new Map() }) => ({
    kind: 'exited',
    code: 0,
    output: [...files].map(([path, text]) => `${path}=${text ?? ''}`).join(),
    files: new Map(),
  })
}

test('an experiment of a dry run finds what earlier tasks would write', async () => {
  const memory = new Memory()
  trying(memory)
  const wanted = withNeeds(graph, graph.targets.keys())
  const { previews } = await forecast(graph, memory.open(), wanted, { withEffects: true, forced: new Set() })
  assert.deepEqual(
    previews.map(({ path, after }) => [path, after]),
    [
      ['a.txt', 'new'],
      ['b.txt', 'a.txt=new,own=1'],
    ],
  )
})

test('what came of an experiment is what a make writes', async () => {
  const memory = new Memory()
  trying(memory)
  await make(memory, graph)
  assert.equal(memory.files.get('b.txt'), 'own=1')
})

test('what a recipe tells is noticed with its figures, and what is too long for that is in the log of the task', async () => {
  const measured: Measured = {
    statements: { all: 2, before: 0, after: 1 },
    branches: { all: 0, before: 0, after: 0 },
    tests: 1,
    mutants: { killed: 0, tried: 0 },
    compared: 'none',
    unreached: [{ line: 3, why: 'only when `process.platform` is `win32`' }],
  }
  const telling = defineRecipe<unknown>({
    name: 'telling',
    version: 1,
    pure: true,
    settings: () => ok({}),
    reads: () => [],
    claims: () => [],
    prepare: () =>
      Promise.resolve([{ do: 'tell', text: 'in short', more: ['at length', 'and more'], measured }]),
  })
  const memory = new Memory()
  const { events } = await make(
    memory,
    graphOf(roadmap([group('a', [task('t', 'telling')])]), new Map([['telling', telling]])),
  )
  assert.deepEqual(
    events.filter(({ type }) => type === 'noticed'),
    [{ type: 'noticed', task: 't', text: 'in short', measured }],
  )
  assert.deepEqual([...memory.logs], [['t', 'in short\nat length\nand more\n']])
})
