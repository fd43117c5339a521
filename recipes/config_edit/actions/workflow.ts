/** A GitHub workflow read from its value: jobs, their steps, and the way by which an edit finds a step again. */
import type { Hindrance } from '../edits.js'
import type { Segment, Segments } from '../path.js'
import { stepIn } from '../path.js'
import type { Json, JsonObject } from '../value.js'
import { child, isList, isObject, kindOf } from '../value.js'

export interface Workflow {
  readonly value: JsonObject
  readonly jobs: readonly Job[]
}

export interface Job {
  readonly id: string
  readonly value: JsonObject
  readonly needs: readonly string[]
  /** The reusable workflow that it calls: such a job has no steps, and takes neither `environment` nor `services`. */
  readonly uses: string | undefined
  readonly steps: readonly Step[]
}

export interface Step {
  readonly index: number
  readonly value: JsonObject
  readonly name: string | undefined
  readonly id: string | undefined
  /** With its version. */
  readonly uses: string | undefined
  readonly run: string | undefined
}

export const key = (name: string): Segment => ({ kind: 'key', key: name })

export const jobPath = (job: string, ...keys: readonly string[]): Segments => ['jobs', job, ...keys].map(key)

/** The jobs of a workflow, or what the file is instead. */
export function workflowOf(file: Json): Workflow | Hindrance {
  const jobs = child(file, 'jobs')
  if (!isObject(file) || jobs === undefined)
    return {
      steps: [],
      message: 'the file has no `jobs`, so it is no workflow: name one of `.github/workflows`',
    }
  if (!isObject(jobs))
    return { steps: ['jobs'], message: `\`jobs\` has to be an object, and is ${kindOf(jobs)}` }
  return {
    value: file,
    jobs: Object.entries(jobs).flatMap(([id, value]) => (isObject(value) ? [jobOf(id, value)] : [])),
  }
}

/** The jobs, none where the file is no workflow: for checks of a result. */
export function jobsIn(file: Json): readonly Job[] {
  const workflow = workflowOf(file)
  return 'message' in workflow ? [] : workflow.jobs
}

function jobOf(id: string, value: JsonObject): Job {
  const steps = child(value, 'steps')
  return {
    id,
    value,
    needs: textsOf(child(value, 'needs')),
    uses: textOf(child(value, 'uses')),
    steps: isList(steps) ? steps.flatMap((step, index) => (isObject(step) ? [stepOf(step, index)] : [])) : [],
  }
}

const stepOf = (value: JsonObject, index: number): Step => ({
  index,
  value,
  name: textOf(child(value, 'name')),
  id: textOf(child(value, 'id')),
  uses: textOf(child(value, 'uses')),
  run: textOf(child(value, 'run')),
})

export const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** One text, or a list of them: `needs`, `branches`. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return isList(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The value at the end of some keys. */
export const under = (value: Json | undefined, ...keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>((at, name) => (at === undefined ? undefined : child(at, name)), value)

/** `actions/checkout` of `actions/checkout@v4`. */
export const actionOf = ({ uses }: Pick<Step, 'uses'>): string | undefined =>
  uses?.split('@')[0]?.toLowerCase()

/** How a person would call a step. */
export function titleOf({ name, id, uses, run, index }: Step): string {
  const line = run?.trim().split('\n')[0]?.trim()
  return `\`${name ?? id ?? uses ?? line ?? String(index + 1)}\``
}

/**
 * The segment that chooses this step and no other, by a key that is not about to change: `name`, `id` or `uses`, else any
 * other plain one. Undefined where none does: then only the list as a whole can be named.
 */
export function stepSegment(
  steps: readonly Step[],
  { value, index }: Step,
  changing: readonly string[] = [],
): Segment | undefined {
  const list = Array.from({ length: Math.max(0, ...steps.map((step) => step.index + 1)) }, (): Json => null)
  for (const step of steps) list[step.index] = step.value
  const keys = [...new Set(['name', 'id', 'uses', ...Object.keys(value).sort()])]
  return keys
    .filter((by) => !changing.includes(by))
    .flatMap((by) => matchBy(by, child(value, by)))
    .find(
      (segment) =>
        list.filter((item) => stepIn([item], segment) === 0).length === 1 && stepIn(list, segment) === index,
    )
}

const matchBy = (by: string, value: Json | undefined): Segment[] =>
  value === undefined || typeof value === 'object' || value === ''
    ? []
    : [{ kind: 'match', by, value: String(value) }]
