/** `add_migration_step`: migrations run before tests and before each deploy, on the database that these need. */
import type { Database, Migrations } from '../../../lib/survey/migrations.js'
import { migrationsOf } from '../../../lib/survey/migrations.js'
import { failed, fault, ok } from '../../../lib/core/recipe.js'
import type { Reading } from '../../settings.js'
import { at, list, object, optional, path, quoted, string } from '../../settings.js'
import type { Plan, Sight } from '../action.js'
import { defineAction } from '../action.js'
import type { Hindrance } from '../edits.js'
import { equal } from '../value.js'
import { changed } from './after.js'
import { hasOwnServer, serviceIn } from './databases.js'
import type { Place } from './migration_places.js'
import { applies, placesOf } from './migration_places.js'
import { canServe, serverEdits, stepEdits } from './migration_steps.js'
import type { Workflow } from './workflow.js'
import { workflowOf } from './workflow.js'

export interface Options {
  /** What applies the migrations, instead of what the repository's tool says. */
  readonly command?: string
  /** Where it runs. */
  readonly folder?: string
  /** The only test jobs that need them. */
  readonly jobs?: readonly string[]
  /** `none`: no server is added. */
  readonly database?: Database | 'none'
}

const DATABASES = ['postgres', 'mysql', 'none'] as const

const database: Reading<Database | 'none'> = (raw, where) => {
  const one = DATABASES.find((name) => name === raw)
  return one === undefined
    ? failed(fault('bad-value', `\`database\` has to be one of ${quoted(DATABASES)}`, at(where)))
    : ok(one)
}

/**
 * Guarantees of each job that tests what the migrations are for that they are applied before its first test, on a server that the
 * job has, and of each job that deploys that they are applied before it does. A step that applies them, by whatever tool, is right.
 */
export const addMigrationStep = defineAction<Options>({
  name: 'add_migration_step',
  options: object<Options>({
    command: optional(string),
    folder: optional(path),
    jobs: optional(list(string)),
    database: optional(database),
  }),

  plan(file, options, sight): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const all = migrationsFor(options, sight)
    if (all.length === 0) return { steps: [], message: NO_TOOL }
    const unknown = options.jobs?.find((id) => !workflow.jobs.some((job) => job.id === id))
    if (unknown !== undefined)
      return {
        steps: ['jobs'],
        message: `there is no job \`${unknown}\` in \`jobs\`: there are ${quoted(workflow.jobs.map(({ id }) => id))}`,
      }
    const places = placesOf(workflow, all, options.jobs)
    if (places.length === 0) return { steps: ['jobs'], message: noPlace(all) }
    const edits = places.flatMap((place) => [...serverEdits(place, workflow), ...stepEdits(place, places)])
    return { edits, says: told(places, workflow, equal(changed(edits, file), file)) }
  },

  broken(file, options, sight) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return [workflow.message]
    return placesOf(workflow, migrationsFor(options, sight), options.jobs).flatMap((place) => {
      const { job, kind, before, migrations } = place
      const first = job.steps.findIndex((step) => applies(step, migrations))
      const isIn = first >= 0 && (job.steps[first]?.index ?? 0) <= before.index
      const isServed =
        kind === 'deploy' ||
        migrations.database === undefined ||
        !canServe(job) ||
        hasOwnServer(job, file) ||
        serviceIn(job, migrations.database) !== undefined
      return [
        ...(isIn ? [] : [`job \`${job.id}\` ${kind}s before migrations are applied`]),
        ...(isServed ? [] : [`job \`${job.id}\` has no ${migrations.database ?? 'database'} to test with`]),
      ]
    })
  },
})

const NO_TOOL =
  'no tool for migrations was found: looked in each package.json for prisma, drizzle-kit, knex, typeorm, mikro-orm, sequelize-cli and node-pg-migrate with their files, for a script called `migrate`, and for `alembic.ini` and `manage.py`; give the command in `with` (`command: npm run db:migrate`)'

const noPlace = (all: readonly Migrations[]): string =>
  `no job here tests or deploys what ${quoted(all.map(({ command }) => command))} is for: looked for test commands in ${quoted(all.map(({ folder }) => (folder === '' ? '.' : folder)))} and for deploy commands; name the jobs in \`with.jobs\`, or another workflow as \`target\``

function migrationsFor(
  { command, folder, database: given }: Options,
  { look }: Sight,
): readonly Migrations[] {
  const found = migrationsOf(look)
  const server = (one: Migrations): Migrations => {
    const { database: own, ...rest } = one
    const kind = given ?? own
    return kind === undefined || kind === 'none' ? rest : { ...rest, database: kind }
  }
  if (command === undefined)
    return found
      .filter((one) => folder === undefined || one.folder === folder.replace(/^\.$/, ''))
      .map(server)
  const [first] = found
  return [
    server({
      tool: 'script',
      language: 'script',
      variable: 'DATABASE_URL',
      ...first,
      command,
      folder: (folder ?? first?.folder ?? '').replace(/^\.$/, ''),
    }),
  ]
}

function told(places: readonly Place[], { value }: Workflow, isDone: boolean): string {
  const jobsOf = (kind: Place['kind']): string => {
    const ids = places.filter((place) => place.kind === kind).map(({ job }) => job.id)
    return quoted([...new Set(ids)])
  }
  const added = places.filter(({ there }) => there === undefined)
  const commands = [...new Set(added.map(({ migrations }) => migrations.command))]
  const secrets = added.filter(({ kind }) => kind === 'deploy').map(({ migrations }) => migrations.variable)
  const before = [
    jobsOf('test') === '' ? '' : ` before the tests of ${jobsOf('test')}`,
    jobsOf('deploy') === '' ? '' : ` before the deployment by ${jobsOf('deploy')}`,
  ]
  const first = isDone
    ? `nothing to do: the migrations run already${before.filter((one) => one !== '').join(' and')}`
    : `migrations run${commands.length > 0 ? ` by ${quoted(commands)}` : ''}${before.filter((one) => one !== '').join(' and')}`
  const without = places.filter((place) => isServerless(place) && !hasOwnServer(place.job, value))
  return [
    first,
    ...[...new Set(secrets)].map(
      (name) => `set the secret \`${name}\` for each environment, to an address that the runner reaches`,
    ),
    ...without.map(
      ({ job }) =>
        `\`${job.id}\` runs on other systems than Linux, which have no services: give it a database`,
    ),
  ].join('; ')
}

const isServerless = ({ kind, job, migrations }: Place): boolean =>
  kind === 'test' && migrations.database !== undefined && !canServe(job)
