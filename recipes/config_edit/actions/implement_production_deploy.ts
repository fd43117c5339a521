/** The production job deploys what staging has tested: the same commit, the same image, by tag or by hand, with a way back. */
import { object } from '../../settings.js'
import { defineAction } from '../action.js'
import { child } from '../value.js'
import { groundOf, planOf } from './deployment/ground.js'
import { deployingJob } from './deployment/job.js'
import { brokenIn, jobOf } from './deployment/check.js'
import { triggersOf } from './deployment/jobs.js'
import type { Staging } from './deployment/promotion.js'
import { lettingReleasesThrough, promoted, requireStaging, stagingOf } from './deployment/promotion.js'
import { conditionForProduction, isByRelease, releaseTriggers } from './deployment/triggers.js'
import type { Options } from './deployment/wanted.js'
import { readings } from './deployment/wanted.js'
import type { Job } from './workflow.js'
import { jobsIn, textOf, workflowOf } from './workflow.js'

export const implementProductionDeploy = defineAction<Options>({
  name: 'implement_production_deploy',
  options: object<Options>(readings),

  plan(file, options, sight) {
    const ground = groundOf(file, 'production', options.job)
    if ('message' in ground) return ground
    const { workflow, target } = ground
    const staging = stagingOf(workflow, sight)
    if ('message' in staging) return staging
    const made = deployingJob({
      ...ground,
      options,
      sight,
      supply: (images, isByCommit) => promoted(workflow, staging, images, isByCommit),
      gates: staging.job === undefined ? [requireStaging(staging.environment)] : [],
      keys: { ...needsOf(target.job, staging), if: conditionForProduction(workflow, target.job) },
    })
    if ('message' in made) return made
    const through = staging.job === undefined ? [] : lettingReleasesThrough(workflow, staging.job)
    return planOf(ground, [...releaseTriggers(workflow), ...through], made)
  },

  /**
   * As of staging, for the job that deploys to production; and it runs by tag, release or hand alone, which the workflow has triggers
   * for, and only when staging succeeded: it needs that job, or a step asks for the deployment of the commit.
   */
  broken(file, options) {
    const job = jobOf(file, 'production', options.job)
    if (typeof job === 'string') return [job]
    return [
      ...brokenIn(file, 'production', options),
      ...brokenOrder(job, jobsIn(file)),
      ...brokenTriggers(file, job),
    ]
  },
})

function needsOf(job: Job | undefined, { job: staging }: Staging) {
  const own = job?.needs ?? []
  if (staging === undefined)
    return own.length === 0 ? {} : { needs: child(job?.value ?? null, 'needs') ?? [] }
  if (own.includes(staging.id)) return { needs: child(job?.value ?? null, 'needs') ?? [] }
  return { needs: [...own, staging.id] }
}

function brokenOrder(job: Job, jobs: readonly Job[]): string[] {
  const needed = jobs.filter(({ id }) => job.needs.includes(id))
  const isAfter = needed.some(({ id, value }) =>
    /stag/i.test(`${id} ${JSON.stringify(child(value, 'environment') ?? '')}`),
  )
  const asks = job.steps.some(
    ({ run }) => /deployments?\b|\bgh run list\b/.test(run ?? '') && /GITHUB_SHA|github\.sha/.test(run ?? ''),
  )
  return isAfter || asks
    ? []
    : [`\`jobs.${job.id}\` does not wait for staging to succeed with the same commit`]
}

function brokenTriggers(file: Parameters<typeof jobsIn>[0], job: Job): string[] {
  const condition = textOf(child(job.value, 'if'))
  const workflow = workflowOf(file)
  const triggers = 'message' in workflow ? new Map<string, never>() : triggersOf(workflow.value)
  return [
    ...(condition !== undefined && isByRelease(condition)
      ? []
      : [`\`jobs.${job.id}.if\` lets it run otherwise than by tag, release or hand`]),
    ...(triggers.has('workflow_dispatch') || triggers.has('workflow_call')
      ? []
      : ['`on` has no `workflow_dispatch`']),
  ]
}
