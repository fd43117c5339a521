/** `remove_continue_on_error`: no security or test step may fail silently, at the step or at its job. */
import { list, object, optional, quoted, string } from '../../settings.js'
import type { Plan } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child } from '../value.js'
import type { Options } from './checks.js'
import { isCalled, isMeant, stepsOf } from './checks.js'
import { commandsOf } from './script.js'
import { isDeaf, isPiped, loud, decidesItself } from './silence.js'
import type { Wish } from './wishes.js'
import { editsFor } from './wishes.js'
import type { Job, Step } from './workflow.js'
import { jobPath, jobsIn, textOf, titleOf, under, workflowOf } from './workflow.js'

const KEY = 'continue-on-error'

/**
 * Guarantees of each test and security step (or of those that `with` names) that its failure fails the job: no
 * `continue-on-error` at the step or its job, and nothing in its script that hides the failure. What only a run of the matrix
 * is allowed (`${{ matrix.experimental }}`) stays where it is, unless the job is named.
 */
export const removeContinueOnError = defineAction<Options>({
  name: 'remove_continue_on_error',
  options: object<Options>({ steps: optional(list(string)), jobs: optional(list(string)) }),

  plan(file, options): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const chosen = workflow.jobs
      .map((job) => ({ job, steps: stepsOf(job, options) }))
      .filter(({ steps }) => steps.length > 0)
    const missing = notThere(workflow.jobs, chosen, options)
    if (missing !== undefined) return { steps: ['jobs'], message: missing }
    const edits = chosen.flatMap(({ job, steps }) => [
      ...jobEdits(job, options),
      ...editsFor(
        job,
        steps.flatMap((step) => wishesFor(job, step, options)),
      ),
    ])
    return { edits, says: told(chosen, options) }
  },

  broken: (file, options) =>
    jobsIn(file).flatMap((job) =>
      stepsOf(job, options).flatMap((step) =>
        [
          mayFail(job.value, job, options) ? `job \`${job.id}\` continues when ${titleOf(step)} fails` : '',
          mayFail(step.value, job, options) ? `${titleOf(step)} of job \`${job.id}\` continues on error` : '',
          ...hiddenIn(step, options).map(
            (line) => `${titleOf(step)} of job \`${job.id}\` hides a failure: \`${line}\``,
          ),
        ].filter((message) => message !== ''),
      ),
    ),
})

interface Chosen {
  readonly job: Job
  readonly steps: readonly Step[]
}

function jobEdits(job: Job, options: Options): Edit[] {
  const path = jobPath(job.id, KEY)
  const now = child(job.value, KEY)
  if (isLeft(now, job, options)) return []
  return [now === false ? { do: 'set', path, value: false } : { do: 'remove', path }]
}

function wishesFor(job: Job, step: Step, options: Options): Wish[] {
  const now = child(step.value, KEY)
  const wishes: Wish[] = isLeft(now, job, options)
    ? []
    : [{ step, keys: [KEY], ...(now === false ? { value: false } : {}) }]
  if (step.run === undefined) return wishes
  const run = loud(step.run, isMeant(step, options))
  wishes.push({ step, keys: ['run'], value: run })
  if (isPiped(run, isMeant(step, options)) && takesPipefail(job, step))
    wishes.push({ step, keys: ['shell'], value: 'bash' })
  return wishes
}

/** Without a `shell` a failure before a pipe is lost; with `bash` named it is not. */
function takesPipefail(job: Job, { value }: Step): boolean {
  const shell = child(value, 'shell') ?? under(job.value, 'defaults', 'run', 'shell')
  const system = JSON.stringify(child(job.value, 'runs-on') ?? '')
  return (
    (shell === undefined || shell === 'bash') && /ubuntu|macos|linux/.test(system) && !system.includes('${{')
  )
}

/** Allowed to the experimental part of a matrix. */
const isLeft = (now: Json | undefined, job: Job, { jobs }: Options): boolean =>
  jobs?.includes(job.id) !== true && /^\$\{\{\s*matrix\b[^&|]*\}\}$/.test(textOf(now) ?? '')

const mayFail = (value: Json, job: Job, options: Options): boolean => {
  const now = child(value, KEY)
  return now !== undefined && now !== false && now !== 'false' && !isLeft(now, job, options)
}

/** Lines that hide a failure, read line by line and not as commands. */
function hiddenIn(step: Step, options: Options): string[] {
  const lines = (step.run ?? '').replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)
  const meant = isMeant(step, options)
  return lines.filter((line) => {
    const [, before, behind] = /^(.*?)\|\|\s*[({]?\s*(?:true\b|:(?:\s|$)|exit 0|echo\b)(.*)$/.exec(line) ?? []
    if (before === undefined || /exit [1-9$]|return|false|&&|[;|]/.test(behind ?? '')) return false
    const last = commandsOf(before).findLast(({ words }) => words.length > 0)
    return last !== undefined && meant(last)
  })
}

function notThere(jobs: readonly Job[], chosen: readonly Chosen[], options: Options): string | undefined {
  const ids = jobs.map(({ id }) => id)
  const job = options.jobs?.find((id) => !ids.includes(id))
  if (job !== undefined) return `there is no job \`${job}\` in \`jobs\`: there are ${quoted(ids)}`
  const word = options.steps?.find(
    (one) => !chosen.some(({ steps }) => steps.some((step) => isCalled(step, one))),
  )
  if (word !== undefined)
    return `no step is called \`${word}\` or runs it: give names of steps or the first words of their commands in \`with.steps\``
  if (chosen.length > 0) return undefined
  return 'no step here runs tests or a security tool that is known: name the steps that must not fail silently in `with.steps`, or another workflow as `target`'
}

function told(chosen: readonly Chosen[], options: Options): string {
  const silent = chosen.flatMap(({ job, steps }) =>
    steps.filter((step) => isSilent(job, step, options)).map((step) => `${titleOf(step)} of \`${job.id}\``),
  )
  const count = chosen.reduce((sum, { steps }) => sum + steps.length, 0)
  const first =
    silent.length === 0
      ? `nothing to do: no test or security step of ${count} fails silently`
      : `no longer fails silently: ${silent.join(', ')}; what it finds now fails the workflow`
  return [first, ...chosen.flatMap(({ job, steps }) => leftAlone(job, steps, options))].join('; ')
}

const isSilent = (job: Job, step: Step, options: Options): boolean =>
  mayFail(job.value, job, options) ||
  mayFail(step.value, job, options) ||
  wishesFor(job, step, options).some(
    ({ keys: [name = ''], value }) => name !== KEY && child(step.value, name) !== value,
  )

function leftAlone(job: Job, steps: readonly Step[], options: Options): string[] {
  const matrix = [job.value, ...steps.map(({ value }) => value)].some((value) =>
    isLeft(child(value, KEY), job, options),
  )
  const asked = steps.filter((step) => {
    const commands = commandsOf(step.run ?? '')
    return commands.some(isDeaf) && commands.some(isMeant(step, options)) && decidesItself(step.run ?? '')
  })
  return [
    ...(matrix
      ? [
          `left as it is: \`${KEY}\` of \`${job.id}\`, which only a part of its matrix is allowed (name the job in \`with.jobs\` to take it away)`,
        ]
      : []),
    ...asked.map(
      (step) =>
        `left as it is: \`set +e\` of ${titleOf(step)}, whose script decides itself what a failure means`,
    ),
  ]
}
