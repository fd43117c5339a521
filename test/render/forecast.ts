/** A small roadmap and its forecast, for the tests of what is printed of them: one task of each verdict, and a checkpoint. */
import type { Fingerprint } from '../../lib/core/fingerprint.js'
import type { Digest, Place } from '../../lib/core/place.js'
import type { Link, Plan, Step } from '../../lib/core/plan.js'
import type { RunRecord } from '../../lib/core/record.js'
import type { Roadmap, Task } from '../../lib/core/task.js'
import { id } from './rig.js'

const span = { file: 'roadmap.yaml', line: 1, column: 1, length: 1 }
const digest = 'd' as Digest

const task = (name: string, words: string, changes: Partial<Task> = {}): Task =>
  ungrouped(name, words, { group: 'a', ...changes })

function ungrouped(name: string, words: string, changes: Partial<Task>): Task {
  return {
    id: id(name),
    phase: 'phase-1',
    name: words,
    type: 'command',
    settings: {},
    variables: {},
    inputs: [],
    env: [],
    tools: [],
    labels: [],
    dependsOn: [],
    retries: { attempts: 1, backoff: 'fixed', delay: 0, maxDelay: 0 },
    failFast: false,
    approval: false,
    at: span,
    ...changes,
  }
}

export const types = task('1.1', 'Generate types', { labels: ['codegen'] })
export const lint = task('1.2', 'Lint', { type: 'config_edit' })
export const build = task('1.3', '1.3', { group: 'b' })
export const deploy = task('1.4', 'Deploy "staging"', { group: 'b', type: 'manual' })
export const check = ungrouped('phase-1/tests', 'tests', { type: 'check' })

export const roadmap: Roadmap = {
  version: 1,
  name: 'Coverage',
  project: '.',
  recipes: [],
  phases: [
    {
      id: 'phase-1',
      name: 'Foundation',
      dependsOn: [],
      groups: [
        { id: 'a', name: 'CI blockers', execution: 'parallel', dependsOn: [], tasks: [types, lint] },
        { id: 'b', name: 'b', execution: 'sequential', dependsOn: [], tasks: [build, deploy] },
      ],
      checkpoint: [check],
    },
  ],
}

export const fingerprint: Fingerprint = {
  recipe: 'command@1',
  settings: new Map([['run', { digest, text: 'tsc' }]]),
  env: new Map(),
  tools: new Map([['node --version', { digest, text: 'v20' }]]),
  inputs: new Map(['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => [path as Place, digest])),
  governed: new Map([['dist/' as Place, digest]]),
}

export const record: RunRecord = {
  outcome: 'done',
  fingerprint,
  startedAt: '2026-01-02T01:04:05.000Z',
  ms: 1234,
  run: 'r0',
  because: [],
}

export const steps: readonly Step[] = [
  { task: types, verdict: { kind: 'fresh' }, waitsFor: [], record },
  {
    task: lint,
    verdict: {
      kind: 'stale',
      reasons: [{ kind: 'input-changed', path: 'src/a.ts' as Place, by: types.id }, { kind: 'forced' }],
    },
    waitsFor: [{ task: types.id, because: 'reads-output' }],
  },
  {
    task: build,
    verdict: { kind: 'unsettled', behind: [lint.id] },
    waitsFor: [{ group: 'a', because: 'group' }],
    record: { ...record, accepted: true },
  },
  {
    task: deploy,
    verdict: { kind: 'skipped', because: '`infra` is not there' },
    waitsFor: [
      { task: build.id, because: 'sequential' },
      { group: 'a', because: 'group' },
    ],
  },
  {
    task: check,
    verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] },
    waitsFor: [
      { group: 'a', because: 'group' },
      { group: 'b', because: 'group' },
    ],
  },
]

export const plan: Plan = { steps, critical: { tasks: [lint.id, build.id, check.id], ms: 12_300 }, width: 2 }

export const chain: readonly Link[] = [
  { task: lint.id, verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] }, because: [] },
  { task: types.id, verdict: { kind: 'fresh' }, because: [{ kind: 'interrupted' }], wrote: 'src/a.ts' },
  { task: build.id, verdict: { kind: 'stale', reasons: [{ kind: 'forced' }] }, because: [], wrote: 'b.ts' },
]
