import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph } from '../../lib/core/graph.js'
import type { Step } from '../../lib/core/plan.js'
import { chainOf, criticalPath, widthOf } from '../../lib/core/plan.js'
import type { Place } from '../../lib/core/place.js'
import type { Reason, Verdict } from '../../lib/core/reason.js'
import type { Task, TaskId } from '../../lib/core/task.js'
import { recipes, runs } from '../engine/workshop.js'
import { graphOf, group, roadmap } from '../rig.js'
import { present, recorded } from './values.js'

const stale: Verdict = { kind: 'stale', reasons: [{ kind: 'never-run' }] }
const fresh: Verdict = { kind: 'fresh' }

/** a before b and c, both before d; e apart. */
const tasks: readonly Task[] = [
  runs('a', ['pass']),
  runs('b', ['pass'], { needs: ['a'] }),
  runs('c', ['pass'], { needs: ['a'] }),
  runs('d', ['pass'], { needs: ['b', 'c'] }),
  runs('e', ['pass']),
]
const graph: Graph = graphOf(roadmap([group('g', tasks)]), recipes)

const steps = (
  ms: Readonly<Record<string, number>>,
  verdicts: Readonly<Record<string, Verdict>> = {},
): Step[] =>
  tasks.map((task) => ({
    task,
    verdict: verdicts[task.id] ?? stale,
    waitsFor: [],
    ...(task.id in ms ? { record: recorded(present(), { ms: ms[task.id] ?? 0 }) } : {}),
  }))

test('the critical path is the longest chain by recorded times', () => {
  const times = { a: 10, b: 5, c: 20, d: 1, e: 25 }
  assert.deepEqual(criticalPath(graph, steps(times)), { tasks: ['a', 'c', 'd'], ms: 31 })
  assert.deepEqual(criticalPath(graph, steps({ ...times, e: 32 })), { tasks: ['e'], ms: 32 })
})

test('what is fresh takes no time, and the chain goes on through it', () => {
  assert.deepEqual(criticalPath(graph, steps({ a: 10, b: 5, c: 20, d: 1, e: 2 }, { c: fresh })), {
    tasks: ['a', 'b', 'd'],
    ms: 16,
  })
  const all = { a: fresh, b: fresh, c: fresh, d: fresh, e: fresh }
  assert.deepEqual(criticalPath(graph, steps({}, all)), { tasks: [], ms: 0 })
})

test('of tasks that never ran the longest chain wins, and its time is not known', () => {
  assert.deepEqual(criticalPath(graph, steps({})), { tasks: ['a', 'b', 'd'], ms: 0 })
})

test('the width is the most that could run at one time', () => {
  assert.equal(widthOf(graph, steps({})), 2)
  assert.equal(widthOf(graph, steps({}, { a: fresh })), 3)
  assert.equal(widthOf(graph, steps({}, { a: fresh, b: fresh, c: { kind: 'skipped', because: '' } })), 2)
  assert.equal(widthOf(graph, []), 0)
})

const id = (name: string): TaskId => name as TaskId
const changed = (path: string, by?: string): Reason => ({
  kind: 'input-changed',
  path: path as Place,
  ...(by === undefined ? {} : { by: id(by) }),
})

test('the chain goes from a task to the writers of what changed, back to the root', () => {
  const because: readonly Reason[] = [changed('src/a.ts')]
  const verdicts: Record<string, Verdict> = {
    d: { kind: 'unsettled', behind: [id('b'), id('c')] },
    b: { kind: 'stale', reasons: [changed('x.txt'), changed('a.txt', 'a')] },
    a: fresh,
  }
  const told = steps({}, verdicts).map((step) =>
    step.task.id === 'a' ? { ...step, record: recorded(present(), { because }) } : step,
  )
  assert.deepEqual(chainOf(id('d'), new Map(told.map((step) => [step.task.id, step]))), [
    { task: 'd', verdict: verdicts.d, because: [] },
    { task: 'b', verdict: verdicts.b, because: [] },
    { task: 'a', verdict: fresh, because, wrote: 'a.txt' },
  ])
})

test('a chain that comes back to a task ends there', () => {
  const verdicts: Record<string, Verdict> = {
    a: { kind: 'stale', reasons: [changed('b.txt', 'b')] },
    b: { kind: 'stale', reasons: [changed('a.txt', 'a')] },
  }
  const chain = chainOf(id('a'), new Map(steps({}, verdicts).map((step) => [step.task.id, step])))
  assert.deepEqual(
    chain.map(({ task, wrote }) => [task, wrote]),
    [
      ['a', undefined],
      ['b', 'b.txt'],
    ],
  )
})
