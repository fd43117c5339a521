/** Fails the Nth write of the disk, the journal or the answers, for every N of a whole make: as a death and as a full disk. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph } from '../../lib/core/graph.js'
import { Refusal } from '../../lib/core/recipe.js'
import type { Memory } from '../rig.js'
import { Killed, graphOf, group, make, roadmap, task } from '../rig.js'
import { edits, generates, joins, recipes, runs, workshop } from './workshop.js'

const FILES = {
  'a.txt': 'a',
  'src/a.ts': ' a ',
  't.liquid': '',
  'x.json': '{\n  "old": true,\n  "list": ["one"]\n}\n',
}

/** Every recipe, twice where one stands on the other. */
const graph: Graph = graphOf(
  roadmap(
    [
      group('write', [
        edits('edit', 'x.json', { set: 'made.here', value: 1 }, { remove: 'old' }),
        generates('generate', 'gen/a.txt', { of: 1 }),
        joins('join', 'out.txt', 'a.txt', 'gen/a.txt'),
        runs('folder', ['fill', 'dist/'], { outputs: ['dist/'], inputs: ['out.txt'] }),
      ]),
    ],
    [
      group('change', [
        runs('format', ['trim'], { rewrites: ['src/*.ts'] }),
        edits('again', 'x.json', { append: 'list', value: 'two' }, { set: 'made.too', value: { b: 2 } }),
        task('ask', 'manual', { inputs: ['x.json'], settings: { question: 'good?' } }),
        joins('end', 'end.txt', 'x.json', 'out.txt'),
      ]),
    ],
  ),
  recipes,
)

function begin(): Memory {
  const memory = workshop(FILES)
  memory.commands.set('fill', (files, [folder = '']) => {
    for (const name of ['a', 'b']) files.set(`${folder}${name}.txt`, files.get('out.txt') ?? '')
    return 0
  })
  memory.commands.set('trim', (files) => {
    files.set('src/a.ts', (files.get('src/a.ts') ?? '').trim())
    return 0
  })
  return memory
}

/** A make of which the Nth write fails; false where it had fewer. */
async function makeUntil(memory: Memory, n: number, refuses: boolean): Promise<boolean> {
  memory.fuse = n
  memory.refuses = refuses
  await make(memory, graph, { jobs: 1 }).catch((error: unknown) => {
    if (!(refuses ? error instanceof Refusal : error instanceof Killed)) throw error
  })
  const hasFailed = memory.fuse === Infinity
  memory.fuse = Infinity
  memory.refuses = false
  return hasFailed
}

for (const [how, refuses] of [
  ['a process that dies at', false],
  ['a disk that is full at', true],
] as const)
  test(`after ${how} any of its writes a make ends in the files of a clean build, and a second does nothing`, async () => {
    const clean = begin()
    await make(clean, graph, { jobs: 1 })
    let n = 0
    for (; ; n++) {
      const memory = begin()
      const hasFailed = await makeUntil(memory, n, refuses)
      const { outcomes } = await make(memory, graph, { jobs: 1 })
      assert.ok(![...outcomes.values()].includes('failed'), `write ${n}`)
      assert.deepEqual(memory.files, clean.files, `write ${n}`)
      assert.deepEqual((await make(memory, graph)).ran, [], `a second make after write ${n}`)
      if (!hasFailed) break
    }
    assert.ok(n > 20, `only ${n} writes were tried`)
  })
