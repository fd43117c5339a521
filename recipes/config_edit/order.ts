/** Where a new key of a workflow goes: people expect `permissions` before `jobs`, and `if` before `run`. */
import type { Json, Step } from './value.js'
import { isObject } from './value.js'

const WORKFLOW = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs']
const JOB = [
  'name',
  'needs',
  'if',
  'runs-on',
  'uses',
  'environment',
  'permissions',
  'concurrency',
  'outputs',
  'timeout-minutes',
  'continue-on-error',
  'strategy',
  'container',
  'services',
  'defaults',
  'env',
  'steps',
  'with',
  'secrets',
]
const STEP = [
  'name',
  'id',
  'if',
  'continue-on-error',
  'timeout-minutes',
  'working-directory',
  'shell',
  'uses',
  'with',
  'env',
  'run',
]

/** The position of the child before which a new key of `parent` goes; undefined: behind the last. */
export function positionIn(
  target: string,
  way: readonly Step[],
  parent: Json,
  key: Step,
): number | undefined {
  if (!isObject(parent) || !/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(target)) return undefined
  const order = orderAt(way)
  const rank = order?.indexOf(String(key)) ?? -1
  if (order === undefined || rank < 0) return undefined
  const position = Object.keys(parent).findIndex((other) => order.indexOf(other) > rank)
  // The first key of a step stands behind the dash, and stays there.
  return position < 0 ? undefined : Math.max(position, order === STEP ? 1 : 0)
}

function orderAt([jobs, job, steps, step, ...rest]: readonly Step[]): readonly string[] | undefined {
  if (rest.length > 0) return undefined
  if (jobs === undefined) return WORKFLOW
  if (jobs !== 'jobs' || job === undefined) return undefined
  if (steps === undefined) return JOB
  return steps === 'steps' && step !== undefined ? STEP : undefined
}
