/** What may stand under `defaults`, on a phase, a group and a task: the nearest wins, lists add up. */
import { fault } from '../core/diagnostic.js'
import type { Retries } from '../core/task.js'
import { duration, isDuration } from './durations.js'
import type { Report } from './names.js'
import type { Part } from './source.js'
import { fieldsOf, locate } from './source.js'
import type { Written } from './written.js'
import { writtenIn } from './written.js'

export interface Defaults {
  readonly retries: Retries
  readonly timeout?: number
  readonly failFast: boolean
  readonly env: readonly Written[]
  readonly inputs: readonly Written[]
}

const ONCE: Retries = { attempts: 1, backoff: 'exponential', delay: 1000, maxDelay: 30_000 }
export const NO_DEFAULTS: Defaults = { retries: ONCE, failFast: false, env: [], inputs: [] }

/** What counts inside of a part, itself included. */
export function defaultsOf(part: Part, outer: Defaults, report: Report): Defaults {
  const { retries, timeout, fail_fast: failFast, env, inputs } = part.data
  if ((retries ?? timeout ?? failFast ?? env ?? inputs) === undefined) return outer
  const limit = timeoutOf(part, report) ?? outer.timeout
  return {
    retries: retries === undefined ? outer.retries : retriesOf(part, report),
    ...(limit === undefined ? {} : { timeout: limit }),
    failFast: typeof failFast === 'boolean' ? failFast : outer.failFast,
    env: env === undefined ? outer.env : [...outer.env, ...writtenIn(part, 'env')],
    inputs: inputs === undefined ? outer.inputs : [...outer.inputs, ...writtenIn(part, 'inputs')],
  }
}

const timeoutOf = (part: Part, report: Report): number | undefined => durationAt(part, ['timeout'], 1, report)

function retriesOf(part: Part, report: Report): Retries {
  const { attempts, backoff } = fieldsOf(part.data.retries)
  return {
    attempts: typeof attempts === 'number' ? attempts : ONCE.attempts,
    backoff: backoff === 'fixed' ? 'fixed' : ONCE.backoff,
    delay: durationAt(part, ['retries', 'delay'], 0, report) ?? ONCE.delay,
    maxDelay: durationAt(part, ['retries', 'max_delay'], 0, report) ?? ONCE.maxDelay,
  }
}

/** The schema has seen to it that it looks like a duration; whether it is one that can be waited for is seen here. */
function durationAt(part: Part, steps: readonly string[], least: number, report: Report): number | undefined {
  const [first = '', second] = steps
  const value = second === undefined ? part.data[first] : fieldsOf(part.data[first])[second]
  if (typeof value !== 'string' || !isDuration(value)) return undefined
  const time = duration(value, least)
  if (time === undefined) {
    const right = `${least > 0 ? 'longer than nothing and ' : ''}at most \`24d\``
    report(
      fault('bad-value', `\`${steps.join('.')}\` is \`${value}\`, and must be ${right}`, locate(part, steps)),
    )
  }
  return time
}
