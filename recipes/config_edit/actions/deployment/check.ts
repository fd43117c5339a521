/** Whether a job keeps what is promised of a deployment: read from the job as it stands, whoever wrote it. */
import type { Json } from '../../value.js'
import { child, isObject } from '../../value.js'
import { deploysBy, environmentOf, isHarmless, isRollback, placeholdersIn, targetOf } from './jobs.js'
import type { Stage } from './jobs.js'
import { isAct, isHealthCheck } from './plan.js'
import type { Options } from './wanted.js'
import type { Job } from '../workflow.js'
import { titleOf, workflowOf } from '../workflow.js'

/** The job of a stage as the file has it now, and each way in which it falls short. */
export function brokenIn(file: Json, stage: Stage, { job: named }: Options): readonly string[] {
  const job = jobOf(file, stage, named)
  if (typeof job === 'string') return [job]
  return [...brokenFrame(job), ...brokenSteps(job)]
}

export function jobOf(file: Json, stage: Stage, named: string | undefined): Job | string {
  const workflow = workflowOf(file)
  if ('message' in workflow) return workflow.message
  const target = targetOf(workflow, stage, named)
  if ('message' in target) return target.message
  return target.job ?? `no job deploys to ${stage}`
}

function brokenFrame({ id, value }: Job): string[] {
  const own = `\`jobs.${id}\``
  const concurrency = child(value, 'concurrency')
  const cancels = isObject(concurrency) ? child(concurrency, 'cancel-in-progress') : undefined
  return [
    ...(environmentOf({ value }) === undefined ? [`${own} names no \`environment\``] : []),
    ...(concurrency === undefined ? [`${own} has no \`concurrency\` group`] : []),
    ...(cancels === undefined || cancels === false
      ? []
      : [`${own} cancels a deployment that is in progress`]),
    ...(isObject(child(value, 'permissions')) ? [] : [`${own} has no \`permissions\` of its own`]),
    ...(child(value, 'timeout-minutes') === undefined ? [`${own} has no \`timeout-minutes\``] : []),
    ...(child(value, 'continue-on-error') === true ? [`${own} may fail silently`] : []),
  ]
}

function brokenSteps({ id, steps }: Job): string[] {
  const own = `\`jobs.${id}\``
  const deploys = steps.findLastIndex((step) => deploysBy(step) && !isRollback(step) && !isHarmless(step))
  if (deploys < 0) return [`no step of ${own} deploys`]
  const health = steps.findIndex((step, index) => index > deploys && isHealthCheck(step))
  const back = steps.findIndex((step, index) => index > deploys && isRollback(step) && isAct(step))
  return [
    ...placeholdersIn(steps).map((step) => `step ${titleOf(step)} of ${own} only says what it would do`),
    ...(health < 0 ? [`no step of ${own} checks the health after it has deployed, and tries again`] : []),
    ...(back < 0 ? [`no step of ${own} goes back where it fails`] : []),
    ...(back >= 0 && back < health ? [`${own} goes back before it checks the health`] : []),
  ]
}
