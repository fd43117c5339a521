/** The roles of a deployment in their order, and which step plays each where none does yet. */
import type { Sight } from '../../action.js'
import type { JsonObject } from '../../value.js'
import { deploysBy, isHarmless, isRollback } from './jobs.js'
import type { Role } from './roles.js'
import { isSame } from './roles.js'
import * as steps from './steps.js'
import type { Source, Supply } from './supply.js'
import type { Wanted } from './wanted.js'
import type { Way } from './way.js'
import { variableOf } from './way.js'
import { purposesOf } from '../purpose.js'
import type { Step } from '../workflow.js'
import { actionOf, textOf } from '../workflow.js'

/** What was found out of the job and its repository. */
export interface Means {
  readonly way: Way
  /** The job deploys in a way that is its own. */
  readonly isOwn: boolean
  readonly supply: Supply
  readonly environment: string
}

export function rolesOf(wanted: Wanted, means: Means): readonly Role[] {
  const { stage, options, sight } = wanted
  const { way, isOwn, supply, environment } = means
  const { sources } = supply
  const image = imagesAt(sources, ({ digest }) => `@\${{ ${digest} }}`)
  const previous = isByCommit(way) ? imagesAt(sources, () => `:${PREVIOUS}`) : {}
  const code: Role = { step: steps.checkout, isPlayedBy: played(steps.checkout), isFirst: true }
  return [
    code,
    ...rolesFor(wanted.gates),
    ...(sources.length > 0 ? imageRoles(supply) : rolesFor(isOwn ? [] : steps.packageSteps(sight))),
    ...rolesFor(way.before),
    { step: steps.remember(stage, environment, way), isPlayedBy: (step) => step.id === 'previous' },
    {
      step: steps.deploy(stage, way, image),
      isPlayedBy: deploysAs(options.deploy),
      isAfter: (step) => deploysBy(step) && !isRollback(step) && !isHarmless(step),
    },
    { step: steps.health(stage, addressOf(wanted)), isPlayedBy: checksHealth(options.health) },
    { step: steps.rollback(stage, way, previous), isPlayedBy: rollsBack(options.rollback) },
  ]
}

/** What was before is found again by the tag of its commit. */
export const isByCommit = ({ rollback }: Way): boolean => rollback === undefined

/** Images by digest: what is deployed is what was built, whatever becomes of the tag; or by the tag of a commit. */
function imagesAt(sources: readonly Source[], versionOf: (source: Source) => string) {
  const images = sources.map(({ image }) => image)
  return Object.fromEntries(
    sources.map((source) => [variableOf(source.image, images), `${source.name}${versionOf(source)}`]),
  )
}

const PREVIOUS = '${{ steps.previous.outputs.version }}'

/** By a step of ours, or one that does the same under another name. */
const played =
  (step: JsonObject) =>
  (one: Step): boolean =>
    one.name === step.name || ALIKE.get(textOf(step.name) ?? '')?.(one) === true

const uses =
  (pattern: RegExp) =>
  (step: Step): boolean =>
    pattern.test(actionOf(step) ?? '')

const ALIKE: ReadonlyMap<string, (step: Step) => boolean> = new Map([
  ['Check the code out', uses(/^actions\/checkout$/)],
  ['Set up Buildx', uses(/^docker\/setup-buildx-action$/)],
  [
    'Log in to the registry',
    (step) => actionOf(step) === 'docker/login-action' && JSON.stringify(step.value).includes('ghcr.io'),
  ],
  ['Set up flyctl', uses(/^superfly\/flyctl-actions/)],
  [
    'Connect to the cluster',
    uses(/^azure\/(?:k8s-set-context|aks-set-context)$|get-gke-credentials$|set-?up-?kube|kubeconfig/),
  ],
  ['Set up Node', uses(/^actions\/setup-node$/)],
  ['Install the packages', (step) => purposesOf(step).has('install')],
  ['Build the package', (step) => purposesOf(step).has('build')],
  ['Keep what was built', uses(/^actions\/upload-artifact$/)],
])

const rolesFor = (list: readonly JsonObject[]): readonly Role[] =>
  list.map((step) => ({ step, isPlayedBy: played(step) }))

function imageRoles({ sources, builds, before }: Supply): readonly Role[] {
  const isNamed = sources.some(({ image, name }) => name === steps.nameOf(image))
  const naming: Role = { step: steps.nameImage, isPlayedBy: ({ id }) => id === 'image' }
  const building = builds.map((image) => ({
    step: steps.build(image),
    isPlayedBy: ({ id }: Step) => id === steps.buildId(image),
  }))
  return [
    ...rolesFor(builds.length > 0 ? [steps.buildx, steps.login] : []),
    ...(isNamed ? [naming] : []),
    ...building,
    ...rolesFor(before),
  ]
}

const deploysAs =
  (given: string | undefined) =>
  (step: Step): boolean =>
    given === undefined ? deploysBy(step) : isSame(step.run, given)

/** A check that tries again, of a time or a number of times that ends. */
export const isHealthCheck = (step: Step): boolean =>
  step.run !== undefined &&
  !isRollback(step) &&
  /--retry\b|--tries\b|\b(?:for|while|until)\b[^]*\bsleep\b|\bwait-on\b|\bsmoke\b/.test(step.run) &&
  /\b(?:curl|wget|wait-on|https?:|health\w*|ready\w*|smoke\w*)\b/.test(`${step.name ?? ''} ${step.run}`)

const checksHealth =
  (given: string | undefined) =>
  (step: Step): boolean =>
    isHealthCheck(step) &&
    (given === undefined || JSON.stringify(step.value).includes(JSON.stringify(given).slice(1, -1)))

const rollsBack =
  (given: string | undefined) =>
  (step: Step): boolean =>
    isRollback(step) && isAct(step) && (given === undefined || isSame(step.run, given))

/** It does something about the deployment, more than to tell of it. */
export const isAct = (step: Step): boolean =>
  !isHarmless(step) &&
  (deploysBy(step) ||
    /\broll(?:ing|s)?\b.{0,40}\bback\b|rollback|undo|revert|previous|restore/i.test(
      `${step.name ?? ''} ${step.run ?? ''} ${step.uses ?? ''}`,
    ))

/** As given, else beside the address of the environment, else where a secret says. */
function addressOf({ stage, options, sight, workflow }: Wanted): string {
  if (options.health !== undefined) return options.health
  const path = healthPath(sight)
  if (options.url !== undefined) return `${options.url.replace(/\/$/, '')}${path}`
  const name = `${stage.toUpperCase()}_URL`
  const isVariable = JSON.stringify(workflow.value).includes(`vars.${name}`)
  return `\${{ ${isVariable ? 'vars' : 'secrets'}.${name} }}${path}`
}

/** The path that the image or the platform asks. */
function healthPath({ look }: Sight): string {
  const files = [
    'Dockerfile',
    'fly.toml',
    ...look.list(['{k8s,kubernetes,manifests,deploy}/**/*.{yaml,yml}']).slice(0, 20),
  ]
  const paths = files.flatMap(
    (path) =>
      /(?<=[\s"':\d])(\/(?:[\w-]+\/)*(?:health\w*|healthz|livez|readyz|ready|ping))\b/.exec(
        look.text(path) ?? '',
      )?.[1] ?? [],
  )
  return paths[0] ?? '/health'
}
