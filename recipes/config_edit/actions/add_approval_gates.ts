/** `add_approval_gates`: every job that deploys to a protected environment names it, and nothing bypasses it. */
import { failed, ok } from '../../../lib/core/recipe.js'
import type { Reading } from '../../settings.js'
import { inside, map, object, orElse, quoted, string } from '../../settings.js'
import type { Plan, Sight } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import { child, equal } from '../value.js'
import { changed } from './after.js'
import { canWait, isBypass, withoutBypass } from './bypass.js'
import { bareCondition } from './condition.js'
import { environmentOf } from './deployment/jobs.js'
import type { Deployment } from './environments.js'
import { deploymentsOf } from './environments.js'
import { needsEdit, waitsFor } from './needs.js'
import type { Job, Workflow } from './workflow.js'
import { jobPath, textOf, under, workflowOf } from './workflow.js'

export interface Options {
  /** Ids of jobs with the environment that each deploys to, beside those that are found. */
  readonly jobs: ReadonlyMap<string, string>
}

const environments: Reading<ReadonlyMap<string, string>> = (raw, where) => {
  const read = map(raw, where)
  if (!read.ok) return read
  const entries = Object.entries(read.value).map(
    ([id, value]) => [id, string(value, inside(where, id))] as const,
  )
  const faults = entries.flatMap(([, one]) => (one.ok ? [] : one.faults))
  return faults.length > 0
    ? failed(...faults)
    : ok(new Map(entries.flatMap(([id, one]) => (one.ok ? [[id, one.value]] : []))))
}

/**
 * Guarantees of each job that deploys to staging or production that it names its environment, that it does not run when a job
 * before it failed, and that production waits for staging where both are for the same commits. Who approves is not in the file.
 */
export const addApprovalGates = defineAction<Options>({
  name: 'add_approval_gates',
  options: object<Options>({ jobs: orElse(environments, new Map()) }),

  plan(file, options, sight): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const unfit = unfitJob(workflow, options)
    if (unfit !== undefined) return unfit
    const gates = gatesOf(workflow, options)
    if (gates.length === 0) return { steps: ['jobs'], message: none(workflow, sight) }
    const edits = gates.flatMap((gate) => editsOf(gate, gates, workflow))
    return { edits, says: told(gates, edits, workflow, sight) }
  },

  broken(file, options) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return [workflow.message]
    const gates = gatesOf(workflow, options)
    return gates.flatMap(({ job, stage }) => [
      ...(environmentOf(job) === undefined ? [`job \`${job.id}\` deploys, and names no environment`] : []),
      ...(isBypass(job) ? [`job \`${job.id}\` runs whatever became of the jobs before it`] : []),
      ...(child(job.value, 'continue-on-error') === true
        ? [`job \`${job.id}\` counts as done when it failed`]
        : []),
      ...gates
        .filter(
          (other) =>
            stage === 'production' &&
            canWait(job, other, workflow) &&
            !waitsFor(job, other.job.id, workflow.jobs),
        )
        .map((other) => `job \`${job.id}\` deploys to production without waiting for \`${other.job.id}\``),
    ])
  },
})

const gatesOf = (workflow: Workflow, { jobs }: Options): Deployment[] =>
  deploymentsOf(workflow, jobs).filter(({ environment }) => environment !== undefined)

function unfitJob({ jobs }: Workflow, options: Options): Hindrance | undefined {
  for (const id of options.jobs.keys()) {
    const job = jobs.find((one) => one.id === id)
    if (job === undefined)
      return {
        steps: ['jobs'],
        message: `there is no job \`${id}\` in \`jobs\`: there are ${quoted(jobs.map((one) => one.id))}`,
      }
    if (job.uses !== undefined) return { steps: ['jobs', id, 'uses'], message: reusable(job) }
  }
  return undefined
}

const reusable = ({ id, uses = '' }: Job): string =>
  `\`jobs.${id}\` calls \`${uses}\`, and such a job takes no \`environment\`: the job that deploys in that file has to name it, so give that file as \`target\``

function editsOf(
  { job, stage, environment = '' }: Deployment,
  gates: readonly Deployment[],
  workflow: Workflow,
): Edit[] {
  const before = gates
    .filter((other) => stage === 'production' && canWait(job, other, workflow))
    .map((other) => other.job.id)
  const missing = before.filter((id) => job.needs.includes(id) || !waitsFor(job, id, workflow.jobs))
  const condition = bareCondition(child(job.value, 'if'))
  return [
    {
      do: 'set',
      path: jobPath(job.id, 'environment'),
      value: child(job.value, 'environment') ?? environment,
    },
    { do: 'remove', path: jobPath(job.id, 'continue-on-error') },
    ...(missing.length === 0 ? [] : [needsEdit(job, missing)]),
    ...(condition !== undefined && (isBypass(job) || /\bsuccess\s*\(/.test(condition))
      ? [
          {
            do: 'set',
            path: jobPath(job.id, 'if'),
            value: withoutBypass(child(job.value, 'if'), condition, job),
          } as const,
        ]
      : []),
  ]
}

function told(
  gates: readonly Deployment[],
  edits: readonly Edit[],
  workflow: Workflow,
  sight: Sight,
): string {
  const names = [...new Set(gates.map(({ environment = '' }) => environment))]
  const isDone = equal(changed(edits, workflow.value), workflow.value)
  const apart = gates
    .filter(
      ({ job, stage }) =>
        stage === 'production' &&
        !gates.some((other) => other.stage === 'staging' && waitsFor(job, other.job.id, workflow.jobs)),
    )
    .flatMap(({ job }) =>
      gates
        .filter((other) => other.stage === 'staging' && !canWait(job, other, workflow))
        .map(
          (other) => `\`${job.id}\` does not wait for \`${other.job.id}\`, as they run for different commits`,
        ),
    )
  const called = workflow.jobs.filter(
    (job) =>
      job.uses !== undefined && /deploy|release/i.test(`${job.id} ${job.uses}`) && !isNamedThere(job, sight),
  )
  return [
    isDone
      ? `nothing to do: ${quoted(gates.map(({ job }) => job.id))} name${gates.length === 1 ? 's its environment' : ' their environments'}`
      : `${quoted(gates.map(({ job }) => job.id))} now wait for ${quoted(names)}`,
    `who has to approve is set in the repository under Settings → Environments → ${names.join(', ')} → Required reviewers; no file can`,
    ...apart,
    ...called.map(reusable),
  ].join('; ')
}

/** Does the reusable workflow of this repository name an environment itself? */
const isNamedThere = ({ uses = '', value }: Job, { look }: Sight): boolean =>
  /^\s+environment:/m.test((uses.startsWith('./') ? look.text(uses.slice(2)) : undefined) ?? '') ||
  textOf(under(value, 'with', 'environment')) !== undefined

function none({ jobs }: Workflow, sight: Sight): string {
  const called = jobs.find(
    (job) =>
      job.uses?.startsWith('./') === true &&
      /deploy|release/i.test(`${job.id} ${job.uses}`) &&
      !isNamedThere(job, sight),
  )
  if (called !== undefined) return reusable(called)
  return 'no job here deploys: looked for `environment`, for jobs called `deploy`, and for commands such as `kubectl apply`, `helm upgrade` and `terraform apply`; name the jobs with their environments in `with.jobs` (`{ release: production }`), or another workflow as `target`'
}
