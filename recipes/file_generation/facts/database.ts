/** What the template of the database helpers is told: the driver, and where the schema comes from. */
import { Refusal } from '../../../lib/core/recipe.js'
import { folderOf } from '../../../lib/core/place.js'
import { ours } from '../../../lib/survey/look.js'
import { languageOf } from '../language.js'
import type { Repository } from '../repository/open.js'

export interface DatabaseData {
  readonly driver?: string
  /** The folder of the SQL files that make the schema. */
  readonly migrations?: string
  /** The variable of the environment that holds the address of the database for tests. */
  readonly variable?: string
}

const DRIVERS = [
  '@electric-sql/pglite',
  '@prisma/client',
  'knex',
  'mongoose',
  'mongodb',
  'pg',
  'postgres',
] as const

export function databaseFacts(
  { driver: wanted, migrations, variable = 'TEST_DATABASE_URL' }: DatabaseData,
  repository: Repository,
  output: string,
): object {
  const { isTypeScript } = languageOf(output, repository)
  const driver = driverOf(repository, wanted)
  const folder = migrations ?? (driver === '@electric-sql/pglite' ? migrationsOf(repository) : '')
  const isWhole = isTypeScript && repository.pack?.isModule !== true && !repository.compiler.hasDefaults
  return { driver, folder, variable, star: isWhole ? '* as ' : '' }
}

function driverOf({ pack }: Repository, wanted: string | undefined): string {
  const has = (name: string): boolean => pack?.dependencies.has(name) ?? false
  const driver = DRIVERS.find((name) => (wanted === undefined ? has(name) : name === wanted))
  if (driver !== undefined) return driver
  const names = DRIVERS.map((name) => `\`${name}\``).join(', ')
  throw new Refusal(
    wanted === undefined
      ? `\`package.json\` has no driver of a database that this template knows: ${names}`
      : `there is no driver \`${wanted}\` here: \`data.driver\` is one of ${names}`,
  )
}

/** The folder with the most SQL migrations. */
function migrationsOf({ look }: Repository): string {
  const files = ours(look, ['**/migrations/**/*.sql', '**/migrate/**/*.sql']).filter(
    (path) => !/[._-]down\.sql$/.test(path),
  )
  const [file] = files
  if (file !== undefined) return folderOf(file)
  throw new Refusal(
    'there are no SQL migrations in a folder `migrations`: give `data: { migrations: path/of/folder }` so that the database of a test has its tables',
  )
}
