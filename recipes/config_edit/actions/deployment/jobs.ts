/** Which job of a workflow deploys to an environment, and which of its steps only say that they would. */
import type { Hindrance } from '../../edits.js'
import type { JsonObject } from '../../value.js'
import { child, isObject } from '../../value.js'
import { purposesOf } from '../purpose.js'
import { commandsOf } from '../script.js'
import type { Job, Step, Workflow } from '../workflow.js'
import { actionOf, textOf } from '../workflow.js'

export type Stage = 'staging' | 'production'

const STAGES: Readonly<Record<Stage, RegExp>> = {
  staging: /(?:^|[^a-z])(?:staging|stage|stg|preprod|pre-production)(?![a-z])/i,
  production: /(?:^|[^a-z])(?<!pre-)(?:production|prod|prd|live)(?![a-z])/i,
}
const BRANCHES: Readonly<Record<Stage, RegExp>> = {
  staging: /refs\/heads\/(?:staging|stage|develop|dev)\b|ref_name == '(?:staging|stage|develop|dev)'/,
  production: /refs\/tags\/v?|ref_type == 'tag'|refs\/heads\/(?:production|prod|release)\b/,
}
const DEPLOYS = /(?:^|[^a-z])(?:deploy|deployment|release|rollout|ship|promote|deliver|cd)(?![a-z])/i
/** Something else is brought somewhere, or something is done about a deployment. */
const ASIDE =
  /(?:^|[^a-z])(?:docs?|documentation|pages|storybook|website|preview|test|tests|e2e|smoke|notify|announce|build|approve|approval|gate|verify|rollback|npm|pypi|package|packages|notes|changelog|draft)(?![a-z])/i

export const environmentOf = ({ value }: Pick<Job, 'value'>): string | undefined => {
  const environment = child(value, 'environment')
  return textOf(environment) ?? (environment === undefined ? undefined : textOf(child(environment, 'name')))
}

export interface Target {
  readonly id: string
  /** Undefined: there is none yet. */
  readonly job?: Job
}

/** The job that deploys to a stage: as named, else by environment, id, name or branch, else one that is to be made. */
export function targetOf({ jobs }: Workflow, stage: Stage, named: string | undefined): Target | Hindrance {
  if (named !== undefined) {
    const job = jobs.find(({ id }) => id === named)
    return job === undefined ? noSuchJob(named, jobs) : checked(job, stage)
  }
  const [first] = jobs
    .map((job) => ({ job, rank: rankOf(job, stage) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
  if (first !== undefined) return checked(first.job, stage)
  const unclear = jobs.find((job) => isUnclear(job))
  if (unclear !== undefined)
    return {
      steps: ['jobs', unclear.id],
      message: `\`jobs.${unclear.id}\` deploys, and does not say whether to ${stage}: name the job with \`job: …\`, or give each environment a job of its own`,
    }
  return { id: `deploy-${stage}` }
}

function noSuchJob(named: string, jobs: readonly Job[]): Hindrance {
  const ids = jobs.map(({ id }) => `\`${id}\``).join(', ')
  return { steps: ['jobs'], message: `\`job\` names \`${named}\`, and the jobs are ${ids}` }
}

function checked(job: Job, stage: Stage): Target | Hindrance {
  if (job.uses !== undefined)
    return {
      steps: ['jobs', job.id, 'uses'],
      message: `\`jobs.${job.id}\` calls \`${job.uses}\`, and what it does stands there: name that file as the target`,
    }
  if (/\$\{\{\s*matrix\./.test(environmentOf(job) ?? ''))
    return {
      steps: ['jobs', job.id, 'environment'],
      message: `\`jobs.${job.id}\` deploys to several environments by its matrix, and ${stage} needs a job of its own`,
    }
  return { id: job.id, job }
}

/** How surely the job deploys to the stage; 0: it does not. */
function rankOf(job: Job, stage: Stage): number {
  const title = `${job.id} ${textOf(child(job.value, 'name')) ?? ''}`
  const environment = environmentOf(job)
  const isHere = environment !== undefined && STAGES[stage].test(environment)
  if (environment !== undefined && !isHere && !environment.includes('${{')) return 0
  const deploys = DEPLOYS.test(title) || job.steps.some((step) => deploysBy(step))
  if (!deploys && job.id !== stage) return 0
  if (ASIDE.test(title) && !job.steps.some((step) => deploysBy(step))) return 0
  if (isHere) return DEPLOYS.test(title) ? 5 : 4
  if (STAGES[stage].test(title)) return 3
  if (STAGES[other(stage)].test(title)) return 0
  return BRANCHES[stage].test(textOf(child(job.value, 'if')) ?? '') && !ASIDE.test(title) ? 2 : 0
}

/** Is this a name of the stage: `prod`, `live`? */
export const isStage = (name: string, stage: Stage): boolean => STAGES[stage].test(name)

export const other = (stage: Stage): Stage => (stage === 'staging' ? 'production' : 'staging')

/** It deploys, to a place that nothing names. */
function isUnclear(job: Job): boolean {
  const title = `${job.id} ${textOf(child(job.value, 'name')) ?? ''}`
  const isOther = (['staging', 'production'] as const).some((stage) => rankOf(job, stage) > 0)
  return !isOther && job.uses === undefined && DEPLOYS.test(title) && isAboutTheProduct(job, title)
}

const isAboutTheProduct = (job: Job, title: string): boolean =>
  !ASIDE.test(title) &&
  !job.steps.some(
    (step) =>
      purposesOf(step).has('publish') ||
      /pages|release|docs/.test(actionOf(step) ?? '') ||
      /\bgh release\b/.test(step.run ?? ''),
  )

/** Does the step bring something to where it runs? */
export const deploysBy = (step: Step): boolean =>
  (purposesOf(step).has('deploy') && !/pages|firebaseextended/.test(actionOf(step) ?? '')) ||
  (step.run !== undefined &&
    !isHarmless(step) &&
    /\b(?:deploy|roll(?:ing)? out|ship)\b/i.test(step.name ?? '') &&
    !/\b(?:notify|status|health|verify|check|wait|prepare|record|find)\b/i.test(step.name ?? ''))

/** A step that runs only where another failed. */
export const isRollback = ({ value }: Step): boolean =>
  (textOf(child(value, 'if')) ?? '').includes('failure()')

/** A step that only says what it would do: `echo`, `TODO`, `true`. */
export function isHarmless({ run, uses }: Pick<Step, 'run' | 'uses'>): boolean {
  if (uses !== undefined || run === undefined) return false
  return commandsOf(run).every(({ words }) => isIdle(words, run))
}

/** What the runner or a later step reads is no idle talk. */
function isIdle([program = ':', ...words]: readonly string[], script: string): boolean {
  const text = words.join(' ')
  if (/^(?:true|:|sleep|date|pwd|fi|done|then|else|exit|\[|\[\[|test|set)$/.test(program))
    return program !== 'exit' || text === '' || text === '0'
  if (!/^(?:echo|printf)$/.test(program)) return false
  return !/>|\$\(|`/.test(text) && !/::(?:set-output|set-env|add-mask|add-path|save-state)/.test(script)
}

/** Harmless steps in a job where nothing deploys, and elsewhere those that say of themselves that they are unfinished. */
export function placeholdersIn(steps: readonly Step[]): readonly Step[] {
  const isReal = steps.some(deploysBy)
  return steps.filter(
    (step) =>
      isHarmless(step) &&
      (!isReal || /\b(?:todo|fixme|placeholder|simulat\w*|not implemented)\b/i.test(step.run ?? '')),
  )
}

/** The triggers of a workflow, whatever form `on` has. */
export function triggersOf(workflow: JsonObject): ReadonlyMap<string, JsonObject> {
  const on = child(workflow, 'on')
  if (typeof on === 'string') return new Map([[on, {}]])
  if (Array.isArray(on))
    return new Map(on.filter((name) => typeof name === 'string').map((name) => [name, {}]))
  if (!isObject(on)) return new Map()
  return new Map(Object.entries(on).map(([name, value]) => [name, isObject(value) ? value : {}]))
}
