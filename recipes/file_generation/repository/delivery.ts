/** How this repository is delivered: which jobs deploy where, what starts them, and what can be run by hand. */
import type { ReadYaml } from '../../../lib/survey/look.js'
import { entriesOf, textOf, textsOf } from '../../../lib/survey/values.js'
import type { Repository } from './open.js'

export interface Workflow {
  readonly path: string
  readonly file: string
  readonly name: string
  readonly events: ReadonlyMap<string, unknown>
  readonly jobs: readonly Job[]
}

export interface Job {
  readonly id: string
  readonly environment?: string
  readonly url?: string
  /** Its `if`; '' for none. */
  readonly condition: string
}

export async function workflowsOf(repository: Repository): Promise<readonly Workflow[]> {
  const paths = repository.look.list(['.github/workflows/*.{yml,yaml}'])
  if (paths.length === 0) return []
  const yaml = await repository.openYaml()
  return paths.flatMap((path) => workflowOf(path, repository.look.text(path) ?? '', yaml))
}

function workflowOf(path: string, text: string, yaml: ReadYaml): Workflow[] {
  const value = entriesOf(yaml(text))
  if (value.size === 0) return []
  const file = path.slice(path.lastIndexOf('/') + 1)
  return [
    {
      path,
      file,
      name: textOf(value.get('name')) ?? file,
      events: eventsOf(value.get('on') ?? value.get('true')),
      jobs: [...entriesOf(value.get('jobs'))].map(([id, job]) => jobOf(id, job)),
    },
  ]
}

function eventsOf(on: unknown): ReadonlyMap<string, unknown> {
  const events = entriesOf(on)
  return events.size > 0 ? events : new Map(textsOf(on).map((name) => [name, undefined]))
}

function jobOf(id: string, value: unknown): Job {
  const job = entriesOf(value)
  const environment = job.get('environment')
  const name = textOf(environment) ?? textOf(entriesOf(environment).get('name'))
  const url = textOf(entriesOf(environment).get('url'))
  return {
    id,
    ...(name === undefined ? {} : { environment: name }),
    ...(url === undefined || url.includes('${{') ? {} : { url }),
    condition: textOf(job.get('if')) ?? '',
  }
}

export interface Deployment {
  readonly workflow: Workflow
  readonly job: Job
}

const WORDS = {
  staging: /(?:^|[^a-z])(?:stag(?:e|ing)|preprod|uat)(?:[^a-z]|$)/i,
  production: /(?:^|[^a-z])(?:prod|production|live)(?:[^a-z]|$)/i,
} as const

export type Environment = keyof typeof WORDS

/** Jobs that deploy to an environment: by the environment that they name, else by their id. */
export function deploymentsTo(
  environment: Environment,
  workflows: readonly Workflow[],
): readonly Deployment[] {
  return workflows.flatMap((workflow) =>
    workflow.jobs
      .filter((job) =>
        job.environment === undefined
          ? /deploy|release|rollout/i.test(job.id + workflow.file) && WORDS[environment].test(job.id)
          : WORDS[environment].test(job.environment),
      )
      .map((job) => ({ workflow, job })),
  )
}

/** All environments that jobs name, the one for production last. */
export function environmentsIn(workflows: readonly Workflow[]): readonly string[] {
  const names = workflows.flatMap(({ jobs }) => jobs.flatMap(({ environment }) => environment ?? []))
  const plain = [...new Set(names)]
    .filter((name) => !name.includes('${{') && !/pages|npm|pypi|release/i.test(name))
    .sort()
  return [
    ...plain.filter((name) => !WORDS.production.test(name)),
    ...plain.filter((name) => WORDS.production.test(name)),
  ]
}

/** `a push to \`main\``: each way by which a job starts, as far as its own `if` lets it. */
export function startsOf({ workflow: { events, file }, job: { condition } }: Deployment): readonly string[] {
  return [...events].flatMap(([name, value]): string[] => {
    const about = entriesOf(value)
    if (name === 'push') return pushes(textsOf(about.get('branches')), textsOf(about.get('tags')), condition)
    if (name === 'workflow_dispatch') return [`somebody runs \`gh workflow run ${file}\``]
    if (name === 'release') return ['a release is published']
    if (name === 'workflow_run') return [`the workflow ${quoted(textsOf(about.get('workflows')))} has ended`]
    return name === 'schedule' ? ['its schedule says so'] : []
  })
}

function pushes(branches: readonly string[], tags: readonly string[], condition: string): string[] {
  const branch = /refs\/heads\/([\w./-]+)|ref_name\s*==\s*'([\w./-]+)'/.exec(condition)
  const forTags = condition.includes('refs/tags')
  const own = branch?.[1] ?? branch?.[2]
  const names = own === undefined ? branches : [own]
  const onBranches = own !== undefined || !forTags
  return [
    ...(onBranches && (names.length > 0 || tags.length === 0)
      ? [`something is pushed to ${names.length > 0 ? quoted(names) : 'any branch'}`]
      : []),
    ...(tags.length > 0 && (own === undefined || forTags) ? [`a tag ${quoted(tags)} is pushed`] : []),
  ]
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

/** The workflow that takes a deployment back, where there is one that can be run by hand. */
export const rollbackIn = (workflows: readonly Workflow[]): Workflow | undefined =>
  workflows.find(
    ({ file, name, events }) =>
      /roll-?\s?back|revert/i.test(`${file} ${name}`) && events.has('workflow_dispatch'),
  )

/** The names of the inputs that a workflow asks for when it is run by hand. */
export const inputsOf = ({ events }: Workflow): readonly string[] => [
  ...entriesOf(entriesOf(events.get('workflow_dispatch')).get('inputs')).keys(),
]
