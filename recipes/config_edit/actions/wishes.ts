/** What is wanted of keys of steps, as edits that find the same steps the next time. */
import type { Edit } from '../edits.js'
import type { Segments } from '../path.js'
import type { Json } from '../value.js'
import { child, isList, isObject, withChild } from '../value.js'
import type { Job, Step } from './workflow.js'
import { jobPath, key, stepSegment } from './workflow.js'

export interface Wish {
  readonly step: Step
  readonly keys: readonly string[]
  /** Without it nothing may stand there. */
  readonly value?: Json
}

/**
 * One edit for each wish. Where a step has nothing but what is wished for to be known by (`- run: npm test || true`), no path
 * leads to it before and after, and its job's steps are set as a whole.
 */
export function editsFor(job: Job, wishes: readonly Wish[]): Edit[] {
  const edits = wishes.map((wish) => {
    const changing = wishes.filter(({ step }) => step === wish.step).flatMap(({ keys }) => keys.slice(0, 1))
    const segment = stepSegment(job.steps, wish.step, changing)
    return segment === undefined
      ? undefined
      : edit([...jobPath(job.id, 'steps'), segment, ...wish.keys.map(key)], wish)
  })
  if (edits.every((one) => one !== undefined)) return edits
  return [{ do: 'set', path: jobPath(job.id, 'steps'), value: fulfilled(job, wishes) }]
}

const edit = (path: Segments, { value }: Wish): Edit =>
  value === undefined ? { do: 'remove', path } : { do: 'set', path, value }

/** The job's steps as they are wished for. */
export function fulfilled(job: Job, wishes: readonly Wish[]): readonly Json[] {
  const steps = child(job.value, 'steps')
  const list = isList(steps) ? steps : []
  return list.map((item, index) =>
    wishes
      .filter(({ step }) => step.index === index)
      .reduce((now, { keys, value }) => put(now, keys, value), item),
  )
}

function put(at: Json, [first, ...rest]: readonly string[], value: Json | undefined): Json {
  if (first === undefined) return value ?? null
  const inner = child(at, first)
  if (rest.length === 0) return withChild(at, first, value)
  if (inner === undefined && value === undefined) return at
  return withChild(at, first, put(isObject(inner ?? null) ? (inner ?? {}) : {}, rest, value))
}
