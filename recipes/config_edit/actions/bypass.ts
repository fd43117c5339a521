/** How a job that deploys gets around the jobs before it, and which it can wait for. */
import type { Json } from '../value.js'
import { child } from '../value.js'
import { bareCondition, dressed } from './condition.js'
import type { Deployment } from './environments.js'
import { waitsFor } from './needs.js'
import type { Job, Workflow } from './workflow.js'

/** Is it for staging, and does it run whenever this one does, so that this one can wait for it? */
export function canWait(job: Job, other: Deployment, { jobs }: Workflow): boolean {
  if (other.stage !== 'staging' || other.job.id === job.id || waitsFor(other.job, job.id, jobs)) return false
  const [part, itsPart] = [partOf(job), partOf(other.job)]
  if (part !== '' && itsPart !== '' && part !== itsPart) return false
  const own = bareCondition(child(job.value, 'if'))
  const its = bareCondition(child(other.job.value, 'if'))
  return its === undefined || own?.split('&&').some((term) => term.trim() === its) === true || its === own
}

/** `api` of `deploy-api-staging`. */
const partOf = ({ id }: Job): string =>
  id.toLowerCase().replace(/staging|stage|stg|production|prod|prd|live|deploy|to|[^a-z]/g, '')

const ANY_STATUS =
  /!\s*\(\s*(?:cancelled|failure)\s*\(\s*\)\s*\)|!\s*(?:cancelled|failure)\s*\(\s*\)|always\s*\(\s*\)/g

/** Runs when a job that it needs failed: `always()` or `!cancelled()`, with no question how each of them ended. */
export function isBypass(job: Job): boolean {
  const condition = bareCondition(child(job.value, 'if')) ?? ''
  const asks = job.needs.every((id) =>
    new RegExp(`needs\\.${id}\\.result\\s*==\\s*'success'`).test(condition),
  )
  if (asks && job.needs.length > 0) return false
  if (/!\s*failure\s*\(/.test(condition) && /!\s*cancelled\s*\(/.test(condition)) return false
  return /\balways\s*\(|!\s*\(?\s*(?:cancelled|failure)\s*\(/.test(condition)
}

export function withoutBypass(now: Json | undefined, condition: string, job: Job): Json {
  if (!isBypass(job)) return now ?? condition
  return dressed(condition.replaceAll(ANY_STATUS, 'success()'), now)
}
