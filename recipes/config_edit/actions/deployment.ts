/** A job that really deploys to an environment: what stands and is real stays, what is missing is put where it belongs. */
import type { Image } from '../../../lib/survey/images.js'
import { imagesOf } from '../../../lib/survey/images.js'
import type { Hindrance } from '../edits.js'
import type { Json, JsonObject } from '../value.js'
import { child, isObject } from '../value.js'
import type { Stage, Target } from './deployment_jobs.js'
import { deploysBy, environmentOf, isRollback, placeholdersIn } from './deployment_jobs.js'
import { permissionsFor } from './deployment_permissions.js'
import { rolesOf } from './deployment_plan.js'
import { buildId, outputName } from './deployment_steps.js'
import { isSame, placed, stepsOf } from './deployment_roles.js'
import type { Options, Wanted } from './deployment_wanted.js'
import type { Way } from './deployment_way.js'
import { givenWay, wayOf, waysOf } from './deployment_found.js'
import type { Step } from './workflow.js'
import { actionOf, textOf } from './workflow.js'
import { purposesOf } from './purpose.js'

export interface Made {
  readonly job: JsonObject
  /** What has to be there besides the file. */
  readonly says?: string
}

export function deployingJob(wanted: Wanted): Made | Hindrance {
  const { workflow, target, stage, options, sight } = wanted
  const job = target.job?.value ?? {}
  const all = target.job?.steps ?? []
  const idle = placeholdersIn(all)
  const real = all.filter((step) => !idle.includes(step))
  const environment = environmentIn(target, stage, options)
  const found = wayFor(real, wanted)
  if ('message' in found) return found
  const isBuilt = !found.isOwn && !real.some(buildsImage)
  const images = isBuilt ? imagesOf(sight.look) : []
  const roles = rolesOf(wanted, { ...found, images, environment: environment.name })
  const steps = placed(all, idle, roles)
  const outputs = wanted.promotion === undefined && images.length > 0 ? outputsOf(job, images) : undefined
  const made = {
    ...job,
    ...wanted.keys,
    'runs-on': child(job, 'runs-on') ?? 'ubuntu-latest',
    environment: environment.value,
    permissions: permissionsFor(job, workflow.value, stepsOf(steps)),
    concurrency: concurrencyOf(job, stage),
    ...(outputs === undefined ? {} : { outputs }),
    'timeout-minutes': child(job, 'timeout-minutes') ?? 30,
    steps,
  }
  const secrets = secretsOf(made).filter((name) => !secretsOf(workflow.value).includes(name))
  return secrets.length === 0 ? { job: made } : { job: made, says: `set the ${saidOf(secrets)} for ${stage}` }
}

const saidOf = (secrets: readonly string[]): string =>
  `${secrets.length === 1 ? 'secret' : 'secrets'} ${secrets.map((name) => `\`${name}\``).join(', ')}`

const secretsOf = (value: Json): readonly string[] => [
  ...new Set([...JSON.stringify(value).matchAll(/secrets\.(\w+)/g)].flatMap(([, name]) => name ?? [])),
]

/** A step that builds an image, and is none of those that are written here. */
function buildsImage(step: Step): boolean {
  if (
    step.id !== undefined &&
    /^build(?:-|$)/.test(step.id) &&
    step.name?.startsWith('Build and push ') === true
  )
    return false
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

function outputsOf(job: JsonObject, images: readonly Image[]): Json {
  const own = child(job, 'outputs')
  const digests = images.map((image): [string, Json] => [
    outputName(image),
    `\${{ steps.${buildId(image)}.outputs.digest }}`,
  ])
  return { ...(isObject(own) ? own : {}), ...Object.fromEntries(digests) }
}

interface Found {
  readonly way: Way
  /** The job deploys in a way that is its own, and goes on to do so. */
  readonly isOwn: boolean
}

/** As given, else as the job deploys already, else as the repository's files say. */
function wayFor(real: readonly Step[], { stage, options, sight, target }: Wanted): Found | Hindrance {
  if (options.deploy !== undefined) return { way: givenWay(options.deploy, options.rollback), isOwn: false }
  const known = wayOf(sight.look, stage)
  const own = real.findLast(deploysBy)
  const isOwn = own !== undefined && !isSame(own.run, known?.deploy)
  const way = isOwn ? wayOfStep(own) : known
  if (way === undefined)
    return {
      steps: target.job === undefined ? ['jobs'] : ['jobs', target.id],
      message: `nothing says how to deploy to ${stage}: give the command with \`deploy: …\`; looked for ${waysOf(stage)}`,
    }
  if (isOwn && own.run === undefined && options.rollback === undefined && !real.some(isRollback))
    return {
      steps: ['jobs', target.id, 'steps', own.index],
      message: `\`${own.uses ?? ''}\` deploys, and how to go back is not known of it: give the command with \`rollback: …\``,
    }
  return { way: options.rollback === undefined ? way : { ...way, rollback: options.rollback }, isOwn }
}

function wayOfStep(step: Step): Way {
  const env = child(step.value, 'env')
  const texts = isObject(env) ? Object.entries(env) : []
  return {
    deploy: step.run ?? '',
    env: Object.fromEntries(texts.map(([name, value]) => [name, textOf(value) ?? JSON.stringify(value)])),
    before: [],
  }
}
