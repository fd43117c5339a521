/** When a deployment runs: after which jobs, for which events, and the triggers that a release needs. */
import type { Edit, Hindrance } from '../../edits.js'
import type { Json, JsonObject } from '../../value.js'
import { child, isList, isObject } from '../../value.js'
import type { Stage } from './jobs.js'
import { deploysBy, environmentOf, isStage, triggersOf } from './jobs.js'
import type { Job, Workflow } from '../workflow.js'
import { key, textOf, textsOf } from '../workflow.js'

const DEPLOYING = /^(?:push|workflow_dispatch|workflow_run|release|repository_dispatch|create)$/

/** A workflow that runs for proposals alone is no place to deploy from. */
export function hindranceOfTriggers({ value }: Workflow): Hindrance | undefined {
  const names = [...triggersOf(value).keys()]
  if (names.includes('workflow_call'))
    return {
      steps: ['on'],
      message:
        'the workflow is called by others, and deploys for them: name one that runs for `push` or `workflow_dispatch`',
    }
  if (names.length === 0 || names.some((name) => DEPLOYING.test(name))) return undefined
  return {
    steps: ['on'],
    message: `the workflow runs for ${names.map((name) => `\`${name}\``).join(', ')}, and nothing is deployed then: name a workflow that runs for \`push\`, or add it to \`on\``,
  }
}

/** `needs` of a new job: all that the workflow does for every event before anything is deployed. */
export function jobsBefore({ jobs }: Workflow, id: string): JsonObject {
  const needs = jobs.filter((job) => job.id !== id && isCheck(job)).map((job) => job.id)
  return needs.length === 0 ? {} : { needs }
}

const isCheck = (job: Job): boolean =>
  child(job.value, 'if') === undefined && environmentOf(job) === undefined && !job.steps.some(deploysBy)

const DISPATCHED = "github.event_name == 'workflow_dispatch'"
const TAGGED = "startsWith(github.ref, 'refs/tags/')"

/** `if` of a new job for staging: the branch that is deployed, tags that are to go on to production, and by hand. */
export function conditionForStaging({ value }: Workflow): JsonObject {
  const triggers = triggersOf(value)
  const push = triggers.get('push')
  const parts = push === undefined ? [] : [branchOf(push), ...(runsForTags(push) ? [TAGGED] : [])]
  if (triggers.has('workflow_dispatch')) parts.push(DISPATCHED)
  const isAlways = push === undefined || [...triggers.keys()].every((name) => name === 'workflow_dispatch')
  return isAlways ? {} : { if: parts.join(' || ') }
}

function branchOf(push: JsonObject): string {
  const branches = textsOf(child(push, 'branches')).filter((name) => !/[*?!+[]/.test(name))
  const found =
    ['staging', 'develop', 'main', 'master'].find((name) => branches.includes(name)) ?? branches[0]
  return found === undefined
    ? 'github.ref_name == github.event.repository.default_branch'
    : `github.ref == 'refs/heads/${found}'`
}

export const runsForTags = (push: JsonObject): boolean =>
  child(push, 'tags') !== undefined ||
  (child(push, 'branches') === undefined && child(push, 'branches-ignore') === undefined)

/** `if` of the job for production: as it is, where that is by tag, release or hand; who starts it by hand may choose where to. */
export function conditionForProduction({ value }: Workflow, job: Job | undefined): string {
  const own = textOf(job === undefined ? undefined : child(job.value, 'if'))
  const condition = own !== undefined && isByRelease(own) ? own : `${TAGGED} || ${DISPATCHED}`
  const chosen = choiceOfProduction(value)
  if (chosen === undefined || /\binputs\./.test(condition)) return condition
  const unchosen = bare(condition)
    .split(/\s*\|\|\s*/)
    .filter((part) => part !== DISPATCHED)
    .join(' || ')
  if (unchosen === '') return chosen
  if (unchosen.includes(DISPATCHED)) return unchosen.replaceAll(DISPATCHED, chosen)
  if (unchosen.includes('event_name')) return `${unchosen} || ${chosen}`
  return `github.event_name != 'workflow_dispatch' && ${unchosen.includes('||') ? `(${unchosen})` : unchosen} || ${chosen}`
}

/** `inputs.environment == 'production'`, where who starts the workflow by hand may choose so. */
function choiceOfProduction(workflow: JsonObject): string | undefined {
  const inputs = child(triggersOf(workflow).get('workflow_dispatch') ?? {}, 'inputs')
  for (const [name, input] of Object.entries(isObject(inputs) ? inputs : {})) {
    const chosen = textsOf(child(input, 'options')).find((option) => isStage(option, 'production'))
    if (chosen !== undefined) return `inputs.${name} == '${chosen}'`
  }
  return undefined
}

export const isByRelease = (condition: string): boolean =>
  /refs\/tags|ref_type\s*==\s*'tag'|workflow_dispatch|event_name\s*==\s*'release'|inputs\.[\w-]+\s*==\s*'prod/.test(
    condition,
  )

/** The condition holds for a branch that it names, and so for no tag. */
export const isForBranch = (condition: string): boolean =>
  /refs\/heads\/|ref_name\s*==|default_branch|\bref\s*==/.test(condition)

/** The condition, and where it leaves them out: tags, and whatever is started by hand. */
export function withReleases(condition: string): string {
  const own = bare(condition)
  const asked = own.replace(/github\.event_name\s*!=\s*'\w+'/g, '')
  if (!isForBranch(asked) && !/inputs\.|event_name|pull_request|schedule/.test(asked)) return condition
  const parts = own.split(/\s*\|\|\s*/)
  const lacks = [
    ...(/refs\/tags|ref_type\s*==\s*'tag'|event_name\s*==\s*'release'/.test(own) ? [] : [TAGGED]),
    ...(parts.includes(DISPATCHED) ? [] : [DISPATCHED]),
  ]
  // `||` binds least, so that the condition needs no parentheses.
  return lacks.length === 0 ? condition : [own, ...lacks].join(' || ')
}

const bare = (condition: string): string =>
  /^\$\{\{((?:(?!\$\{\{)[^])*)\}\}$/.exec(condition.trim())?.[1]?.trim() ?? condition.trim()

/** Makes the workflow run for tags and by hand, whatever form `on` has. */
export function releaseTriggers({ value }: Workflow): readonly Edit[] {
  const on = child(value, 'on')
  // When it runs is for those to say who call it.
  if (triggersOf(value).has('workflow_call')) return []
  if (on === undefined || typeof on === 'string' || isList(on))
    return [{ do: 'set', path: [key('on')], value: listed(on) }]
  if (!isObject(on)) return []
  const dispatch: Edit = {
    do: 'set',
    path: ['on', 'workflow_dispatch'].map(key),
    value: child(on, 'workflow_dispatch') ?? null,
  }
  const push = child(on, 'push')
  if (!isObject(push) || !isFiltered(push) || child(push, 'tags-ignore') !== undefined) return [dispatch]
  return [
    { do: 'set', path: ['on', 'push', 'tags'].map(key), value: child(push, 'tags') ?? ['v*'] },
    dispatch,
  ]
}

const isFiltered = (push: JsonObject): boolean =>
  ['branches', 'branches-ignore', 'tags'].some((name) => child(push, name) !== undefined)

function listed(on: Json | undefined): Json {
  const events = textsOf(on)
  return events.includes('workflow_dispatch') ? [...events] : [...events, 'workflow_dispatch']
}

/** The group of the whole workflow stops a deployment half way where it cancels what is running. */
export function remarkOnConcurrency({ value }: Workflow, stage: Stage): string | undefined {
  const cancels = child(child(value, 'concurrency') ?? null, 'cancel-in-progress')
  return cancels === true
    ? `the workflow's own \`concurrency\` cancels what is in progress, a deployment to ${stage} too: let it cancel for pull requests alone`
    : undefined
}
