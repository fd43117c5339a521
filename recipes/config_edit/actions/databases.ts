/** The database server that tests of a job need, as a service of the job, and its address. */
import type { Database } from '../../../lib/survey/migrations.js'
import type { Json, JsonObject } from '../value.js'
import { child, isObject } from '../value.js'
import type { Job } from './workflow.js'
import { textOf, under } from './workflow.js'

interface Server {
  readonly service: JsonObject
  readonly port: number
  readonly address: (host: string) => string
  /** Images of it. */
  readonly image: RegExp
}

const health = (command: string): string =>
  `--health-cmd="${command}" --health-interval=5s --health-timeout=5s --health-retries=10`

const SERVERS: Readonly<Record<Database, Server>> = {
  postgres: {
    service: {
      image: 'postgres:17',
      env: { POSTGRES_PASSWORD: 'postgres', POSTGRES_DB: 'test' },
      ports: ['5432:5432'],
      options: health('pg_isready --username postgres'),
    },
    port: 5432,
    address: (host) => `postgresql://postgres:postgres@${host}:5432/test`,
    image: /postgres|postgis|timescale|pgvector|cockroach/,
  },
  mysql: {
    service: {
      image: 'mysql:8.4',
      env: { MYSQL_ROOT_PASSWORD: 'mysql', MYSQL_DATABASE: 'test' },
      ports: ['3306:3306'],
      options: health('mysqladmin ping --password=mysql'),
    },
    port: 3306,
    address: (host) => `mysql://root:mysql@${host}:3306/test`,
    image: /mysql|mariadb|percona/,
  },
}

export const serviceFor = (database: Database): JsonObject => SERVERS[database].service

export const addressOf = (database: Database, job: Job): string =>
  SERVERS[database].address(child(job.value, 'container') === undefined ? 'localhost' : database)

/** The job's own service of that kind: its id and value. */
export function serviceIn(job: Job, database: Database): readonly [string, Json] | undefined {
  const services = child(job.value, 'services') ?? null
  if (!isObject(services)) return undefined
  return Object.entries(services).find(([, one]) => SERVERS[database].image.test(imageOf(one)))
}

const imageOf = (service: Json): string => textOf(under(service, 'image')) ?? textOf(service) ?? ''

/** Does something of the job start a server, or say where one is? */
export const hasOwnServer = (job: Job, workflow: Json): boolean =>
  /docker[ -]compose .*\bup\b|testcontainers|setup-postgres|action-setup-postgres|service postgresql start|systemctl start (?:postgresql|mysql)|mysql\.service|supabase start/.test(
    JSON.stringify(job.value),
  ) ||
  [job.value, workflow].some((value) => isAddressed(under(value, 'env'))) ||
  job.steps.some(({ value }) => isAddressed(under(value, 'env')))

const isAddressed = (env: Json | undefined): boolean =>
  isObject(env ?? null) &&
  Object.keys(env ?? {}).some((name) =>
    /^(?:(?:\w+_)?DATABASE_URL\w*|DB_(?:HOST|URL|CONNECTION)\w*|PGHOST|POSTGRES_(?:HOST|URL|URI)|MYSQL_(?:HOST|URL))$/.test(
      name,
    ),
  )
