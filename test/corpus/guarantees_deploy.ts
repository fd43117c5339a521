/** What the deployment actions promise of the job of their stage: read from the parsed file. */
import type { Json } from '../../recipes/config_edit/value.js'
import { child } from '../../recipes/config_edit/value.js'
import { DEPLOY, HEALTH } from './deeds.js'
import type { Job, Step } from './reading.js'
import { jobsOf, linesOf, mayFail, textOf, triggersOf, under } from './reading.js'

type Asked = Readonly<Record<string, unknown>>

const isDeploy = ({ run }: Step): boolean => run.trim() === DEPLOY

export function deploymentFaults(file: Json, stage: string, asked: Asked): string[] {
  const jobs = jobsOf(file)
  const job = jobs.find(({ id, value, steps }) =>
    asked.job === undefined
      ? steps.some(isDeploy) && `${id} ${textOf(child(value, 'environment'))}`.includes(stage.slice(0, 4))
      : id === asked.job,
  )
  if (job === undefined) return [`no job deploys to ${stage}`]
  return [...frameFaults(job, asked.job === undefined ? stage : ''), ...stepFaults(job)]
}

function frameFaults({ id, value }: Job, stage: string): string[] {
  const concurrency = child(value, 'concurrency')
  return [
    ...(textOf(child(value, 'environment')).includes(stage) && child(value, 'environment') !== undefined
      ? []
      : [`${id} names no environment ${stage}`]),
    ...(concurrency === undefined ? [`${id} has no concurrency group`] : []),
    ...(textOf(under(concurrency, 'cancel-in-progress')) === 'true' ? [`${id} cancels a deployment`] : []),
    ...(typeof child(value, 'permissions') === 'object' ? [] : [`${id} has no permissions of its own`]),
    ...(mayFail(value) ? [`${id} may fail silently`] : []),
  ]
}

function stepFaults({ id, steps }: Job): string[] {
  const at = (is: (step: Step) => boolean): number => steps.findLastIndex(is)
  const [deploy, last] = [
    at(isDeploy),
    at(({ run }) =>
      /^\s*(?:kubectl apply|helm upgrade|aws ecs update-service|(?:npm|make) (?:run )?deploy)\b/m.test(run),
    ),
  ]
  const health = at(
    ({ value, run, condition }) =>
      /--retry|sleep/.test(run) && JSON.stringify(value).includes(HEALTH) && !condition.includes('failure()'),
  )
  const back = at(({ condition, run }) => condition.includes('failure()') && run !== '')
  const talk = steps.filter(
    ({ run }) =>
      run !== '' &&
      linesOf(run).length > 0 &&
      linesOf(run).every((line) => /^(?:echo|true|:)\b/.test(line) && !/[>$]/.test(line)) &&
      /deploy|todo/i.test(run),
  )
  return [
    ...(deploy < 0 ? [`no step of ${id} deploys`] : []),
    ...(health < Math.max(deploy, last) ? [`${id} does not check the health after it deployed`] : []),
    ...(back < deploy ? [`${id} does not go back`] : []),
    ...(steps.findIndex(({ uses }) => uses.startsWith('actions/checkout')) < 0 ? [`${id} has no code`] : []),
    ...(deploy >= 0 ? talk.map(({ name }) => `${id}: ${name} only talks`) : []),
  ]
}

/** Only what staging has tested, by tag, release or hand. */
export function productionFaults(file: Json, asked: Asked): string[] {
  const jobs = jobsOf(file)
  const job = jobs.find(({ id, value }) => `${id} ${textOf(child(value, 'environment'))}`.includes('prod'))
  const waits = (one: Job): boolean =>
    one.needs.some(
      (need) =>
        need.includes('stag') ||
        jobs.some(
          (other) =>
            other.id === need && (textOf(child(other.value, 'environment')).includes('stag') || waits(other)),
        ),
    )
  if (job === undefined) return ['no job deploys to production']
  const asks = job.steps.some(({ run }) => /deployments|gh run list/.test(run))
  const triggers = triggersOf(file)
  return [
    ...deploymentFaults(file, 'production', asked),
    ...(waits(job) || asks ? [] : [`${job.id} does not wait for staging`]),
    ...(/refs\/tags|workflow_dispatch|release/.test(job.condition) ? [] : [`${job.id} runs for each push`]),
    ...(triggers.includes('workflow_dispatch') || triggers.includes('workflow_call')
      ? []
      : ['it cannot be started by hand']),
  ]
}
