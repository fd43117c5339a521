/** The parts that steps play in a job: whoever plays one already stays where it is, the others come in behind it. */
import type { Json, JsonObject } from '../../value.js'
import { child } from '../../value.js'
import type { Step } from '../workflow.js'
import { jobsIn } from '../workflow.js'

export interface Role {
  /** What plays it where nothing does. One of its name that does not play it gives way. */
  readonly step: JsonObject
  readonly isPlayedBy: (step: Step) => boolean
  /** Stands at the beginning, not where the others come in. */
  readonly isFirst?: boolean
  /** Comes in behind the last of these. */
  readonly isAfter?: (step: Step) => boolean
}

/** Steps as a reader of workflows sees them. */
export const stepsOf = (list: readonly Json[]): readonly Step[] =>
  jobsIn({ jobs: { job: { steps: list } } }).flatMap(({ steps }) => steps)

/** The steps of a job without the idle ones and with every role played, in the order of the roles. */
export function placed(all: readonly Step[], idle: readonly Step[], roles: readonly Role[]): readonly Json[] {
  let list: readonly Json[] = all.filter((step) => !idle.includes(step)).map(({ value }) => value)
  const first = all.findIndex((step) => idle.includes(step))
  let at = first >= 0 ? first : undefined
  for (const { step, isPlayedBy, isFirst, isAfter } of roles) {
    const found = stepsOf(list).findIndex((one) => isPlayedBy(one))
    if (found >= 0) {
      if (isFirst !== true) at = Math.max(at ?? 0, found + 1)
      continue
    }
    const last = isAfter === undefined ? -1 : stepsOf(list).findLastIndex((one) => isAfter(one))
    if (last >= 0) at = Math.max(at ?? 0, last + 1)
    const namesake = list.findIndex((one) => child(one, 'name') === step.name)
    const index = namesake >= 0 ? namesake : isFirst === true ? 0 : (at ?? startOf(list, roles))
    list = list.toSpliced(index, namesake >= 0 ? 1 : 0, step)
    at = isFirst === true ? (at === undefined ? undefined : at + 1) : Math.max(at ?? 0, index + 1)
  }
  return list
}

/** Before the first step that plays a role, else at the end. */
function startOf(list: readonly Json[], roles: readonly Role[]): number {
  const steps = stepsOf(list)
  const index = steps.findIndex((step) =>
    roles.some((role) => role.isFirst !== true && role.isPlayedBy(step)),
  )
  return index < 0 ? list.length : index
}

export const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a.trim() === b?.trim()
