import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planJson, statusJson, validateJson, whyJson } from '../../lib/render/shapes.js'
import { chain, plan, steps } from './forecast.js'

const because = [{ kind: 'input-changed', path: 'src/a.ts', by: '1.1' }, { kind: 'forced' }]

test('status has every task with its verdict and last run, and the counts', () => {
  const { version, tasks, summary } = statusJson(plan)
  assert.equal(version, 1)
  assert.deepEqual(tasks.slice(0, 2), [
    {
      id: '1.1',
      phase: 'phase-1',
      group: 'a',
      name: 'Generate types',
      type: 'command',
      verdict: 'fresh',
      reasons: [],
      lastRun: { outcome: 'done', startedAt: '2026-01-02T01:04:05.000Z', ms: 1234 },
    },
    {
      id: '1.2',
      phase: 'phase-1',
      group: 'a',
      name: 'Lint',
      type: 'config_edit',
      verdict: 'stale',
      reasons: because,
    },
  ])
  assert.deepEqual(tasks.at(-1), {
    id: 'phase-1/tests',
    phase: 'phase-1',
    name: 'tests',
    type: 'check',
    verdict: 'stale',
    reasons: [{ kind: 'never-run' }],
  })
  assert.deepEqual(summary, { total: 5, fresh: 1, stale: 2, unsettled: 1, skipped: 1 })
})

test('why has the reasons, the waits and the chain', () => {
  const [, step] = steps
  assert.ok(step)
  assert.deepEqual(whyJson({ step, chain }), {
    version: 1,
    task: '1.2',
    verdict: 'stale',
    reasons: because,
    waitsFor: [{ task: '1.1', because: 'reads-output' }],
    chain: [
      { task: '1.2', verdict: 'stale', reasons: [{ kind: 'never-run' }] },
      { task: '1.1', verdict: 'fresh', reasons: [], because: [{ kind: 'interrupted' }], wrote: 'src/a.ts' },
      { task: '1.3', verdict: 'stale', reasons: [{ kind: 'forced' }], wrote: 'b.ts' },
    ],
  })
})

test('plan has its steps in order and the critical path', () => {
  const { version, steps: shapes, critical } = planJson(plan)
  assert.equal(version, 1)
  assert.deepEqual(shapes[2], {
    task: '1.3',
    verdict: 'unsettled',
    reasons: [],
    waitsFor: [{ group: 'a', because: 'group' }],
  })
  assert.equal(shapes.length, 5)
  assert.deepEqual(critical, { tasks: ['1.2', '1.3', 'phase-1/tests'], ms: 12_300 })
})

test('validate lays the place out flat, and warnings alone are no fault', () => {
  const at = { file: 'roadmap.yaml', line: 3, column: 9, length: 4 }
  const warning = { severity: 'warning', code: 'empty-glob', message: 'matches nothing', at } as const
  const error = {
    severity: 'error',
    code: 'unknown-key',
    message: 'unknown key `ru`',
    at,
    hint: 'nearest name: `run`',
  } as const
  const place = { file: 'roadmap.yaml', line: 3, column: 9 }
  assert.deepEqual(validateJson([warning]), {
    version: 1,
    ok: true,
    diagnostics: [{ severity: 'warning', code: 'empty-glob', message: 'matches nothing', ...place }],
  })
  assert.deepEqual(validateJson([error]), {
    version: 1,
    ok: false,
    diagnostics: [
      {
        severity: 'error',
        code: 'unknown-key',
        message: 'unknown key `ru`',
        ...place,
        hint: 'nearest name: `run`',
      },
    ],
  })
})
