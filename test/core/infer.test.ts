import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Task } from '../../lib/core/task.js'
import { globs } from '../../lib/world/globs.js'
import { joins, recipes, runs } from '../engine/workshop.js'
import { graphOf, group, roadmap } from '../rig.js'

test('a glob looks at what is made below its own folder, not at all that is made', () => {
  const [packages, files] = [100, 50]
  const tasks: Task[] = []
  for (let i = 0; i < packages; i++) {
    for (let j = 0; j < files; j++) tasks.push(joins(`make-${i}-${j}`, `packages/${i}/gen/${j}.ts`, 'a.txt'))
    for (let j = 0; j < files; j++)
      tasks.push(runs(`read-${i}-${j}`, ['pass'], { inputs: [`packages/${i}/gen/**/*.ts`] }))
  }
  let looks = 0
  const counting = {
    ...globs,
    matcher: (patterns: readonly string[]) => {
      const matches = globs.matcher(patterns)
      return (path: string) => (looks++, matches(path))
    },
  }
  const graph = graphOf(roadmap([group('g', tasks)]), recipes, counting)
  const inferred = graph.needs.flat().filter(({ because }) => because === 'reads-output')
  assert.deepEqual([graph.targets.length, inferred.length], [2 * packages * files, packages * files * files])
  assert.equal(looks, packages * files * files)
})
