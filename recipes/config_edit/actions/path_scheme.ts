/** Which jobs of a workflow work in which parts, and the job that tells which of these changed: as it is, or as it should be. */
import { failed, fault, ok } from '../../../lib/core/recipe.js'
import type { Reading } from '../../settings.js'
import { at, inside, map, oneOrMore, quoted, string } from '../../settings.js'
import type { Sight } from '../action.js'
import type { Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child } from '../value.js'
import { filtersIn, partsTold, tellsResult } from './changes_job.js'
import { deploysBy } from './deployment/jobs.js'
import type { Filters } from './filters.js'
import { filtersFor } from './filters.js'
import type { Guards } from './guards.js'
import { isGuarded } from './guards.js'
import { partsOf, partsOfJob, slug } from './parts.js'
import { purposesOf } from './purpose.js'
import type { Job, Workflow } from './workflow.js'
import { textsOf, under } from './workflow.js'

export interface Options {
  /** Each part's paths, as git has them (`src/**`, `!src/docs/**`), instead of what the jobs and the repository tell. */
  readonly filters?: Filters
  /** Each job's parts; without it those that its id names. */
  readonly jobs?: Guards
}

export const lists: Reading<ReadonlyMap<string, readonly string[]>> = (raw, where) => {
  const read = map(raw, where)
  if (!read.ok) return read
  const entries = Object.entries(read.value).map(
    ([name, value]) => [name, oneOrMore(word)(value, inside(where, name))] as const,
  )
  const faults = entries.flatMap(([, one]) => (one.ok ? [] : one.faults))
  return faults.length > 0
    ? failed(...faults)
    : ok(new Map(entries.flatMap(([name, one]) => (one.ok ? [[name, one.value]] : []))))
}

const word: Reading<string> = (raw, where) => {
  const read = string(raw, where)
  return read.ok && /['\n]/.test(read.value)
    ? failed(fault('bad-value', "a path here has to be without `'` and line breaks", at(where)))
    : read
}

export interface Scheme {
  readonly finder: string
  /** Absent: the job is another's, and stays as it is. */
  readonly filters?: Filters
  readonly guards: Guards
}

/** What there is of it, with what is missing. */
export function schemeOf(workflow: Workflow, options: Options, sight: Sight): Scheme | Hindrance {
  const ours = workflow.jobs.find((job) => filtersIn(job) !== undefined)
  const other = workflow.jobs.find(isFinder)
  const finder = ours?.id ?? other?.id ?? freeId(['changes', 'changed-parts', 'find-changes'], workflow.jobs)
  const jobs = workflow.jobs.filter((job) => job.id !== finder && !tellsResult(job) && !brings(job))
  const [wanted, filters] =
    options.filters === undefined
      ? foundGuards(jobs, workflow, sight)
      : givenGuards(jobs, options, options.filters)
  const told = ours === undefined && other !== undefined ? partsTold(other) : undefined
  const guards = new Map<string, readonly string[]>()
  for (const job of jobs) {
    const parts = wanted.get(job.id)?.filter((part) => told?.includes(part) !== false)
    if (isGuarded(job, finder)) guards.set(job.id, guardsIn(job, finder))
    else if (parts !== undefined && parts.length > 0) guards.set(job.id, parts)
  }
  const missing = [...(options.jobs?.keys() ?? [])].find((id) => !workflow.jobs.some((job) => job.id === id))
  if (missing !== undefined)
    return {
      steps: ['jobs'],
      message: `there is no job \`${missing}\` in \`jobs\`: there are ${quoted(workflow.jobs.map(({ id }) => id))}`,
    }
  if (guards.size === 0) return { steps: ['jobs'], message: NONE }
  if (told !== undefined) return { finder, guards }
  const used = new Set([...guards.values()].flat())
  const needed = new Map([...filters].filter(([part]) => used.has(part)))
  return { finder, guards, filters: new Map([...needed, ...(filtersIn(ours) ?? [])]) }
}

const NONE =
  'no job here works in a part of the repository only: looked at `working-directory`, at folders with a manifest of their own in commands and inputs, and at `on.pull_request.paths`; say it in `with` (`filters: { api: [src/api/**] }, jobs: { test-api: api }`)'

const isFinder = (job: Job): boolean =>
  job.steps.some(({ uses }) => /^(?:dorny\/paths-filter|tj-actions\/changed-files)@/.test(uses ?? '')) &&
  partsTold(job).length > 0

export const freeId = (names: readonly string[], jobs: readonly Job[]): string =>
  names.find((name) => !jobs.some(({ id }) => id === name)) ?? 'changes-by-path'

/** What deploys or publishes is not kept from doing so by what the last push happened to hold. */
export const brings = (job: Job): boolean =>
  job.steps.some((step) => deploysBy(step) || purposesOf(step).has('publish'))

const guardsIn = (job: Job, finder: string): readonly string[] =>
  [
    ...JSON.stringify(child(job.value, 'if')).matchAll(
      new RegExp(`needs\\.${finder}\\.outputs\\.([\\w-]+)`, 'g'),
    ),
  ].map(([, part = '']) => part)

function foundGuards(jobs: readonly Job[], { value }: Workflow, sight: Sight): [Guards, Filters] {
  const parts = partsOf(jobs, sight.look)
  const filters = new Map(filtersFor(parts, parts, sight))
  const common = pathsOfTrigger(value)
  const rest =
    common === undefined
      ? []
      : [slug(common[0]?.split('/').findLast((name) => /^[\w-]+$/.test(name)) ?? '') || 'relevant']
  for (const part of rest) if (!filters.has(part)) filters.set(part, [...(common ?? []), sight.target])
  return [new Map(jobs.map((job) => [job.id, partsOfJob(job, parts)?.map(({ id }) => id) ?? rest])), filters]
}

function givenGuards(jobs: readonly Job[], options: Options, filters: Filters): [Guards, Filters] {
  const named = (id: string) =>
    [...filters.keys()].filter((part) => new RegExp(`(?:^|[-_])${part}(?:$|[-_])`).test(id))
  return [options.jobs ?? new Map(jobs.map(({ id }) => [id, named(id)])), filters]
}

/** The paths for which pull requests start the workflow, where it does not start for all. */
function pathsOfTrigger(workflow: Json): readonly string[] | undefined {
  const paths = textsOf(under(workflow, 'on', 'pull_request', 'paths'))
  const ignored = textsOf(under(workflow, 'on', 'pull_request', 'paths-ignore'))
  if (paths.length > 0) return paths
  // Git has no way to take back a part of what is excluded.
  const taken = ignored.filter((path) => path.startsWith('!')).map((path) => path.slice(1))
  const away = ignored.filter(
    (path) => !path.startsWith('!') && !taken.some((one) => one.startsWith(path.replace(/\*.*$/, ''))),
  )
  return ignored.length > 0 ? ['**', ...away.map((path) => `!${path}`)] : undefined
}
