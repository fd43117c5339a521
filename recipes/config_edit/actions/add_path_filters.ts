/** `add_path_filters`: jobs run only when their part changed, and required checks still report. */
import { object, optional, quoted } from '../../settings.js'
import type { Plan } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child, equal, isObject, withChild } from '../value.js'
import { changed } from './after.js'
import { changesJob, filtersIn, isOurs, resultJob, tellsResult } from './changes_job.js'
import type { Filters } from './filters.js'
import { guardEdits, isGuarded } from './guards.js'
import { needsEdit, needsWith, waitsFor } from './needs.js'
import type { Options, Scheme } from './path_scheme.js'
import { brings, freeId, lists, schemeOf } from './path_scheme.js'
import type { Job, Workflow } from './workflow.js'
import { jobPath, key, under, workflowOf } from './workflow.js'

/**
 * Guarantees that a job whose work lies in parts of the repository runs only when one of these changed, that what waits for it is
 * not skipped with it, and that one job tells the result of all, whether they ran or not: the check to require. The workflow itself
 * starts for every pull request, as a required check that never starts is waited for without end.
 */
export const addPathFilters = defineAction<Options>({
  name: 'add_path_filters',
  options: object<Options>({ filters: optional(lists), jobs: optional(lists) }),

  plan(file, options, sight): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const scheme = schemeOf(workflow, options, sight)
    if ('message' in scheme) return scheme
    const edits = editsOf(workflow, scheme)
    return { edits, says: told(workflow, scheme, edits, equal(changed(edits, file), file)) }
  },

  broken(file, options, sight) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return [workflow.message]
    const { jobs } = workflow
    const scheme = schemeOf(workflow, options, sight)
    if ('message' in scheme) return [scheme.message]
    const finder = jobs.find(({ id }) => id === scheme.finder)
    const result = jobs.find(tellsResult)
    const filtered = ['paths', 'paths-ignore'].filter(
      (name) => under(file, 'on', 'pull_request', name) !== undefined,
    )
    return [
      ...(finder === undefined ? ['no job finds which parts changed'] : []),
      ...(result === undefined ? ['no job tells the result of all'] : []),
      ...filtered.map((name) => `\`on.pull_request.${name}\` keeps required checks from reporting`),
      ...[...scheme.guards.keys()].flatMap((id) => guardFaults(jobs, id, scheme.finder, result)),
    ]
  },
})

function guardFaults(jobs: readonly Job[], id: string, finder: string, result: Job | undefined): string[] {
  const job = jobs.find((one) => one.id === id)
  if (job === undefined) return []
  return [
    ...(isGuarded(job, finder) && job.needs.includes(finder) ? [] : [`job \`${id}\` runs whatever changed`]),
    ...(result === undefined || result.id === id || waitsFor(result, id, jobs)
      ? []
      : [`\`${result.id}\` does not tell how \`${id}\` ended`]),
  ]
}

function editsOf(workflow: Workflow, { finder, filters, guards }: Scheme): Edit[] {
  const { jobs } = workflow
  return [
    ...triggerEdits(workflow),
    ...(filters === undefined
      ? []
      : [{ do: 'set', path: jobPath(finder), value: finding(jobs, finder, filters) } as const]),
    ...guardEdits(
      jobs.filter((job) => !tellsResult(job)),
      guards,
      finder,
    ),
    resultEdit(jobs, finder),
  ]
}

/** Pull requests start the workflow whatever they change. */
function triggerEdits({ value }: Workflow): Edit[] {
  const on = child(value, 'on')
  if (!isObject(on ?? null) || under(on, 'pull_request') === undefined) return []
  return ['paths', 'paths-ignore'].map((name) => ({
    do: 'remove',
    path: ['on', 'pull_request', name].map(key),
  }))
}

/** The job as it stands, where it tells all that has to be told. */
function finding(jobs: readonly Job[], finder: string, filters: Filters): Json {
  const now = jobs.find(({ id }) => id === finder)
  const told = filtersIn(now)
  return now !== undefined && [...filters.keys()].every((part) => told?.has(part) === true)
    ? now.value
    : changesJob(filters)
}

function resultEdit(jobs: readonly Job[], finder: string): Edit {
  const result = jobs.find(tellsResult)
  const others = jobs.filter(
    (job) => job.id !== finder && job !== result && !brings(job) && !isBehindBringing(job, jobs),
  )
  const ids = [
    finder,
    ...others.filter((job) => result === undefined || !waitsFor(job, result.id, jobs)).map(({ id }) => id),
  ]
  if (result === undefined)
    return { do: 'set', path: jobPath(freeId(['ci-ok', 'all-ok', 'result'], jobs)), value: resultJob(ids) }
  if (!isOurs(result)) return needsEdit(result, ids)
  return {
    do: 'set',
    path: jobPath(result.id),
    value: withChild(result.value, 'needs', needsWith(result, ids)),
  }
}

/** A deployment may wait for a person, and a check must not wait for it. */
const isBehindBringing = (job: Job, jobs: readonly Job[]): boolean =>
  jobs.some((other) => brings(other) && waitsFor(job, other.id, jobs))

function told(
  { jobs }: Workflow,
  { guards, filters }: Scheme,
  edits: readonly Edit[],
  isDone: boolean,
): string {
  const result = jobs.find(tellsResult)
  const id = result?.id ?? String(edits.at(-1)?.path.map((one) => (one.kind === 'key' ? one.key : ''))[1])
  const strict =
    result !== undefined && !isOurs(result) && /=\s*\\?["']?success/.test(JSON.stringify(result.value))
  return [
    `${isDone ? 'nothing to do: ' : ''}${quoted([...guards.keys()])} run${guards.size === 1 ? 's' : ''} only when ${guards.size === 1 ? 'its part' : 'their part'} changed`,
    ...(filters === undefined ? [] : [`parts are told by \`git diff\`: ${[...filters.keys()].join(', ')}`]),
    `require the check \`${id}\` under Settings → Rules, and none of these jobs: it reports whether they ran or not`,
    ...(strict ? [`\`${id}\` asks for \`success\`: let it take \`skipped\` too`] : []),
  ].join('; ')
}
