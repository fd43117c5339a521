/** Jobs that run only when their part changed, and those behind them, which must not be skipped with them. */
import type { Edit } from '../edits.js'
import type { Json } from '../value.js'
import { child } from '../value.js'
import { bareCondition, both, dressed, heedsFailure } from './condition.js'
import { needsEdit, waitsFor } from './needs.js'
import type { Job } from './workflow.js'
import { jobPath } from './workflow.js'

/** Ids of jobs with the parts that each works in. */
export type Guards = ReadonlyMap<string, readonly string[]>

/** `finder`: the id of the job that tells which parts changed. */
export function guardEdits(jobs: readonly Job[], guards: Guards, finder: string): Edit[] {
  return jobs.flatMap((job) => {
    const parts = guards.get(job.id)
    const outlives = mayOutlive(job, parts, guards, jobs)
    if (parts === undefined && !outlives) return []
    const condition: Edit = {
      do: 'set',
      path: jobPath(job.id, 'if'),
      value: guarded(job, parts, outlives, finder),
    }
    return parts === undefined ? [condition] : [needsEdit(job, [finder]), condition]
  })
}

export const isGuarded = (job: Job, finder: string): boolean =>
  (bareCondition(child(job.value, 'if')) ?? '').includes(`needs.${finder}.outputs.`)

/** A job that waits, were it by way of others, for one that is skipped is skipped too, unless it asks for no more than that none failed. */
function mayOutlive(
  job: Job,
  parts: readonly string[] | undefined,
  guards: Guards,
  jobs: readonly Job[],
): boolean {
  return [...guards].some(
    ([id, its]) =>
      id !== job.id && waitsFor(job, id, jobs) && parts?.every((part) => its.includes(part)) !== true,
  )
}

function guarded(job: Job, parts: readonly string[] | undefined, outlives: boolean, finder: string): Json {
  const now = child(job.value, 'if')
  const bare = bareCondition(now)
  const terms = [
    ...(outlives && !heedsFailure(now) ? ['!failure() && !cancelled()'] : []),
    ...(parts === undefined || isGuarded(job, finder)
      ? []
      : [parts.map((part) => `needs.${finder}.outputs.${part} == 'true'`).join(' || ')]),
    ...(bare === undefined ? [] : [bare]),
  ]
  const condition = terms.length === 1 ? (terms[0] ?? '') : terms.reduce(both)
  return condition === bare ? (now ?? condition) : dressed(condition, now)
}
