/** The edits by which migrations are applied where they have to be: a server for the tests, the steps before a deployment. */
import type { Edit } from '../edits.js'
import { itemSegment } from '../path.js'
import type { Json, JsonObject } from '../value.js'
import { child, equal, isList } from '../value.js'
import { addressOf, hasOwnServer, serviceFor, serviceIn } from './databases.js'
import type { Place } from './migration_places.js'
import { preparationOf } from './migration_places.js'
import { workingFolder } from './parts.js'
import { purposesOf, purposesOfCommand } from './purpose.js'
import { commandsOf } from './script.js'
import type { Job, Step, Workflow } from './workflow.js'
import { actionOf, jobPath, stepSegment, under } from './workflow.js'

/** A server of its own where the job has none, and says nowhere where one is; what it has stays as it is. */
export function serverEdits({ kind, job, migrations }: Place, workflow: Workflow): Edit[] {
  const { database: server, variable } = migrations
  if (kind === 'deploy' || server === undefined) return []
  const own = serviceIn(job, server)
  const given = under(job.value, 'env', variable)
  const address: Edit[] =
    given === undefined ? [] : [{ do: 'set', path: jobPath(job.id, 'env', variable), value: given }]
  if (own !== undefined)
    return [{ do: 'set', path: jobPath(job.id, 'services', own[0]), value: own[1] }, ...address]
  if (!canServe(job) || hasOwnServer(job, workflow.value)) return []
  return [
    { do: 'set', path: jobPath(job.id, 'services', server), value: serviceFor(server) },
    { do: 'set', path: jobPath(job.id, 'env', variable), value: addressOf(server, job) },
  ]
}

/** Services are containers, and only Linux has these. */
export const canServe = ({ value }: Job): boolean => {
  const systems = JSON.stringify([child(value, 'runs-on') ?? '', under(value, 'strategy', 'matrix') ?? ''])
  return !/windows|macos/i.test(systems)
}

export function stepEdits(place: Place, places: readonly Place[]): Edit[] {
  const { job, before, there, kind } = place
  const steps = jobPath(job.id, 'steps')
  const missing = kind === 'deploy' ? preparation(place, places) : []
  const wanted = there?.value ?? migrationStep(place)
  const chosen = stepSegment(job.steps, before) ?? ({ kind: 'index', index: before.index } as const)
  return [...missing, wanted].map((value): Edit =>
    there === undefined
      ? { do: 'insert_before', path: [...steps, chosen], value }
      : { do: 'append', path: steps, value },
  )
}

/** Steps that a job which tests takes to have the code and its packages, as far as this one has them not. */
function preparation({ job, migrations, before }: Place, places: readonly Place[]): Json[] {
  const test = places.find((one) => one.kind === 'test' && one.migrations === migrations)
  const given = test === undefined ? [] : preparationOf(test)
  const all = child(job.value, 'steps')
  const own = isList(all) ? all : []
  return given
    .filter((step) => own.some((item) => equal(item, step.value)) || !hasLike(job, step, before))
    .map(({ value }) => value)
}

/** One that does the same before the deployment, or one anywhere that an edit would take for it. */
const hasLike = (job: Job, step: Step, before: Step): boolean =>
  job.steps.some((other) => {
    if (equal(segmentOf(other), segmentOf(step))) return true
    if (other.index >= before.index) return false
    return step.uses === undefined ? purposesOf(other).has('install') : actionOf(other) === actionOf(step)
  })

const segmentOf = ({ value }: Step): Json => ({ ...itemSegment(value) })

function migrationStep({ job, before, migrations, kind }: Place): JsonObject {
  const { command, folder, variable } = migrations
  const here = workingFolder(job, { ...before, value: {} })
  const env = envOf({ job, before, variable, kind })
  return {
    name: freeName(job),
    ...(here === folder ? {} : { 'working-directory': folder === '' ? '.' : folder }),
    ...(env === undefined ? {} : { env }),
    run: [...installs(job, before, kind), command].join('\n'),
  }
}

function freeName(job: Job): string {
  const names = ['Run migrations', 'Apply migrations', 'Bring the database up to date']
  return names.find((name) => !job.steps.some((step) => step.name === name)) ?? 'Apply all migrations'
}

/** A test step that installs for itself comes too late for the migrations. */
function installs(job: Job, before: Step, kind: Place['kind']): string[] {
  if (
    kind === 'deploy' ||
    job.steps.some((step) => step.index < before.index && purposesOf(step).has('install'))
  )
    return []
  return commandsOf(before.run ?? '')
    .filter((command) => purposesOfCommand(command).includes('install'))
    .map(({ start, end }) => (before.run ?? '').slice(start, end))
}

/** The address, where the job does not have it for all its steps. */
function envOf({
  job,
  before,
  variable,
  kind,
}: Pick<Place, 'job' | 'before' | 'kind'> & { variable: string }): JsonObject | undefined {
  const own = under(before.value, 'env', variable)
  if (own !== undefined) return { [variable]: own }
  if (kind === 'test' || under(job.value, 'env', variable) !== undefined) return undefined
  return { [variable]: `\${{ secrets.${variable} }}` }
}
