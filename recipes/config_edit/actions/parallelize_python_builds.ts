/** `parallelize_python_builds`: jobs or steps that repeat per Python service become one matrix job, `fail-fast: false`, cached. */
import { object, quoted } from '../../settings.js'
import type { Plan, Sight } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child, equal, isList, isObject, withChild } from '../value.js'
import { changed } from './after.js'
import { governed, requirementsOf } from './pip_cache.js'
import { foldersIn, isPython, servicesOf } from './python_services.js'
import type { Merged } from './service_groups.js'
import { formerIds, mergedJobs, mergedSteps } from './service_groups.js'
import type { Job, Workflow } from './workflow.js'
import { actionOf, jobPath, jobsIn, textOf, textsOf, under, workflowOf } from './workflow.js'

/**
 * Guarantees that no two jobs of the workflow, and no two runs of steps in a job, are the same up to the Python service that they
 * are for: one job does it for all by a matrix, in which no service stops the others, and what pip fetches is cached.
 */
export const parallelizePythonBuilds = defineAction<object>({
  name: 'parallelize_python_builds',
  options: object<object>({}),

  plan(file, _, sight): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const merged = allMerged(workflow, sight)
    const there = workflow.jobs.filter(
      (job) => isByService(job) && !merged.some(({ from }) => from.includes(job.id)),
    )
    if (merged.length + there.length === 0) return { steps: ['jobs'], message: none(workflow, sight) }
    const read = merged.flatMap(({ from, id }) => from.filter((old) => old !== id && isRead(old, workflow)))
    if (read[0] !== undefined)
      return {
        steps: ['jobs', read[0]],
        message: `\`needs.${read[0]}\` is asked for its result or outputs, so \`jobs.${read[0]}\` cannot become a part of a matrix: ask in another way first`,
      }
    const whole = new Set([...there.map(({ id }) => id), ...merged.flatMap(({ from }) => from)])
    const edits = [
      ...mergeEdits(merged, workflow),
      ...there.flatMap((job) => keepEdits(job, workflow, whole)),
    ]
    return { edits, says: told(merged, there, equal(changed(edits, file), file)) }
  },

  broken(file, _, sight) {
    const jobs = jobsIn(file)
    const services = servicesOf(jobs, sight.look)
    return [
      ...mergedJobs(jobs, services).map(({ from }) => `${quoted(from)} do the same for one service each`),
      ...jobs
        .filter((job) => mergedSteps(job, services) !== undefined)
        .map(({ id }) => `the steps of \`${id}\` repeat for each service`),
      ...jobs.filter(isByService).flatMap((job) => [
        ...(under(job.value, 'strategy', 'fail-fast') === false
          ? []
          : [`in \`${job.id}\` one service stops the others`]),
        ...job.steps
          .filter((step) => actionOf(step) === 'actions/setup-python' && requirementsOf(job).length > 0)
          .filter(({ value }) => under(value, 'with', 'cache') === undefined)
          .map(() => `\`${job.id}\` fetches its packages anew each time`),
      ]),
    ]
  },
})

function allMerged(workflow: Workflow, { look }: Sight): Merged[] {
  const services = servicesOf(workflow.jobs, look)
  const jobs = mergedJobs(workflow.jobs, services)
  const steps = workflow.jobs.flatMap((job) => mergedSteps(job, services) ?? [])
  return [...jobs, ...steps].map((one) => ({ ...one, value: governed(one.value) }))
}

/** Has it a matrix whose cells are the folders in which it works? */
export function isByService(job: Job): boolean {
  const matrix = under(job.value, 'strategy', 'matrix')
  if (!isObject(matrix ?? null)) return false
  const text = JSON.stringify([child(job.value, 'steps') ?? [], child(job.value, 'defaults') ?? {}])
  const isFolder = (name: string) =>
    new RegExp(`/\\$\\{\\{\\s*matrix\\.${name}\\s*\\}\\}`).test(text) ||
    job.steps.some((step) =>
      foldersIn(job, step).some((folder) =>
        new RegExp(`^\\$\\{\\{\\s*matrix\\.${name}\\s*\\}\\}`).test(folder),
      ),
    )
  return cellNames(matrix ?? null).some(
    (name) =>
      (name === 'service' || (isPython(job.steps) && !/version|^os$|^python$/.test(name))) && isFolder(name),
  )
}

function cellNames(matrix: Json): string[] {
  const include = child(matrix, 'include')
  const own = isObject(matrix) ? Object.keys(matrix) : []
  return [
    ...own,
    ...(isList(include) ? include.flatMap((cell) => (isObject(cell) ? Object.keys(cell) : [])) : []),
  ]
}

/** The old jobs go, and who waited for them waits for the new one, a merged job too. */
function mergeEdits(merged: readonly Merged[], { jobs }: Workflow): Edit[] {
  const heirs = new Map(merged.flatMap(({ from, id }) => from.map((old) => [old, id] as const)))
  const rewired = (needs: Json | undefined): Json | undefined =>
    needs === undefined ? undefined : renamed(needs, heirs)
  const waiting = jobs.filter((job) => !heirs.has(job.id) && job.needs.some((need) => heirs.has(need)))
  // With the ids that `keepEdits` will take for theirs: what is governed afterwards is governed from the first.
  const former = merged.flatMap(({ id, services }) =>
    formerIds(
      id,
      services.map(({ name }) => name),
    ),
  )
  const stays = (id: string): boolean =>
    heirs.get(id) === id || (!heirs.has(id) && jobs.some((job) => job.id === id))
  const gone = new Set([...heirs.keys(), ...former].filter((id) => !stays(id)))
  return [
    ...merged.map(({ id, value }): Edit => {
      const needs = rewired(child(value, 'needs'))
      return {
        do: 'set',
        path: jobPath(id),
        value: needs === undefined ? value : withChild(value, 'needs', needs),
      }
    }),
    ...[...gone].map((id): Edit => ({ do: 'remove', path: jobPath(id), whole: true })),
    ...waiting.map((job): Edit => ({
      do: 'set',
      path: jobPath(job.id, 'needs'),
      value: rewired(child(job.value, 'needs')) ?? [],
    })),
  ]
}

function renamed(needs: Json, heirs: ReadonlyMap<string, string>): Json {
  const now = textsOf(needs)
  return now.every((need) => (heirs.get(need) ?? need) === need)
    ? needs
    : [...new Set(now.map((need) => heirs.get(need) ?? need))]
}

/** Such a job as it has to be, and what it took the place of; `whole`: ids of jobs that are governed as a whole. */
function keepEdits(job: Job, { jobs }: Workflow, whole: ReadonlySet<string>): Edit[] {
  const names = servicesIn(job)
  const gone = formerIds(job.id, names).filter((id) => !jobs.some((other) => other.id === id))
  const waiting = jobs.filter(({ id, needs }) => needs.includes(job.id) && !whole.has(id))
  return [
    { do: 'set', path: jobPath(job.id), value: governed(job.value) },
    ...gone.map((id): Edit => ({ do: 'remove', path: jobPath(id), whole: true })),
    ...waiting.map((other): Edit => ({
      do: 'set',
      path: jobPath(other.id, 'needs'),
      value: child(other.value, 'needs') ?? [],
    })),
  ]
}

function servicesIn(job: Job): readonly string[] {
  const matrix = under(job.value, 'strategy', 'matrix')
  const include = under(matrix, 'include')
  const listed = isList(include) ? include.flatMap((cell) => textOf(child(cell, 'service')) ?? []) : []
  return [...textsOf(under(matrix, 'service')), ...listed]
}

const isRead = (id: string, { value }: Workflow): boolean =>
  new RegExp(`needs\\.${id}\\.`).test(JSON.stringify(value))

function none({ jobs }: Workflow, { look }: Sight): string {
  const services = servicesOf(jobs, look)
  const python = jobs.filter(({ steps }) => isPython(steps)).map(({ id }) => id)
  if (python.length === 0)
    return 'no job here builds or tests Python: looked for `actions/setup-python`, `pip` and `pytest`; name another workflow as `target`'
  const seen =
    services.length === 0
      ? 'no service in a folder of its own was found'
      : `the services are ${quoted(services.map(({ folder }) => folder))}`
  return `no two jobs do the same for one Python service each, nor do steps of ${quoted(python)}: ${seen}; jobs have to be equal up to the service's folder and name, and named for it (\`test-auth\`, \`test-billing\`)`
}

function told(merged: readonly Merged[], there: readonly Job[], isDone: boolean): string {
  if (isDone)
    return `nothing to do: ${quoted(there.map(({ id }) => id))} run${there.length === 1 ? 's' : ''} by a matrix already`
  const made = merged.map(
    ({ id, from, services }) =>
      `\`${id}\` does for ${quoted(services.map(({ name }) => name))} what ${from.length > 1 ? quoted(from) : 'its steps'} did`,
  )
  const replaced = merged.flatMap(({ id, from }) => from.filter((old) => old !== id))
  return [
    ...(made.length > 0
      ? made
      : [`${quoted(there.map(({ id }) => id))} let each service run to its end, and cache what pip fetches`]),
    ...(replaced.length === 0
      ? []
      : ['checks that are required by the old names have to be named anew under Settings → Rules']),
  ].join('; ')
}
