/** What production takes over from staging: that the same commit succeeded there, and the very image that was tested. */
import type { Image } from '../../../lib/survey/images.js'
import type { Sight } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import type { JsonObject } from '../value.js'
import { child } from '../value.js'
import { environmentOf, targetOf } from './deployment_jobs.js'
import { buildId, outputName } from './deployment_steps.js'
import { letsTagsThrough } from './deployment_triggers.js'
import type { Promotion } from './deployment_wanted.js'
import type { Job, Workflow } from './workflow.js'
import { actionOf, jobPath, textOf } from './workflow.js'

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

/** Makes the staging job run for a tag, and tell the digests that it built. */
export function editsOfStaging(job: Job, images: readonly Image[]): readonly Edit[] {
  const condition = textOf(child(job.value, 'if'))
  const open = condition === undefined || letsTagsThrough(condition) ? condition : opened(condition)
  const edits: Edit[] = open === undefined ? [] : [{ do: 'set', path: jobPath(job.id, 'if'), value: open }]
  for (const image of images) {
    const id = builderOf(job, image, images)
    if (id !== undefined)
      edits.push({
        do: 'set',
        path: jobPath(job.id, 'outputs', outputName(image)),
        value: `\${{ steps.${id}.outputs.digest }}`,
      })
  }
  return edits
}

function opened(condition: string): string {
  const bare = /^\$\{\{([^]*)\}\}$/.exec(condition.trim())?.[1]?.trim() ?? condition.trim()
  return `(${bare}) || startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch'`
}

/** The step whose digest is that of the image. */
function builderOf({ steps }: Job, image: Image, images: readonly Image[]): string | undefined {
  const builders = steps.filter(
    (step) => actionOf(step) === 'docker/build-push-action' && step.id !== undefined,
  )
  const own = builders.find(({ id }) => id === buildId(image))
  return (own ?? (images.length === 1 && builders.length === 1 ? builders[0] : undefined))?.id
}

/** By the outputs of the staging job where it tells them, else by the tag of the commit. */
export function promotionFrom({ job }: Staging, images: readonly Image[]): Promotion {
  if (job !== undefined && images.every((image) => builderOf(job, image, images) !== undefined))
    return { digestOf: (image) => `needs.${job.id}.outputs.${outputName(image)}`, before: [] }
  return {
    digestOf: (image) => `steps.${findId(image)}.outputs.digest`,
    before: images.map((image) => ({
      name: `Find the image ${image.name === '' ? '' : `of ${image.name} `}that staging tested`,
      id: findId(image),
      env: { NAME: `\${{ steps.image.outputs.name }}${image.name === '' ? '' : `/${image.name}`}` },
      run: `digest=$(docker buildx imagetools inspect "$NAME:$GITHUB_SHA" --format '{{.Manifest.Digest}}')\necho "digest=$digest" >> "$GITHUB_OUTPUT"\n`,
    })),
  }
}

const findId = ({ name }: Image): string => (name === '' ? 'tested' : `tested-${name}`)
