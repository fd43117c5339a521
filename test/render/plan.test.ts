import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../lib/core/plan.js'
import { planGraph } from '../../lib/render/picture.js'
import { planText } from '../../lib/render/plan.js'
import { plan, steps } from './forecast.js'
import { id } from './rig.js'

function step0(): Step {
  const [first] = steps
  assert.ok(first)
  return first
}

test('a plan tells what would run, in order, how wide and why, and the critical path', () => {
  assert.equal(
    planText(plan, { colour: false }),
    `2 of 5 tasks would run, 1 may run, at most 2 at a time
  1  1.2  Lint      input \`src/a.ts\` changed (written by \`1.1\`) (+1 more)
  2  1.3            may run: behind \`1.2\`
  3  phase-1/tests  never run

critical path: 1.2 → 1.3 → phase-1/tests (12.3 s by recorded times)
`,
  )
})

test('a plan for a terminal cuts its rows, and breaks the critical path between words', () => {
  assert.equal(
    planText(plan, { colour: false, columns: 40 }),
    `2 of 5 tasks would run, 1 may run, at most 2 at a time
  1  1.2  Lint      input \`src/a.ts\` ch…
  2  1.3            may run: behind \`1.…
  3  phase-1/tests  never run

critical path: 1.2 → 1.3 → phase-1/tests
  (12.3 s by recorded times)
`,
  )
})

test('a plan with nothing to do is one line', () => {
  const fresh = {
    ...plan,
    steps: steps.filter(({ verdict }) => verdict.kind === 'fresh' || verdict.kind === 'skipped'),
  }
  assert.equal(planText(fresh, { colour: false }), 'nothing would run: 1 task is fresh, 1 skipped\n')
})

test('a long critical path is told by its ends, and says where no times are known', () => {
  const tasks = Array.from({ length: 40 }, (_, i) => id(`t${i}`))
  assert.equal(
    planText({ ...plan, critical: { tasks, ms: 0 } }, { colour: false })
      .split('\n')
      .at(-2),
    'critical path: t0 → t1 → t2 → t3 → t4 → t5 → … → t35 → t36 → t37 → t38 → t39 (no times are recorded yet)',
  )
})

test('the graph of tasks as mermaid, groups as points where arrows meet', () => {
  assert.equal(
    planGraph(plan, 'mermaid', 'task'),
    `flowchart LR
  n0["1.1 Generate types"]
  n1["1.2 Lint"]
  n2["1.3"]
  n3["1.4 Deploy #quot;staging#quot;"]
  n4["phase-1/tests"]
  n5(("all of a"))
  n6(("all of b"))
  n0 -->|reads-output| n1
  n5 -->|group| n2
  n2 -->|sequential| n3
  n5 -->|group| n3
  n5 -->|group| n4
  n6 -->|group| n4
  n0 --> n5
  n1 --> n5
  n2 --> n6
  n3 --> n6
`,
  )
})

test('the graph of groups as dot has each arrow once', () => {
  assert.equal(
    planGraph(plan, 'dot', 'group'),
    `digraph roadmap {
  rankdir=LR
  n0 [label="a", shape=box]
  n1 [label="b", shape=box]
  n2 [label="phase-1 checkpoint", shape=box]
  n0 -> n1 [label="group"]
  n0 -> n2 [label="group"]
  n1 -> n2 [label="group"]
}
`,
  )
})

test('a phase is waited for once, however many tasks it has', () => {
  const waitsFor = [{ phase: 'phase-0', because: 'phase' }] as const
  const after = steps.slice(0, 2).map((step) => ({ ...step, waitsFor }))
  const first = { ...step0(), task: { ...step0().task, id: id('0.1'), name: 'Begin', phase: 'phase-0' } }
  assert.equal(
    planGraph({ ...plan, steps: [first, ...after] }, 'mermaid', 'task'),
    `flowchart LR
  n0["0.1 Begin"]
  n1["1.1 Generate types"]
  n2["1.2 Lint"]
  n3(("start of phase-1"))
  n4(("all of phase-0"))
  n4 -->|phase| n3
  n3 -->|phase| n1
  n3 -->|phase| n2
  n0 --> n4
`,
  )
})

test('a name cannot end its label', () => {
  const first = step0()
  const one = { ...plan, steps: [{ ...first, task: { ...first.task, name: 'a "b" \\ #c' } }] }
  assert.match(planGraph(one, 'dot', 'task'), /label="1\.1 a \\"b\\" \\\\ #c"/)
  assert.match(planGraph(one, 'mermaid', 'task'), /n0\["1\.1 a #quot;b#quot; \\ #35;c"\]/)
})
