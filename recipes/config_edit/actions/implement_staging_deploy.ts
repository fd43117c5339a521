/** The staging job deploys: it builds and pushes by digest, deploys, checks the health, and goes back where that fails. */
import type { Image } from '../../../lib/survey/images.js'
import { object } from '../../settings.js'
import { defineAction } from '../action.js'
import type { JsonObject } from '../value.js'
import { child } from '../value.js'
import { groundOf, planOf } from './deployment/ground.js'
import { deployingJob } from './deployment/job.js'
import { brokenIn } from './deployment/check.js'
import type { Target } from './deployment/jobs.js'
import type { Supply } from './deployment/supply.js'
import { joinedSupply, neededJobs, ownBuild, pushedIn } from './deployment/supply.js'
import { conditionForStaging, jobsBefore } from './deployment/triggers.js'
import type { Options } from './deployment/wanted.js'
import { readings } from './deployment/wanted.js'
import type { Workflow } from './workflow.js'
import { textsOf } from './workflow.js'

export const implementStagingDeploy = defineAction<Options>({
  name: 'implement_staging_deploy',
  options: object<Options>(readings),

  plan(file, options, sight) {
    const ground = groundOf(file, 'staging', options.job)
    if ('message' in ground) return ground
    const { workflow, target } = ground
    const keys = keysFor(workflow, target)
    const supply = (images: readonly Image[], isByCommit: boolean): Supply =>
      supplyIn(workflow, target, images, isByCommit)
    const made = deployingJob({ ...ground, options, sight, gates: [], keys, supply })
    return 'message' in made ? made : planOf(ground, [], made)
  },

  /**
   * The job that deploys to staging has an `environment`, a `concurrency` group that cancels nothing, `permissions` of its own and a
   * time limit; a step deploys, a later one checks the health and tries again, a last one goes back; none only says what it would do.
   */
  broken: (file, options) => brokenIn(file, 'staging', options),
})

/** A job that comes before has pushed an image already; what none has is built here. */
function supplyIn(workflow: Workflow, { id, job }: Target, images: readonly Image[], isByCommit: boolean) {
  const needs = job?.needs ?? textsOf(child(jobsBefore(workflow, id), 'needs'))
  const jobs = neededJobs(workflow, [...needs, id])
  const pushed = pushedIn(jobs, workflow, id, { isByCommit, isOnly: images.length === 1 })
  return joinedSupply(images.map((image) => pushed(image) ?? ownBuild(image)))
}

const keysFor = (workflow: Workflow, { id, job }: Target): JsonObject =>
  job === undefined ? { ...jobsBefore(workflow, id), ...conditionForStaging(workflow) } : {}
