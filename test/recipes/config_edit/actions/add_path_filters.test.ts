/** `add_path_filters`: which jobs are guarded, what waits behind them, and the script that tells what changed, run by git. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { addPathFilters as action } from '../../../../recipes/config_edit/actions/add_path_filters.js'
import { changesJob, filtersIn } from '../../../../recipes/config_edit/actions/changes_job.js'
import { jobsIn, under } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

const MONOREPO = {
  'package.json': '{ "workspaces": ["packages/*"] }',
  'package-lock.json': '{}',
  'packages/api/package.json': '{ "name": "@acme/api", "dependencies": { "@acme/shared": "*" } }',
  'packages/shared/package.json': '{ "name": "@acme/shared" }',
  'services/score/pyproject.toml': '',
}

const CI = `
on:
  push: { branches: [main] }
  pull_request:
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{ run: npm ci }, { run: npm run lint }]
  api:
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { run: npm ci }, { run: npm test -w @acme/api }]
  score:
    needs: lint
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: services/score } }
    steps: [{ uses: actions/checkout@v4 }, { run: pip install . }, { run: pytest }]
  report:
    needs: [api, score]
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    steps: [{ run: ./report.sh }]
`

test('jobs for a part run when it changed, and what waits for them is not skipped with them', () => {
  const { after, says, regions } = tried(action, CI, { files: MONOREPO })
  const job = (id: string, key: string) => under(after, 'jobs', id, key)
  assert.deepEqual(
    [job('lint', 'if'), job('api', 'if'), job('score', 'if'), job('report', 'if')],
    [
      undefined,
      "needs.changes.outputs.api == 'true'",
      "needs.changes.outputs.score == 'true'",
      "${{ !failure() && !cancelled() && github.event_name == 'push' }}",
    ],
  )
  assert.deepEqual(
    [job('api', 'needs'), job('score', 'needs'), job('report', 'needs')],
    [['changes'], ['lint', 'changes'], ['api', 'score']],
  )
  assert.deepEqual(job('ci-ok', 'needs'), ['changes', 'lint', 'api', 'score', 'report'])
  assert.equal(job('ci-ok', 'if'), 'always()')
  assert.deepEqual(regions, [
    'on.pull_request.paths',
    'on.pull_request.paths-ignore',
    'jobs.changes',
    'jobs.api.needs',
    'jobs.api.if',
    'jobs.score.needs',
    'jobs.score.if',
    'jobs.report.if',
    'jobs.ci-ok',
  ])
  assert.equal(
    says,
    '`api`, `score` run only when their part changed; parts are told by `git diff`: api, score; require the check `ci-ok` under Settings → Rules, and none of these jobs: it reports whether they ran or not',
  )
})

test('a part counts as changed with what it is built from and with what all of its language share', () => {
  const { after } = tried(action, CI, { files: MONOREPO })
  const [changes] = jobsIn(after).filter(({ id }) => id === 'changes')
  assert.deepEqual(
    [...(filtersIn(changes) ?? [])],
    [
      [
        'api',
        [
          'packages/api/**',
          'packages/shared/**',
          'package-lock.json',
          'package.json',
          '.github/workflows/ci.yml',
        ],
      ],
      ['score', ['services/score/**', '.github/workflows/ci.yml']],
    ],
  )
})

test('paths that keep a pull request from starting the workflow become the guard of its jobs', () => {
  const { after } = tried(
    action,
    `on:
  pull_request: { branches: [main], paths: ['apps/web/**', '!**.md'] }
jobs:
  web:
    runs-on: ubuntu-latest
    steps: [{ run: npm test }]`,
  )
  assert.deepEqual(under(after, 'on', 'pull_request'), { branches: ['main'] })
  assert.equal(under(after, 'jobs', 'web', 'if'), "needs.changes.outputs.web == 'true'")
  assert.match(
    JSON.stringify(under(after, 'jobs', 'changes')),
    /changed web ':\(glob\)apps\/web\/\*\*' ':\(exclude,glob\)\*\*\/\*\.md'/,
  )
})

test('a job with a matrix of services works in the part of each', () => {
  const { after } = tried(
    action,
    `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { service: [score, mail] } }
    steps: [{ run: 'pytest services/\${{ matrix.service }}' }]`,
    { files: { 'services/score/pyproject.toml': '', 'services/mail/pyproject.toml': '' } },
  )
  assert.equal(
    under(after, 'jobs', 'test', 'if'),
    "needs.changes.outputs.mail == 'true' || needs.changes.outputs.score == 'true'",
  )
})

test('filters and jobs can be given, and a deployment is never guarded', () => {
  const { after } = tried(
    action,
    `on: push
jobs:
  test-api: { runs-on: ubuntu-latest, steps: [{ run: npm test }] }
  deploy-api: { needs: test-api, runs-on: ubuntu-latest, steps: [{ run: fly deploy }] }`,
    { options: { filters: { api: ['src/**'] } } },
  )
  assert.equal(under(after, 'jobs', 'test-api', 'if'), "needs.changes.outputs.api == 'true'")
  assert.equal(under(after, 'jobs', 'deploy-api', 'if'), '${{ !failure() && !cancelled() }}')
  assert.deepEqual(under(after, 'jobs', 'ci-ok', 'needs'), ['changes', 'test-api'])
})

test('a job that finds the changes by another way, and one that tells the result, are used', () => {
  const { after, regions, says } = tried(
    action,
    `on: pull_request
jobs:
  filter:
    runs-on: ubuntu-latest
    outputs: { api: '\${{ steps.f.outputs.api }}' }
    steps: [{ id: f, uses: dorny/paths-filter@v3, with: { filters: 'api: [api/**]' } }]
  api: { runs-on: ubuntu-latest, steps: [{ run: npm test, working-directory: api }] }
  all:
    needs: [api]
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: '[ "\${{ needs.api.result }}" = "success" ]' }]`,
  )
  assert.equal(under(after, 'jobs', 'api', 'if'), "needs.filter.outputs.api == 'true'")
  assert.deepEqual(under(after, 'jobs', 'all', 'needs'), ['api', 'filter'])
  assert.deepEqual(regions, ['jobs.api.needs', 'jobs.api.if', 'jobs.all.needs'])
  assert.match(says ?? '', /`all` asks for `success`: let it take `skipped` too/)
})

test('where no job works in a part only it says what to give', () => {
  assert.match(
    refused(action, 'on: push\njobs: { a: { steps: [{ run: npm test }] } }').message,
    /`filters: \{ api: \[src\/api\/\*\*\] \}/,
  )
  assert.equal(
    refused(action, CI, { options: { filters: { api: ['src/**'] }, jobs: { aip: 'api' } } }).message,
    'there is no job `aip` in `jobs`: there are `lint`, `api`, `score`, `report`',
  )
})

test('the script tells by git what changed since the base, and all where there is no base', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'changes-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: folder,
      encoding: 'utf8',
    }).trim()
  const commit = (path: string): string => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), 'x')
    git('add', '.')
    git('commit', '-qm', path)
    return git('rev-parse', 'HEAD')
  }
  git('init', '-q')
  const base = commit('README.md')
  commit('services/a/main.py')
  commit('docs/b/guide.md')
  const filters = new Map([
    ['a', ['services/a/**']],
    ['b', ['services/b/**', 'docs/**', '!docs/**.md']],
    ['c-d', ['**.md']],
  ])
  const script = jobsIn({ jobs: { changes: changesJob(filters) } })[0]?.steps[1]?.run ?? ''
  const told = (from: string): string => {
    const output = join(folder, '.git', 'output')
    writeFileSync(output, '')
    execFileSync('bash', ['-e', '-c', script], {
      cwd: folder,
      env: { ...process.env, BASE: from, GITHUB_OUTPUT: output },
    })
    return readFileSync(output, 'utf8')
  }
  assert.equal(told(base), 'a=true\nb=false\nc-d=true\n')
  assert.equal(told(''), 'a=true\nb=true\nc-d=true\n')
  assert.equal(told('0'.repeat(40)), 'a=true\nb=true\nc-d=true\n')
  assert.equal(told(git('rev-parse', 'HEAD')), 'a=false\nb=false\nc-d=false\n')
})
