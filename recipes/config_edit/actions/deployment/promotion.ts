/** What production takes over from staging: that the same commit succeeded there, and the very image that was tested. */
import type { Image } from '../../../../lib/survey/images.js'
import type { Sight } from '../../action.js'
import type { Edit, Hindrance } from '../../edits.js'
import type { JsonObject } from '../../value.js'
import { child } from '../../value.js'
import { environmentOf, targetOf } from './jobs.js'
import type { Supply } from './supply.js'
import { inRegistry, joinedSupply, neededJobs, ownBuildOf, pushedIn } from './supply.js'
import { isForBranch, withReleases } from './triggers.js'
import type { Job, Workflow } from '../workflow.js'
import { jobPath, textOf } from '../workflow.js'

export interface Staging {
  /** Where it is a job of the same workflow. */
  readonly job?: Job
  readonly environment: string
}

/** Where staging is deployed: in this workflow, or in another one of the repository. */
export function stagingOf(workflow: Workflow, { look, target }: Sight): Staging | Hindrance {
  const found = targetOf(workflow, 'staging', undefined)
  const job = 'message' in found ? undefined : found.job
  if (job !== undefined) return { job, environment: environmentOf(job) ?? 'staging' }
  const others = look.list(['.github/workflows/*.{yml,yaml}']).filter((path) => path !== target)
  if (others.some((path) => deploysToStaging(look.text(path) ?? ''))) return { environment: 'staging' }
  return {
    steps: ['jobs'],
    message:
      'neither this workflow nor another deploys to staging, and production has to wait for that: first use `implement_staging_deploy`',
  }
}

const deploysToStaging = (text: string): boolean =>
  /^[^#\n]*(?:environment:\s*|name:\s*)["']?staging\b/m.test(text) ||
  /^[ ]+(?:deploy[-_])?staging(?:[-_]deploy)?:/m.test(text)

export const requireName = 'Require that staging succeeded with this commit'

/** Fails where no deployment of this commit to staging has succeeded. */
export const requireStaging = (environment: string): JsonObject => ({
  name: requireName,
  env: { GH_TOKEN: '${{ github.token }}', ENVIRONMENT: environment },
  run: `for id in $(gh api "repos/$GITHUB_REPOSITORY/deployments?environment=$ENVIRONMENT&sha=$GITHUB_SHA" --jq '.[].id'); do
  if gh api "repos/$GITHUB_REPOSITORY/deployments/$id/statuses" --jq 'any(.[]; .state == "success")' | grep --quiet true; then exit 0; fi
done
echo "::error::no deployment of $GITHUB_SHA to $ENVIRONMENT has succeeded"
exit 1
`,
})

/** Makes the staging job, and those that it waits for, run for a release too. */
export const lettingReleasesThrough = (workflow: Workflow, staging: Job): readonly Edit[] =>
  neededJobs(workflow, [staging.id]).flatMap((job): readonly Edit[] => {
    const condition = textOf(child(job.value, 'if'))
    if (condition === undefined || (job.id !== staging.id && !isForBranch(condition))) return []
    return [{ do: 'set', path: jobPath(job.id, 'if'), value: withReleases(condition) }]
  })

/** By the outputs of the job that pushed an image, staging or one before it; else by the tag of the commit. */
export function promoted(
  workflow: Workflow,
  { job }: Staging,
  images: readonly Image[],
  isByCommit: boolean,
): Supply {
  const jobs = job === undefined ? [] : neededJobs(workflow, [job.id])
  const pushed = pushedIn(jobs, workflow, '', { isByCommit, isOnly: images.length === 1 })
  return joinedSupply(
    images.map(
      (image) =>
        (job === undefined ? undefined : ownBuildOf(job, image)) ?? pushed(image) ?? inRegistry(image),
    ),
  )
}
