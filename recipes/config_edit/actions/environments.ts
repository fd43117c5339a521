/** Which jobs of a workflow deploy, and to which environment each does. */
import type { Json } from '../value.js'
import { child, isObject } from '../value.js'
import { deploysBy, environmentOf, triggersOf } from './deployment/jobs.js'
import type { Job, Workflow } from './workflow.js'
import { actionOf, textOf, under } from './workflow.js'

export type Stage = 'production' | 'staging' | 'elsewhere'

export interface Deployment {
  readonly job: Job
  readonly stage: Stage
  /** Named already, or as it should be; absent: none is to be named. */
  readonly environment?: string
}

const TITLE = /(?:^|[^a-z])(?:deploy|deployment|rollout)(?![a-z])/i
/** What the public does not see as the product. */
const ASIDE =
  /(?:^|[^a-z])(?:docs?|documentation|storybook|preview|previews|review|notify|rollback|undeploy|teardown|cleanup)(?![a-z])/i
const STAGES: readonly (readonly [Stage, RegExp])[] = [
  ['staging', /(?:^|[^a-z])(?:staging|stage|stg|uat|pre-?prod(?:uction)?)(?![a-z])/i],
  ['production', /(?:^|[^a-z-]|(?<!pre)-)(?:production|prod|prd|live)(?![a-z])/i],
  ['elsewhere', /(?:^|[^a-z])(?:dev|development|test|testing|qa|sandbox|demo|ephemeral|preview)(?![a-z])/i],
]

/** `named`: job ids with their environments, as a person gave them. */
export function deploymentsOf({ jobs, value }: Workflow, named: ReadonlyMap<string, string>): Deployment[] {
  const known = jobs.map(environmentOf).filter((name) => name !== undefined)
  return jobs
    .filter((job) => named.has(job.id) || isDeployment(job))
    .map((job) => {
      const given = named.get(job.id) ?? environmentOf(job)
      const stage = given === undefined ? stageOf(job, value) : (stageIn(given) ?? 'elsewhere')
      const environment = given ?? chosen(job, stage, known, value)
      return { job, stage, ...(environment === undefined ? {} : { environment }) }
    })
}

function isDeployment(job: Job): boolean {
  if (job.uses !== undefined) return false
  if (environmentOf(job) !== undefined) return true
  const title = titleOf(job)
  if (ASIDE.test(title)) return false
  return TITLE.test(title) || job.steps.some(deploysBy)
}

export const titleOf = ({ id, value }: Job): string => `${id} ${textOf(child(value, 'name')) ?? ''}`

const stageIn = (text: string): Stage | undefined => STAGES.find(([, pattern]) => pattern.test(text))?.[0]

/** By the job's name, then by its commands, then by the branch that it is for; production where nothing says otherwise. */
function stageOf(job: Job, workflow: Json): Stage {
  const commands = job.steps
    .filter(deploysBy)
    .map(({ value }) => JSON.stringify(value))
    .join('\n')
  const branch = `${textOf(child(job.value, 'if')) ?? ''} `
  const own =
    stageIn(titleOf(job)) ??
    stageIn(commands) ??
    branchStage(branch) ??
    stageIn(textOf(child(workflow, 'name')) ?? '')
  return own ?? 'production'
}

function branchStage(condition: string): Stage | undefined {
  if (
    /refs\/tags\/|ref_type == 'tag'|refs\/heads\/(?:main|master|production|release)\b|ref_name == '(?:main|master)'/.test(
      condition,
    )
  )
    return 'production'
  const named = [...condition.matchAll(/'([^']*)'/g)].map(([, text = '']) => text).join(' ')
  return /(?:^|[ /])(?:develop|dev)(?:$| )/.test(named) ? 'elsewhere' : stageIn(named)
}

/** A name that the workflow has for the stage already; the input or the cell of the matrix that says which. */
function chosen(job: Job, stage: Stage, known: readonly string[], workflow: Json): string | undefined {
  if (job.steps.some((step) => actionOf(step) === 'actions/deploy-pages')) return 'github-pages'
  const text = JSON.stringify(job.value)
  const matrix = under(job.value, 'strategy', 'matrix')
  for (const name of ['environment', 'env', 'stage'])
    if (isObject(matrix ?? null) && child(matrix ?? null, name) !== undefined) return `\${{ matrix.${name} }}`
  const inputs = triggersOf(isObject(workflow) ? workflow : {}).get('workflow_dispatch')
  for (const name of ['environment', 'env', 'stage'])
    if (under(inputs, 'inputs', name) !== undefined && new RegExp(`inputs\\.${name}\\b`).test(text))
      return onlyByHand(workflow) ? `\${{ inputs.${name} }}` : undefined
  if (stage === 'elsewhere') return undefined
  return known.find((name) => stageIn(name) === stage) ?? stage
}

const onlyByHand = (workflow: Json): boolean =>
  isObject(workflow) &&
  [...triggersOf(workflow).keys()].every((name) => name === 'workflow_dispatch' || name === 'workflow_call')
