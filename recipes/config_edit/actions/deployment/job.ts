/** A job that really deploys to an environment: what stands and is real stays, what is missing is put where it belongs. */
import type { Image } from '../../../../lib/survey/images.js'
import type { Edit, Hindrance } from '../../edits.js'
import { changesFor } from '../../edits.js'
import { changed } from '../../tree.js'
import type { Json, JsonObject } from '../../value.js'
import { child, isObject } from '../../value.js'
import { wayFor } from './found.js'
import type { Stage, Target } from './jobs.js'
import { environmentOf, placeholdersIn } from './jobs.js'
import { permissionsFor } from './permissions.js'
import { isByCommit, rolesOf } from './plan.js'
import { placed, stepsOf } from './roles.js'
import { buildId, outputName } from './steps.js'
import type { Supply } from './supply.js'
import { joinedSupply } from './supply.js'
import type { Options, Wanted } from './wanted.js'
import { purposesOf } from '../purpose.js'
import type { Job, Step } from '../workflow.js'
import { actionOf, textsOf, workflowOf } from '../workflow.js'

export interface Made {
  readonly job: JsonObject
  /** Of other jobs, so that they tell what they pushed. */
  readonly edits: readonly Edit[]
  /** What has to be there besides the file. */
  readonly says?: string
}

export function deployingJob(wanted: Wanted): Made | Hindrance {
  const { stage, options, workflow, target } = wanted
  const real = realOf(target.job)
  const found = wayFor(real, wanted)
  if ('message' in found) return found
  const offered = wanted.supply(found.isOwn ? [] : found.way.takes, isByCommit(found.way))
  // A step of the job builds an image that nothing can name: no other is built beside it.
  const supply = offered.builds.length > 0 && real.some(buildsImage) ? joinedSupply([]) : offered
  const isHere = ({ path: [, id] }: Edit): boolean => id?.kind === 'key' && id.key === target.id
  const job = withEdits(target, workflow.value, supply.edits.filter(isHere))
  if ('message' in job) return job
  const environment = environmentIn(target, stage, options)
  const roles = rolesOf(wanted, { ...found, supply, environment: environment.name })
  const steps = placed(job.steps, placeholdersIn(job.steps), roles)
  const made = {
    ...job.value,
    ...wanted.keys,
    ...needsOf(wanted, supply),
    'runs-on': child(job.value, 'runs-on') ?? 'ubuntu-latest',
    environment: environment.value,
    permissions: permissionsFor(job.value, workflow.value, stepsOf(steps)),
    concurrency: concurrencyOf(job.value, stage),
    ...outputsOf(job.value, supply.builds),
    'timeout-minutes': child(job.value, 'timeout-minutes') ?? 30,
    steps,
  }
  const secrets = secretsOf(made).filter((name) => !secretsOf(workflow.value).includes(name))
  return {
    job: made,
    edits: supply.edits.filter((edit) => !isHere(edit)),
    ...(secrets.length === 0 ? {} : { says: `set the ${saidOf(secrets)} for ${stage}` }),
  }
}

function realOf(job: Job | undefined): readonly Step[] {
  const idle = placeholdersIn(job?.steps ?? [])
  return (job?.steps ?? []).filter((step) => !idle.includes(step))
}

/** The job as it is when its own steps tell what they push. */
function withEdits(
  { id, job }: Target,
  workflow: JsonObject,
  edits: readonly Edit[],
): Pick<Job, 'value' | 'steps'> | Hindrance {
  let value: Json = workflow
  for (const edit of edits) {
    const changes = changesFor(edit, value, [])
    if ('message' in changes) return changes
    value = changes.reduce(changed, value)
  }
  const read = workflowOf(value)
  const found = 'message' in read ? undefined : read.jobs.find((one) => one.id === id)
  return found ?? job ?? { value: {}, steps: [] }
}

/** Besides what the job waits for already, those who tell it of images. */
function needsOf({ target, keys }: Wanted, { needs }: Supply): JsonObject {
  const own = 'needs' in keys ? textsOf(child(keys, 'needs')) : (target.job?.needs ?? [])
  const missing = needs.filter((id) => !own.includes(id))
  return missing.length === 0 ? {} : { needs: [...own, ...missing] }
}

const saidOf = (secrets: readonly string[]): string =>
  `${secrets.length === 1 ? 'secret' : 'secrets'} ${secrets.map((name) => `\`${name}\``).join(', ')}`

const secretsOf = (value: Json): readonly string[] => [
  ...new Set([...JSON.stringify(value).matchAll(/secrets\.(\w+)/g)].flatMap(([, name]) => name ?? [])),
]

/** A step that builds an image, and is none of those that are written here. */
function buildsImage(step: Step): boolean {
  if (/^build(?:-|$)/.test(step.id ?? '') && step.name?.startsWith('Build and push ') === true) return false
  const isDocker = actionOf(step)?.startsWith('docker/') === true || /\bdocker\b/.test(step.run ?? '')
  return isDocker && purposesOf(step).has('build')
}

function environmentIn(target: Target, stage: Stage, { url }: Options): { name: string; value: Json } {
  const own = target.job === undefined ? undefined : environmentOf(target.job)
  const value = target.job === undefined ? undefined : child(target.job.value, 'environment')
  const name = own ?? stage
  if (url !== undefined) return { name, value: { ...(isObject(value) ? value : {}), name, url } }
  return { name, value: own === undefined || value === undefined ? name : value }
}

/** One deployment at a time, and none is stopped half way. */
function concurrencyOf(job: JsonObject, stage: Stage): Json {
  const own = child(job, 'concurrency')
  if (typeof own === 'string') return own
  if (isObject(own) && child(own, 'group') !== undefined) {
    const cancels = child(own, 'cancel-in-progress')
    return cancels === undefined || cancels === false ? own : { ...own, 'cancel-in-progress': false }
  }
  return { group: `deploy-${stage}`, 'cancel-in-progress': false }
}

function outputsOf(job: JsonObject, builds: readonly Image[]): { outputs?: Json } {
  if (builds.length === 0) return {}
  const own = child(job, 'outputs')
  const digests = builds.map((image): [string, Json] => [
    outputName(image),
    `\${{ steps.${buildId(image)}.outputs.digest }}`,
  ])
  return { outputs: { ...(isObject(own) ? own : {}), ...Object.fromEntries(digests) } }
}
