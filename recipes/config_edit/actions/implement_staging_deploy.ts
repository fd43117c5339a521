/** The staging job deploys: it builds and pushes by digest, deploys, checks the health, and goes back where that fails. */
import type { Image } from '../../../lib/survey/images.js'
import { object } from '../../settings.js'
import { defineAction } from '../action.js'
import type { JsonObject } from '../value.js'
import { child } from '../value.js'
import { deployingJob } from './deployment/job.js'
import { brokenIn } from './deployment/check.js'
import type { Target } from './deployment/jobs.js'
import { targetOf } from './deployment/jobs.js'
import type { Supply } from './deployment/supply.js'
import { joinedSupply, neededJobs, ownBuild, pushedIn } from './deployment/supply.js'
import {
  conditionForStaging,
  hindranceOfTriggers,
  jobsBefore,
  remarkOnConcurrency,
} from './deployment/triggers.js'
import type { Options } from './deployment/wanted.js'
import { readings } from './deployment/wanted.js'
import type { Workflow } from './workflow.js'
import { jobPath, textsOf, workflowOf } from './workflow.js'

export const implementStagingDeploy = defineAction<Options>({
  name: 'implement_staging_deploy',
  options: object<Options>(readings),

  plan(file, options, sight) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const target = targetOf(workflow, 'staging', options.job)
    if ('message' in target) return target
    const hindrance = target.job === undefined ? hindranceOfTriggers(workflow) : undefined
    if (hindrance !== undefined) return hindrance
    const keys = keysFor(workflow, target)
    const supply = (images: readonly Image[], isByCommit: boolean): Supply =>
      supplyIn(workflow, target, images, isByCommit)
    const made = deployingJob({ workflow, target, stage: 'staging', options, sight, gates: [], keys, supply })
    if ('message' in made) return made
    const says = [made.says, remarkOnConcurrency(workflow, 'staging')].filter((line) => line !== undefined)
    const edits = [...made.edits, { do: 'set' as const, path: jobPath(target.id), value: made.job }]
    return says.length === 0 ? { edits } : { edits, says: says.join('; ') }
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
