/** Which tool brings a repository's database up to date, by its packages and files. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appliesMigrations } from '../../lib/survey/migration_tools.js'
import { migrationsOf } from '../../lib/survey/migrations.js'
import { readerOf } from '../recipes/reader.js'

const pack = (dependencies: readonly string[], scripts: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify({ scripts, dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) })

const found = (
  files: Readonly<Record<string, string>>,
): readonly (readonly [string, string, string | undefined])[] =>
  migrationsOf(readerOf(files)).map(({ tool, command, database }) => [tool, command, database])

test('each tool is known by its package and its file', () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, string, string, string | undefined])[] =
    [
      [
        { 'package.json': pack(['prisma']), 'prisma/schema.prisma': 'datasource db { provider = "mysql" }' },
        'prisma',
        'npx prisma migrate deploy',
        'mysql',
      ],
      [
        { 'package.json': pack(['drizzle-kit', 'postgres']), 'drizzle.config.ts': '' },
        'drizzle',
        'npx drizzle-kit migrate',
        'postgres',
      ],
      [
        { 'package.json': pack(['knex', 'pg']), 'src/db/knexfile.ts': '' },
        'knex',
        'npx knex migrate:latest --knexfile src/db/knexfile.ts',
        'postgres',
      ],
      [
        { 'package.json': pack(['typeorm', 'mysql2']), 'src/data-source.ts': '', 'yarn.lock': '' },
        'typeorm',
        'yarn run typeorm-ts-node-commonjs migration:run -d src/data-source.ts',
        'mysql',
      ],
      [
        { 'package.json': pack(['@mikro-orm/cli']), 'mikro-orm.config.ts': '' },
        'mikro-orm',
        'npx mikro-orm migration:up',
        undefined,
      ],
      [
        { 'package.json': pack(['sequelize-cli']), '.sequelizerc': '' },
        'sequelize',
        'npx sequelize-cli db:migrate',
        undefined,
      ],
      [
        { 'package.json': pack(['node-pg-migrate']), 'migrations/1_a.js': '', 'pnpm-lock.yaml': '' },
        'node-pg-migrate',
        'pnpm exec node-pg-migrate up',
        'postgres',
      ],
      [
        { 'alembic.ini': '', 'requirements.txt': 'asyncpg\n', 'app/main.py': '' },
        'alembic',
        'alembic upgrade head',
        'postgres',
      ],
      [
        {
          'manage.py': '',
          'pyproject.toml': '[project]\ndependencies = ["django"]',
          'poetry.lock': '',
          'site/urls.py': '',
        },
        'django',
        'poetry run python manage.py migrate --noinput',
        undefined,
      ],
    ]
  assert.deepEqual(
    cases.map(([files]) => found(files)),
    cases.map(([, tool, command, database]) => [[tool, command, database]]),
  )
})

test('a script of the package that applies them is used, and one that is only called so where migrations are', () => {
  assert.deepEqual(
    found({ 'package.json': pack(['knex'], { 'db:up': 'knex --env ci migrate:latest' }), 'knexfile.js': '' }),
    [['knex', 'npm run db:up', undefined]],
  )
  assert.deepEqual(
    found({ 'package.json': pack([], { 'db:migrate': 'tsx migrate.ts' }), 'migrations/1.sql': '' }),
    [['script', 'npm run db:migrate', undefined]],
  )
  assert.deepEqual(found({ 'package.json': pack([], { migrate: 'x' }) }), [])
})

test('a package without the tool’s files has no migrations, and each folder has its own', () => {
  assert.deepEqual(found({ 'package.json': pack(['knex', 'typeorm']) }), [])
  const both = migrationsOf(
    readerOf({
      'apps/api/package.json': pack(['prisma']),
      'apps/api/prisma/schema.prisma': 'url = env("API_DB")',
      'services/score/alembic.ini': '',
    }),
  )
  assert.deepEqual(
    both.map(({ folder, variable }) => [folder, variable]),
    [
      ['apps/api', 'API_DB'],
      ['services/score', 'DATABASE_URL'],
    ],
  )
})

test('a command that applies migrations is told from one that writes, checks or takes back', () => {
  const applying = [
    'npx prisma migrate deploy',
    'yarn migration:run',
    'npm run db:migrate',
    'alembic -c a.ini upgrade head',
    'python manage.py migrate',
    'make migrate',
  ]
  const others = [
    'prisma generate',
    'yarn migration:check',
    'npm run migrate:create',
    'alembic revision',
    'npm run db:migrate:undo',
  ]
  assert.deepEqual(
    applying.filter((one) => !appliesMigrations(one)),
    [],
  )
  assert.deepEqual(others.filter(appliesMigrations), [])
})
