/** `add_migration_step` with the tools of both languages, where tests and deployments find a database that is out of date. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMigrationStep as action } from '../../../../recipes/config_edit/actions/add_migration_step.js'
import { under } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

const PRISMA = {
  'package.json': '{ "dependencies": { "@prisma/client": "6" }, "devDependencies": { "prisma": "6" } }',
  'package-lock.json': '{}',
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DB_URL")\n}',
}
const ALEMBIC = {
  'services/score/alembic.ini': '[alembic]',
  'services/score/requirements.txt': 'alembic\npsycopg[binary]\n',
  'services/score/app/main.py': 'x = 1',
}

const CI = `
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{ run: npm run lint }]
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
      - run: npm ci
      - run: npm test
  deploy:
    needs: test
    environment: production
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Deploy
        run: fly deploy
`

test('migrations run before the tests, on a server of the job, and before the deployment', () => {
  const { after, says, regions } = tried(action, CI, { files: PRISMA })
  assert.deepEqual(under(after, 'jobs', 'test'), {
    'runs-on': 'ubuntu-latest',
    steps: [
      { uses: 'actions/checkout@v4' },
      { uses: 'actions/setup-node@v4' },
      { run: 'npm ci' },
      { name: 'Run migrations', run: 'npx prisma migrate deploy' },
      { run: 'npm test' },
    ],
    services: {
      postgres: {
        image: 'postgres:17',
        env: { POSTGRES_PASSWORD: 'postgres', POSTGRES_DB: 'test' },
        ports: ['5432:5432'],
        options:
          '--health-cmd="pg_isready --username postgres" --health-interval=5s --health-timeout=5s --health-retries=10',
      },
    },
    env: { DB_URL: 'postgresql://postgres:postgres@localhost:5432/test' },
  })
  assert.deepEqual(under(after, 'jobs', 'deploy', 'steps'), [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4' },
    { run: 'npm ci' },
    { name: 'Run migrations', env: { DB_URL: '${{ secrets.DB_URL }}' }, run: 'npx prisma migrate deploy' },
    { name: 'Deploy', run: 'fly deploy' },
  ])
  assert.equal(under(after, 'jobs', 'lint', 'services'), undefined)
  assert.ok(regions.includes('jobs.test.steps[name=Run migrations]'))
  assert.equal(
    says,
    'migrations run by `npx prisma migrate deploy` before the tests of `test` and before the deployment by `deploy`; set the secret `DB_URL` for each environment, to an address that the runner reaches',
  )
})

test('migrations of a service run in its folder, before its tests only', () => {
  const { after } = tried(
    action,
    `on: push
jobs:
  web: { runs-on: ubuntu-latest, steps: [{ run: npm test }] }
  score:
    runs-on: ubuntu-latest
    container: python:3.12
    steps:
      - run: pip install -r services/score/requirements.txt
      - run: pytest
        working-directory: services/score`,
    { files: ALEMBIC },
  )
  assert.deepEqual(under(after, 'jobs', 'score', 'steps'), [
    { run: 'pip install -r services/score/requirements.txt' },
    { name: 'Run migrations', 'working-directory': 'services/score', run: 'alembic upgrade head' },
    { run: 'pytest', 'working-directory': 'services/score' },
  ])
  assert.deepEqual(under(after, 'jobs', 'score', 'env'), {
    DATABASE_URL: 'postgresql://postgres:postgres@postgres:5432/test',
  })
  assert.equal(under(after, 'jobs', 'web', 'services'), undefined)
})

test('a server that the job has, or an address that it is given, is used', () => {
  const job = (keys: string) => `on: push
jobs:
  test:
    runs-on: ubuntu-latest
${keys.replace(/^/gm, '    ')}
    steps: [{ run: npm ci }, { run: npm test }]`
  const service = 'services: { db: { image: "postgres:15", ports: ["5432:5432"] } }'
  const own = tried(action, job(`${service}\nenv: { DB_URL: x }`), { files: PRISMA })
  assert.deepEqual(own.regions, [
    'jobs.test.services.db',
    'jobs.test.env.DB_URL',
    'jobs.test.steps[name=Run migrations]',
  ])
  const given = tried(action, job('env: { DATABASE_URL: "${{ secrets.TEST_DATABASE }}" }'), { files: PRISMA })
  assert.deepEqual(given.regions, ['jobs.test.steps[name=Run migrations]'])
})

test('a step that applies them already is right, by whatever tool, and stays where it is', () => {
  const { says, regions } = tried(
    action,
    `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    env: { DATABASE_URL: x }
    steps: [{ run: npm ci }, { name: Database, run: npm run db:migrate }, { run: npm test }]`,
    { files: PRISMA },
  )
  assert.equal(says, 'nothing to do: the migrations run already before the tests of `test`')
  assert.deepEqual(regions, ['jobs.test.steps[name=Database]'])
})

test('a step that installs for itself gets its packages before the migrations', () => {
  const { after } = tried(
    action,
    `on: push\njobs: { test: { runs-on: ubuntu-latest, steps: [{ name: Test, run: npm ci && npm test }] } }`,
    { files: PRISMA, options: { database: 'none' } },
  )
  assert.deepEqual(under(after, 'jobs', 'test', 'steps'), [
    { name: 'Run migrations', run: 'npm ci\nnpx prisma migrate deploy' },
    { name: 'Test', run: 'npm ci && npm test' },
  ])
})

test('on other systems than Linux no service is added, and that is said', () => {
  const { after, says } = tried(
    action,
    `on: push\njobs: { test: { runs-on: '\${{ matrix.os }}', strategy: { matrix: { os: [ubuntu-latest, windows-latest] } }, steps: [{ run: npm test }] } }`,
    { files: PRISMA },
  )
  assert.equal(under(after, 'jobs', 'test', 'services'), undefined)
  assert.match(says ?? '', /`test` runs on other systems than Linux/)
})

test('command, folder and jobs can be given', () => {
  const { after } = tried(action, CI, {
    options: { command: './migrate.sh', folder: 'db', jobs: ['test'], database: 'mysql' },
  })
  assert.deepEqual(under(after, 'jobs', 'test', 'steps')?.[3 as never], {
    name: 'Run migrations',
    'working-directory': 'db',
    run: './migrate.sh',
  })
  assert.equal(under(after, 'jobs', 'test', 'services', 'mysql', 'image'), 'mysql:8.4')
})

test('without a tool, a job that needs it, or a job of that name it says what would help', () => {
  assert.match(
    refused(action, CI).message,
    /^no tool for migrations was found: looked .* `with` \(`command: npm run db:migrate`\)/,
  )
  assert.match(
    refused(action, 'on: push\njobs: { lint: { steps: [{ run: npm run lint }] } }', { files: PRISMA })
      .message,
    /^no job here tests or deploys what `npx prisma migrate deploy` is for/,
  )
  assert.equal(
    refused(action, CI, { files: PRISMA, options: { jobs: ['tests'] } }).message,
    'there is no job `tests` in `jobs`: there are `lint`, `test`, `deploy`',
  )
})
