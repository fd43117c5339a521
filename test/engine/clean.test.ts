import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TaskId } from '../../lib/core/task.js'
import { cleanTasks } from '../../lib/engine/giveback.js'
import { configEdit } from '../../recipes/config_edit/index.js'
import { Memory, graphOf, group, make, roadmap, task } from '../rig.js'

const recipes = new Map([['config_edit', configEdit]])

test('clean gives back what an edit removed, beside what it set', async () => {
  const text = '{\n  "a": false,\n  "b": 1\n}\n'
  const memory = new Memory()
  memory.files.set('c.json', text)
  const edits = [{ set: 'n', value: true }, { remove: 'a' }]
  const edit = task('edit', 'config_edit', { settings: { target: 'c.json', edits } })
  const graph = graphOf(roadmap([group('g', [edit])]), recipes)
  await make(memory, graph)
  assert.equal(memory.files.get('c.json'), '{\n  "b": 1,\n  "n": true\n}\n')
  const stage = { graph, world: memory.open(), recipes, run: 'clean', dry: false }
  assert.deepEqual(cleanTasks(['edit' as TaskId], stage, false).left, [])
  assert.equal(memory.files.get('c.json'), text)
})
