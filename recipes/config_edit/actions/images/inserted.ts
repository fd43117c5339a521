/** New steps beside a step of a job, as edits that find their places however the step is written. */
import type { Edit } from '../../edits.js'
import { itemSegment } from '../../path.js'
import type { Json, JsonObject } from '../../value.js'
import { child, isList } from '../../value.js'
import type { Job, Step } from '../workflow.js'
import { jobPath, stepSegment } from '../workflow.js'

export interface Insertion {
  readonly beside: Step
  readonly side: 'before' | 'after'
  /** In their order; each has a name of its own. */
  readonly steps: readonly JsonObject[]
}

/**
 * Each new step is governed by its name. Where no path leads to a step beside which one stands, the steps of the job are set as a
 * whole; what is ours already does not count, so that the second time it is as the first.
 */
export function insertedEdits(job: Job, insertions: readonly Insertion[]): readonly Edit[] {
  const ours = new Set(insertions.flatMap(({ steps }) => steps.map((step) => child(step, 'name'))))
  const theirs = job.steps.filter((step) => !ours.has(step.name ?? null))
  const list = jobPath(job.id, 'steps')
  const edits = insertions.map(({ beside, side, steps }): readonly Edit[] | undefined => {
    const segment = stepSegment(theirs, beside)
    if (segment === undefined) return undefined
    return steps.map((value, index): Edit => {
      const previous = steps[index - 1]
      if (previous !== undefined) return { do: 'insert_after', path: [...list, itemSegment(previous)], value }
      return { do: side === 'before' ? 'insert_before' : 'insert_after', path: [...list, segment], value }
    })
  })
  if (edits.every((one) => one !== undefined)) return edits.flat()
  return [{ do: 'set', path: list, value: withInserted(job, insertions) }]
}

/** The steps of the job with the new ones. */
export function withInserted(job: Job, insertions: readonly Insertion[]): readonly Json[] {
  const all = insertions.flatMap(({ steps }) => steps)
  const names = new Set(all.map((step) => child(step, 'name')))
  const given = child(job.value, 'steps')
  return (isList(given) ? given : []).flatMap((item, index): readonly Json[] => {
    if (names.has(child(item, 'name') ?? null)) return []
    const at = (side: 'before' | 'after') =>
      insertions
        .filter((one) => one.side === side && one.beside.index === index)
        .flatMap(({ steps }) => steps)
    return [...at('before'), item, ...at('after')]
  })
}
