/** Which jobs wait for which, and what is to be written where one has to wait for more. */
import type { Edit } from '../edits.js'
import type { Json } from '../value.js'
import { child } from '../value.js'
import type { Job } from './workflow.js'
import { jobPath } from './workflow.js'

/** Does the job wait for the other, directly or by way of others? */
export function waitsFor(job: Job, id: string, jobs: readonly Job[], way: readonly string[] = []): boolean {
  if (way.includes(job.id)) return false
  return job.needs.some((need) => {
    const next = jobs.find((other) => other.id === need)
    return need === id || (next !== undefined && waitsFor(next, id, jobs, [...way, job.id]))
  })
}

/** `needs` with these too, as it is written where all are there. */
export function needsWith(job: Job, more: readonly string[]): Json {
  const missing = more.filter((id) => !job.needs.includes(id))
  const now = child(job.value, 'needs')
  return missing.length === 0 && now !== undefined ? now : [...job.needs, ...missing]
}

export const needsEdit = (job: Job, more: readonly string[]): Edit => ({
  do: 'set',
  path: jobPath(job.id, 'needs'),
  value: needsWith(job, more),
})
