/** How often each reason, edge, outcome and thing of a story occurred, and what must not be rare. */
import type { Event } from '../../lib/core/event.js'
import type { Graph } from '../../lib/core/graph.js'

export type Tally = Map<string, number>

export const count = (tally: Tally, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

export function countEvent(tally: Tally, event: Event): void {
  if (event.type === 'judged') {
    count(tally, `verdict ${event.verdict.kind}`)
    if (event.verdict.kind === 'stale')
      for (const { kind } of event.verdict.reasons) count(tally, `reason ${kind}`)
  } else if (event.type === 'finished') count(tally, `outcome ${event.outcome.kind}`)
  else if (event.type === 'effect' && event.effect.merged === true) count(tally, 'effect merged')
}

export function countEdges(tally: Tally, { needs }: Graph): void {
  for (const edges of needs) for (const { because } of edges) count(tally, `edge ${because}`)
}

const REASONS = [
  'never-run',
  'failed-last-time',
  'interrupted',
  'recipe-changed',
  'setting-changed',
  'env-changed',
  'tool-changed',
  'input-added',
  'input-changed',
  'input-removed',
  'output-added',
  'output-missing',
  'output-changed',
  'changed-while-running',
  'waiting',
  'always',
  'forced',
]
const EDGES = ['depends-on', 'reads-output', 'sequential', 'same-file', 'group', 'phase']
const OUTCOMES = ['done', 'failed', 'waiting', 'cancelled', 'skipped']
const RECOVERIES = ['finished', 'returned']

/** Everything that PRODUCT 3 names; what a soak sees less than `least` times is not tested by it. */
export function rare(tally: Tally, least: number): string[] {
  const all = [
    ...REASONS.map((kind) => `reason ${kind}`),
    ...EDGES.map((because) => `edge ${because}`),
    ...OUTCOMES.map((kind) => `outcome ${kind}`),
    ...RECOVERIES.map((how) => `recovery ${how}`),
  ]
  return all.filter((what) => (tally.get(what) ?? 0) < least)
}
