/** What is tried on a workflow: each action with what it cannot do without, and edits of each kind. */
import type { Json, JsonObject } from '../../recipes/config_edit/value.js'
import { child, isObject } from '../../recipes/config_edit/value.js'
import { editDeeds } from './edit_deeds.js'
import { valueOf } from './owned.js'
import type { Deed, Subject } from './trial.js'

export const MIGRATE = 'npx prisma migrate deploy'
export const DEPLOY = './deploy.sh "$IMAGE"'
export const HEALTH = 'https://example.org/health'

const SERVICES = Object.fromEntries(
  ['auth', 'billing'].flatMap((name) => [
    [`services/${name}/requirements.txt`, ''],
    [`services/${name}/app/main.py`, ''],
  ]),
)
const REPOSITORY = { ...SERVICES, Dockerfile: 'FROM node:22\n', 'package.json': '{"name":"app"}\n' }

/** Actions that need to be told something are tried with that, too. */
export function deedsFor(subject: Subject): readonly Deed[] {
  const file = valueOf(subject.text)
  const jobs = Object.entries(objectOf(child(file, 'jobs'))).filter(([, job]) => isObject(job))
  return [...actionDeeds(jobs.map(([id]) => id)), ...editDeeds(file)]
}

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

function actionDeeds(ids: readonly string[]): Deed[] {
  const [first = 'none', last = first] = [ids[0], ids.at(-1)]
  const deploy = { deploy: DEPLOY, health: HEALTH }
  return [
    action('remove_continue_on_error'),
    action('make_trivy_blocking'),
    action('add_sbom_generation'),
    action('add_container_scanning'),
    action('add_approval_gates'),
    action('add_approval_gates', { jobs: { [last]: 'production' } }),
    action('add_migration_step', { command: MIGRATE, database: 'postgres' }),
    action('add_migration_step', { command: MIGRATE, database: 'postgres', jobs: [first] }),
    action('add_path_filters', {}),
    action('add_path_filters', { filters: { auth: ['services/auth/**'] }, jobs: { [last]: ['auth'] } }),
    action('parallelize_python_builds'),
    action('implement_staging_deploy', deploy),
    action('implement_staging_deploy', { ...deploy, job: last }),
    action('implement_production_deploy', deploy),
    {
      ...action('implement_production_deploy', deploy),
      name: 'implement_production_deploy (after staging)',
      first: { action: 'implement_staging_deploy', with: deploy },
    },
  ]
}

const action = (name: string, given?: JsonObject): Deed => ({
  name: `${name}${given !== undefined && ('job' in given || 'jobs' in given) ? ' (told which job)' : ''}`,
  raw: { action: name, ...(given === undefined ? {} : { with: given }) },
  files: REPOSITORY,
  isSound: true,
})
