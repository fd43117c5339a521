import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summaryText, teller, totalsLine } from '../../lib/render/summary.js'
import { id, kept, summary } from './rig.js'

const fail = (task: string) =>
  ({ type: 'finished', task: id(task), outcome: { kind: 'failed', message: 'no' }, ms: 1 }) as const

test('a task that failed and then worked in the same run is no failure', () => {
  const { story, take } = teller()
  take(fail('1.1'))
  take({ type: 'finished', task: id('1.1'), outcome: { kind: 'done' }, ms: 1 })
  assert.equal(
    summaryText(story, { exit: 0, summary: summary({ done: 1 }) }, kept().options),
    '1 done in 12.3 s\n',
  )
})

test('a new run begins a new story', () => {
  const { story, take } = teller()
  take(fail('1.1'))
  take({ type: 'planned', run: 'r2', tasks: [], jobs: 1 })
  assert.equal(story.failed.size, 0)
})

test('what was not run is counted by cause, the largest first', () => {
  const { story, take } = teller()
  for (const [task, because] of [
    ['2', '`1` failed'],
    ['3', '`0` failed'],
    ['4', '`0` failed'],
  ] as const)
    take({ type: 'finished', task: id(task), outcome: { kind: 'cancelled', because }, ms: 0 })
  assert.equal(
    summaryText(story, { exit: 1, summary: summary({ cancelled: 3 }) }, kept().options),
    '\nnot run: 3 tasks\n  2 tasks: `0` failed\n  1 task: `1` failed\n\n3 not run in 12.3 s\n',
  )
})

test('of very many failures the first fifty are shown in full and the others named', () => {
  const { story, take } = teller()
  for (let i = 0; i < 60; i++) take(fail(`t${i}`))
  const lines = summaryText(story, { exit: 1, summary: summary({ failed: 60 }) }, kept().options).split('\n')
  assert.equal(lines.filter((line) => /^failed t\d/.test(line)).length, 50)
  assert.deepEqual(lines.slice(-14), [
    'failed too: 10 tasks',
    ...Array.from({ length: 10 }, (_, i) => `  t${50 + i}`),
    '',
    '60 failed in 12.3 s',
    '',
  ])
})

test('the totals say what happened, and when there was nothing to do', () => {
  const told = [
    totalsLine(0, summary({ fresh: 1 })),
    totalsLine(0, summary({ fresh: 61, skipped: 2 })),
    totalsLine(0, summary({ skipped: 1 })),
    totalsLine(0, summary()),
    totalsLine(1, summary({ done: 3, fresh: 58, failed: 1 })),
    totalsLine(130, summary({ done: 3, cancelled: 4 })),
    totalsLine(130, summary()),
  ]
  assert.deepEqual(told, [
    'nothing to do: 1 task is fresh',
    'nothing to do: 61 tasks are fresh, 2 skipped',
    'nothing to do: 1 skipped',
    'nothing to do',
    '3 done, 58 fresh, 1 failed in 12.3 s',
    'interrupted: 3 done, 4 not run in 12.3 s',
    'interrupted: nothing done in 12.3 s',
  ])
})

test('what was measured of tested files is added up at the end, the last word on each counting', () => {
  const { story, take } = teller()
  const measured = (task: string, after: number): void =>
    take({
      type: 'noticed',
      task: id(task),
      text: '',
      measured: {
        statements: { all: 10, before: 2, after },
        branches: { all: 0, before: 0, after: 0 },
        tests: 3,
        mutants: { killed: 1, tried: 2 },
        compared: 'none',
        unreached: [],
      },
    })
  measured('1.1', 4)
  measured('1.1', 9)
  measured('1.2', 7)
  assert.equal(
    summaryText(story, { exit: 0, summary: summary({ done: 2 }) }, kept().options),
    '\ntests of 2 files: statements 20 % → 80 %, 6 tests, 50 % of 4 mutants killed\n\n2 done in 12.3 s\n',
  )
})
