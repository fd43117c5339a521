/** What the workflows that roll back, switch colours and try a canary are told. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Pinned } from '../../../lib/survey/pins.js'
import { pinned, remarkFor } from '../../../lib/survey/pins.js'
import { environmentsIn, workflowsOf } from '../repository/delivery.js'
import type { Commands } from '../repository/commands.js'
import { commandsOf } from '../repository/commands.js'
import type { Unit } from '../repository/platform.js'
import { CLUSTER, LOOKED, namespaceIn, platformOf, unitsOf } from '../repository/platform.js'
import { healthPathOf } from '../repository/health.js'
import type { Repository } from '../repository/open.js'

interface Common {
  /** Names of the environments that can be chosen. */
  readonly environments?: readonly string[]
  /** The address that answers when all is well; without it that of the secret STAGING_URL and its like. */
  readonly health?: string
  /** Names of secrets that the commands need. */
  readonly secrets?: readonly string[]
}

export interface RollbackData extends Common {
  readonly rollback?: string
}

/** A value of `uses:`, with the version in a comment. */
const use = (action: Pinned): string => `${pinned(action)} # ${remarkFor(pinned(action)) ?? ''}`

/** The secret of each environment, `STAGING_URL`, chosen by the input: no other one is handed over. */
const chosen = (environments: readonly string[], what: string): string => {
  const cases = environments.map(
    (name) => `inputs.environment == '${name}' && secrets.${secretOf(name, what)}`,
  )
  return `\${{ ${cases.join(' || ')} || '' }}`
}

const secretOf = (environment: string, what: string): string =>
  `${environment.toUpperCase().replace(/\W/g, '_')}_${what}`

async function commonFacts(
  data: Common,
  repository: Repository,
  secrets: readonly string[],
  needsFiles: boolean,
): Promise<object> {
  const found = data.environments ?? environmentsIn(await workflowsOf(repository))
  const environments = found.length > 0 ? found : ['staging', 'production']
  const names = data.secrets ?? secrets
  return {
    checkout: use('actions/checkout'),
    flyctl: use('superfly/flyctl-actions/setup-flyctl'),
    environments,
    health_url: data.health ?? `${chosen(environments, 'URL')}${await healthPathOf(repository)}`,
    address_name: environments.map((name) => secretOf(name, 'URL')).join(' or '),
    cluster: chosen(environments, 'KUBECONFIG'),
    cluster_name: environments.map((name) => secretOf(name, 'KUBECONFIG')).join(' or '),
    needs_checkout: needsFiles,
    has_cluster: names.includes(CLUSTER),
    has_fly: names.includes('FLY_API_TOKEN'),
    secrets: names
      .filter((name) => name !== CLUSTER)
      .map((name) => ({ name, value: `\${{ secrets.${name} }}` })),
  }
}

export async function rollbackFacts(data: RollbackData, repository: Repository): Promise<object> {
  const commands = await rollbackCommands(data, repository)
  return {
    ...(await commonFacts(data, repository, commands.secrets, /\.\/|helm upgrade/.test(commands.rollback))),
    rollback: commands.rollback.split('\n'),
    watch: commands.watch === '' ? [] : commands.watch.split('\n'),
    needs_image: commands.needsImage,
  }
}

async function rollbackCommands({ rollback }: RollbackData, repository: Repository): Promise<Commands> {
  const given = {
    deploy: '',
    rollback: rollback ?? '',
    needsImage: rollback?.includes('$IMAGE') ?? false,
    watch: '',
    logs: '',
    history: '',
    secrets: [],
  }
  if (rollback !== undefined) return given
  const platform = await platformOf(repository)
  if (platform === undefined || platform.kind === 'compose')
    throw new Refusal(
      `nothing here says how a version is taken back (looked for ${LOOKED}): give the command as \`data: { rollback: './deploy.sh "$ENVIRONMENT" "$IMAGE"' }\``,
    )
  return commandsOf(platform)
}

export interface ShiftData extends Common {
  /** The Deployment, where there are several. */
  readonly deployment?: string
  readonly namespace?: string
}

/** Blue and green, and a canary, need a Deployment with a Service before it. */
async function unitFor({ deployment }: ShiftData, repository: Repository): Promise<Unit> {
  const units = await unitsOf(repository)
  const names = units.map(({ name }) => `\`${name}\``).join(', ')
  const fronted = units.filter(({ service }) => service !== undefined)
  const unit = deployment === undefined ? fronted[0] : units.find(({ name }) => name === deployment)
  if (unit !== undefined) return unit
  throw new Refusal(
    units.length === 0
      ? 'there is no Deployment of Kubernetes with a Service before it in `k8s`, `kubernetes`, `deploy`, `manifests`, `infra` or `ops`: this template shifts traffic between Deployments; for another platform render a template of your own (`template: ./path.liquid`)'
      : deployment === undefined
        ? `no Service selects the pods of ${names}, so there is no traffic to shift: add one, or name the Deployment as \`data: { deployment }\``
        : `there is no Deployment \`${deployment}\`; there is ${names}`,
  )
}

async function shiftFacts(data: ShiftData, repository: Repository): Promise<object> {
  const unit = await unitFor(data, repository)
  return {
    ...(await commonFacts(data, repository, [CLUSTER], false)),
    deployment: unit.name,
    container: unit.container,
    port: unit.port,
    service: unit.service ?? unit.name,
    namespace: data.namespace ?? unit.namespace ?? namespaceIn(repository) ?? 'default',
  }
}

export interface BlueGreenData extends ShiftData {
  /** The path that answers when the new colour is well, asked before it has traffic. */
  readonly path?: string
}

export async function blueGreenFacts(data: BlueGreenData, repository: Repository): Promise<object> {
  return {
    ...(await shiftFacts(data, repository)),
    health_path: data.path ?? (await healthPathOf(repository)),
  }
}

export interface CanaryData extends ShiftData {
  /** How many pods run the new version while it is tried. */
  readonly pods?: number
  readonly minutes?: number
  /** How many of a hundred requests may fail. */
  readonly failures?: number
}

export async function canaryFacts(
  { pods = 1, minutes = 10, failures = 1, ...data }: CanaryData,
  repository: Repository,
): Promise<object> {
  return { ...(await shiftFacts(data, repository)), pods, minutes, failures }
}
