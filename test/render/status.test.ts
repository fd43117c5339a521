import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listText } from '../../lib/render/list.js'
import { statusText } from '../../lib/render/status.js'
import { plan, roadmap, steps } from './forecast.js'

const now = Date.parse('2026-01-02T03:04:05.000Z')

test('status is a tree with verdicts, last runs, counts and the percentage of what is asked for', () => {
  assert.equal(
    statusText(plan, roadmap, { colour: false, now }),
    `phase-1 Foundation: 1 of 4 done (25 %)
  a CI blockers
    fresh     1.1  Generate types    2 h ago, took 1.2 s
    stale     1.2  Lint              input \`src/a.ts\` changed (written by \`1.1\`) (+1 more)
  b
    unsettled 1.3                    behind \`1.2\`; 2 h ago, took 1.2 s
    skipped   1.4  Deploy "staging"  \`infra\` is not there
  checkpoint
    stale     phase-1/tests          never run
1 of 4 done (25 %): 1 fresh, 2 stale, 1 unsettled, 1 skipped of 5 tasks
`,
  )
})

test('status of a few targets shows these alone, and what was accepted as it is', () => {
  const [, , build] = steps
  assert.ok(build)
  const one = { ...plan, steps: [{ ...build, verdict: { kind: 'fresh' } as const }] }
  assert.equal(
    statusText(one, roadmap, { colour: false, now }),
    `phase-1 Foundation: 1 of 1 done (100 %)
  b
    fresh     1.3  accepted as it is; 2 h ago, took 1.2 s
1 of 1 done (100 %): 1 fresh of 1 task
`,
  )
})

test('status cuts its lines to the terminal and colours the verdicts', () => {
  const lines = statusText(plan, roadmap, { colour: true, now, columns: 60 }).split('\n')
  assert.deepEqual(lines.slice(2, 4), [
    '    \x1b[32mfresh\x1b[39m     1.1  Generate ty…  2 h ago, took 1.2 s',
    '    \x1b[33mstale\x1b[39m     1.2  Lint          input `src/a.ts` changed (…',
  ])
})

test('a list names every task with its type and labels', () => {
  assert.equal(
    listText(roadmap),
    `phase-1 Foundation
  a CI blockers
    1.1  Generate types (command, codegen)
    1.2  Lint (config_edit)
  b
    1.3 (command)
    1.4  Deploy "staging" (manual)
  checkpoint
    phase-1/tests (check)
`,
  )
})
