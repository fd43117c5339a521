/** `parallelize_python_builds` on pipelines that were copied from one service to the next. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parallelizePythonBuilds as action } from '../../../../recipes/config_edit/actions/parallelize_python_builds.js'
import { under } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

const job = (id: string, name: string, more = ''): string => `
  ${id}:
    name: Test ${name}
    runs-on: ubuntu-latest${more}
    defaults: { run: { working-directory: services/${name} } }
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: { python-version: '3.12' }
      - run: pip install -r requirements.txt
      - run: pytest --junitxml=${name}.xml`

test('jobs that are equal up to their service become one with a matrix, cached, and who waited waits for it', () => {
  const { after, says, regions } = tried(
    action,
    `on: push\njobs:${job('test-auth', 'auth')}${job('test-billing', 'billing')}
  deploy:
    needs: [test-auth, test-billing, lint]
    runs-on: ubuntu-latest
    steps: [{ run: ./deploy.sh }]
  lint:
    runs-on: ubuntu-latest
    steps: [{ run: ruff check }]`,
  )
  assert.deepEqual(under(after, 'jobs', 'test'), {
    name: 'Test ${{ matrix.service }}',
    'runs-on': 'ubuntu-latest',
    defaults: { run: { 'working-directory': 'services/${{ matrix.service }}' } },
    strategy: { 'fail-fast': false, matrix: { service: ['auth', 'billing'] } },
    steps: [
      { uses: 'actions/checkout@v4' },
      {
        uses: 'actions/setup-python@v5',
        with: {
          'python-version': '3.12',
          cache: 'pip',
          'cache-dependency-path': 'services/${{ matrix.service }}/requirements.txt',
        },
      },
      { run: 'pip install -r requirements.txt' },
      { run: 'pytest --junitxml=${{ matrix.service }}.xml' },
    ],
  })
  assert.deepEqual(under(after, 'jobs', 'deploy', 'needs'), ['test', 'lint'])
  assert.deepEqual(Object.keys(under(after, 'jobs') ?? {}).sort(), ['deploy', 'lint', 'test'])
  assert.ok(
    ['jobs.test', 'jobs.test-auth', 'jobs.test-billing', 'jobs.deploy.needs'].every((one) =>
      regions.includes(one),
    ),
  )
  assert.equal(
    says,
    '`test` does for `auth`, `billing` what `test-auth`, `test-billing` did; checks that are required by the old names have to be named anew under Settings → Rules',
  )
})

test('services in folders of different parents have their folder in the matrix, beside the one of versions', () => {
  const matrix = `\n    strategy: { matrix: { python-version: ['3.11', '3.12'] } }`
  const { after } = tried(
    action,
    `on: push\njobs:${job('auth', 'auth', matrix)}${job('billing', 'billing', matrix).replaceAll('services/', 'apps/')}`,
  )
  assert.deepEqual(under(after, 'jobs', 'python', 'strategy', 'matrix'), {
    include: [
      { service: 'auth', folder: 'services/auth' },
      { service: 'billing', folder: 'apps/billing' },
    ],
    'python-version': ['3.11', '3.12'],
  })
})

test('steps of one job that repeat for each service become one run of steps with a matrix', () => {
  const { after, says } = tried(
    action,
    `on: push
jobs:
  python:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: { python-version: '3.12' }
      - name: Install auth
        run: pip install -r services/auth/requirements.txt
      - name: Install billing
        run: pip install -r services/billing/requirements.txt
      - name: Test auth
        run: cd services/auth && pytest
      - name: Test billing
        run: cd services/billing && pytest`,
  )
  assert.deepEqual(under(after, 'jobs', 'python', 'strategy'), {
    'fail-fast': false,
    matrix: { service: ['auth', 'billing'] },
  })
  assert.deepEqual(under(after, 'jobs', 'python', 'steps'), [
    { uses: 'actions/checkout@v4' },
    {
      uses: 'actions/setup-python@v5',
      with: {
        'python-version': '3.12',
        cache: 'pip',
        'cache-dependency-path': 'services/${{ matrix.service }}/requirements.txt',
      },
    },
    {
      name: 'Install ${{ matrix.service }}',
      run: 'pip install -r services/${{ matrix.service }}/requirements.txt',
    },
    { name: 'Test ${{ matrix.service }}', run: 'cd services/${{ matrix.service }} && pytest' },
  ])
  assert.equal(says, '`python` does for `auth`, `billing` what its steps did')
})

test('images of Python services are built side by side too, behind the job that took the place of their tests', () => {
  const services = {
    'services/auth/pyproject.toml': '',
    'services/auth/app/main.py': 'x = 1',
    'services/billing/pyproject.toml': '',
    'services/billing/app/main.py': 'x = 1',
  }
  const { after } = tried(
    action,
    `on: push\njobs:${job('auth', 'auth')}${job('billing', 'billing')}
  images:
    needs: [auth, billing]
    runs-on: ubuntu-latest
    steps:
      - run: docker build -t auth services/auth
      - run: docker build -t billing services/billing`,
    { files: services },
  )
  assert.deepEqual(under(after, 'jobs', 'images'), {
    needs: ['python'],
    'runs-on': 'ubuntu-latest',
    strategy: { 'fail-fast': false, matrix: { service: ['auth', 'billing'] } },
    steps: [{ run: 'docker build -t ${{ matrix.service }} services/${{ matrix.service }}' }],
  })
})

test('a matrix of services that is there is kept from stopping at the first failure', () => {
  const { after, says } = tried(
    action,
    `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { app: [a, b] } }
    steps:
      - uses: actions/setup-python@v5
      - run: pytest
        working-directory: services/\${{ matrix.app }}`,
  )
  assert.equal(under(after, 'jobs', 'test', 'strategy', 'fail-fast'), false)
  assert.equal(says, '`test` let each service run to its end, and cache what pip fetches')
})

test('jobs that differ in more than their service, and a condition that names one, stay apart', () => {
  const other = job('test-billing', 'billing').replace('3.12', '3.11')
  assert.match(
    refused(action, `on: push\njobs:${job('test-auth', 'auth')}${other}`).message,
    /^no two jobs do the same .* the services are `services\/auth`, `services\/billing`/,
  )
  const guarded = (name: string) =>
    job(`test-${name}`, name, `\n    if: needs.changes.outputs.${name} == 'true'`)
  assert.match(
    refused(action, `on: push\njobs:${guarded('auth')}${guarded('billing')}`).message,
    /^no two jobs/,
  )
})

test('a job whose result somebody asks for by name is not taken away', () => {
  const message = refused(
    action,
    `on: push\njobs:${job('test-auth', 'auth')}${job('test-billing', 'billing')}
  all:
    needs: [test-auth, test-billing]
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo \${{ needs.test-auth.result }}' }]`,
  )
  assert.deepEqual(message.steps, ['jobs', 'test-auth'])
  assert.match(message.message, /`needs.test-auth` is asked for its result or outputs/)
})

test('without Python it says what was looked for', () => {
  assert.match(
    refused(action, 'on: push\njobs: { a: { steps: [{ run: npm test }] } }').message,
    /^no job here builds or tests Python/,
  )
})
