/** What each action promises of a workflow, by the issue and in words of its own: read from the parsed file. */
import type { Json } from '../../recipes/config_edit/value.js'
import { child, isObject } from '../../recipes/config_edit/value.js'
import { MIGRATE } from './deeds.js'
import { deploymentFaults, productionFaults } from './guarantees_deploy.js'
import { sbomFaults, scanFaults, trivyFaults } from './guarantees_image.js'
import type { Job } from './reading.js'
import { jobsOf, linesOf, mayFail, textOf, under } from './reading.js'

/** What was asked for under `with`. */
export type Asked = Readonly<Record<string, unknown>>

/** Each way in which the file is not as promised; `before` is what it was. */
export type Guarantee = (after: Json, asked: Asked, before: Json) => readonly string[]

const CHECK =
  /^(?:(?:npx|poetry run|uv run|python3? -m) )?(?:safety (?:check|scan)|pip-audit|npm audit|yarn audit|pnpm audit|bandit|pytest|jest|vitest|(?:npm|yarn|pnpm) (?:run )?test)\b/

export const guarantees: ReadonlyMap<string, Guarantee> = new Map<string, Guarantee>([
  ['remove_continue_on_error', (file) => jobsOf(file).flatMap(silentSteps)],
  ['add_migration_step', (file, asked) => migrationFaults(jobsOf(file), asked)],
  ['add_approval_gates', (file, asked) => gateFaults(jobsOf(file), asked)],
  ['add_path_filters', (file, _, before) => filterFaults(file, before)],
  ['parallelize_python_builds', matrixFaults],
  ['make_trivy_blocking', (file) => jobsOf(file).flatMap(trivyFaults)],
  ['add_container_scanning', scanFaults],
  ['add_sbom_generation', sbomFaults],
  ['implement_staging_deploy', (file, asked) => deploymentFaults(file, 'staging', asked)],
  ['implement_production_deploy', productionFaults],
])

function silentSteps(job: Job): string[] {
  return job.steps.flatMap((step) => {
    const checks = linesOf(step.run).filter((line) => CHECK.test(line))
    const isLeft = checks.some((line) => /\|\| *(?:true|:|exit 0|echo [^;&|]*)$/.test(line))
    return [
      ...(checks.length > 0 && mayFail(step.value) ? [`${job.id}: ${step.name} may fail silently`] : []),
      ...(checks.length > 0 && mayFail(job.value) ? [`${job.id} may fail silently`] : []),
      ...(isLeft ? [`${job.id}: ${step.name} hides a failure`] : []),
    ]
  })
}

const SCRIPT_TEST = /^(?:npx )?(?:(?:npm|yarn|pnpm) (?:run )?test\b|jest\b|vitest\b)/

function migrationFaults(jobs: readonly Job[], asked: Asked): string[] {
  const isAsked = (job: Job): boolean => !Array.isArray(asked.jobs) || asked.jobs.includes(job.id)
  const migrating = jobs.filter((job) => job.steps.some(({ run }) => run.includes(MIGRATE)))
  return [
    ...(migrating.length === 0 && !JSON.stringify(jobs).includes('migrat') ? ['no job migrates'] : []),
    ...jobs.filter(isAsked).flatMap((job) => {
      const first = job.steps.findIndex(({ run }) => run.includes('migrat'))
      const test = job.steps.findIndex(
        ({ run, value }) =>
          under(value, 'working-directory') === undefined &&
          linesOf(run).some((line) => SCRIPT_TEST.test(line)),
      )
      if (under(job.value, 'defaults', 'run', 'working-directory') !== undefined || test < 0) return []
      if (first < 0 || first > test) return [`${job.id} tests before it migrates`]
      const isLinux = /ubuntu|linux/.test(textOf(child(job.value, 'runs-on')))
      const served = /postgres|DATABASE_URL|compose/.test(JSON.stringify(job.value))
      return isLinux && !served ? [`${job.id} has no database`] : []
    }),
  ]
}

function gateFaults(jobs: readonly Job[], asked: Asked): string[] {
  const named = isObject(asked.jobs as Json | undefined) ? Object.keys(asked.jobs as object) : []
  return jobs
    .filter(({ id, value, steps }) => {
      const deploys = steps.some(({ run }) =>
        /^\s*(?:kubectl .*apply|helm upgrade|terraform apply|aws ecs update-service)\b/m.test(run),
      )
      return named.includes(id) || child(value, 'environment') !== undefined || deploys
    })
    .flatMap(({ id, value, condition, needs }) => {
      const asks =
        needs.length > 0 && needs.every((need) => condition.includes(`needs.${need}.result == 'success'`))
      return [
        ...(child(value, 'environment') === undefined ? [`${id} names no environment`] : []),
        ...(mayFail(value) ? [`${id} may fail silently`] : []),
        ...(condition.includes('always()') && !asks ? [`${id} runs whatever failed`] : []),
      ]
    })
}

function filterFaults(file: Json, before: Json): string[] {
  const jobs = jobsOf(file)
  const old = new Map(jobsOf(before).map((job) => [job.id, job.condition]))
  const finder = jobs.find(
    ({ id, steps }) =>
      steps.some(({ run, uses }) => run.includes('git diff') || /paths-filter|changed-files/.test(uses)) &&
      jobs.some(({ condition }) => condition.includes(`needs.${id}.outputs`)),
  )
  if (finder === undefined) return ['no job finds what changed and is asked for it']
  const guarded = jobs.filter(({ condition }) => condition.includes(`needs.${finder.id}.outputs`))
  const result = jobs.find(
    ({ needs, condition }) =>
      /always\(\)|!\s*cancelled\(\)/.test(condition) && guarded.every(({ id }) => needs.includes(id)),
  )
  return [
    ...(Object.keys(child(finder.value, 'outputs') ?? {}).length === 0
      ? [`${finder.id} has no outputs`]
      : []),
    ...guarded
      .filter(({ needs }) => !needs.includes(finder.id))
      .map(({ id }) => `${id} does not wait for ${finder.id}`),
    ...guarded
      .filter(({ id, condition }) => !condition.includes(bareOf(old.get(id) ?? '')))
      .map(({ id }) => `${id} lost its condition`),
    ...(result === undefined ? ['no job reports for those that are left out'] : []),
    ...(['paths', 'paths-ignore'].some((key) => under(file, 'on', 'pull_request', key) !== undefined)
      ? ['pull requests may start nothing']
      : []),
  ]
}

const bareOf = (condition: string): string =>
  /^\$\{\{([^]*)\}\}$/.exec(condition.trim())?.[1]?.trim() ?? condition.trim()

function matrixFaults(after: Json, _: Asked, before: Json): string[] {
  const [jobs, old] = [jobsOf(after), jobsOf(before)]
  const gone = old.filter(({ id }) => !jobs.some((job) => job.id === id)).map(({ id }) => id)
  const made = jobs.filter(
    ({ value }) =>
      under(value, 'strategy', 'matrix') !== undefined && JSON.stringify(value).includes('matrix.service'),
  )
  return [
    ...(made.length === 0 ? ['no job has a matrix of services'] : []),
    ...jobs.flatMap(({ id, needs }) =>
      needs.filter((need) => gone.includes(need)).map((need) => `${id} waits for ${need}, which is gone`),
    ),
    ...made
      .filter(({ value }) => under(value, 'strategy', 'fail-fast') !== false)
      .map(({ id }) => `in ${id} one service stops the others`),
    ...made
      .filter(({ steps }) =>
        steps.some(
          ({ uses, value }) => uses.includes('setup-python') && under(value, 'with', 'cache') === undefined,
        ),
      )
      .map(({ id }) => `${id} caches nothing`),
  ]
}
