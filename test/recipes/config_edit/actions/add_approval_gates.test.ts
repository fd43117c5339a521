/** `add_approval_gates` on workflows that deploy without anybody's leave. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addApprovalGates as action } from '../../../../recipes/config_edit/actions/add_approval_gates.js'
import { under } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

const workflow = (jobs: string): string => `on: push\njobs:\n${jobs.replace(/^/gm, '  ')}`

const job = (id: string, keys: string, run = 'kubectl apply -f k8s'): string =>
  `${id}:\n${keys === '' ? '' : `${keys.replace(/^/gm, '  ')}\n`}  runs-on: ubuntu-latest\n  steps:\n    - name: Go\n      run: ${run}\n`

const PLACE = 'who has to approve is set in the repository under Settings → Environments →'

test('each job that deploys names its environment, and production waits for staging', () => {
  const { after, says, regions } = tried(
    action,
    workflow(
      job('test', '', 'npm test') + job('deploy-staging', 'needs: test') + job('deploy-prod', 'needs: test'),
    ),
  )
  assert.equal(under(after, 'jobs', 'deploy-staging', 'environment'), 'staging')
  assert.equal(under(after, 'jobs', 'deploy-prod', 'environment'), 'production')
  assert.deepEqual(under(after, 'jobs', 'deploy-prod', 'needs'), ['test', 'deploy-staging'])
  assert.equal(under(after, 'jobs', 'test', 'environment'), undefined)
  assert.equal(
    says,
    `\`deploy-staging\`, \`deploy-prod\` now wait for \`staging\`, \`production\`; ${PLACE} staging, production → Required reviewers; no file can`,
  )
  assert.deepEqual(regions, [
    'jobs.deploy-staging.environment',
    'jobs.deploy-staging.continue-on-error',
    'jobs.deploy-prod.environment',
    'jobs.deploy-prod.continue-on-error',
    'jobs.deploy-prod.needs',
  ])
})

test('a name that the workflow has for the stage is used again, and a map with a url stays', () => {
  const { after } = tried(
    action,
    workflow(
      job('migrate', 'environment: { name: prod, url: https://example.org }', 'alembic upgrade head') +
        job('release', '', 'helm upgrade --install api ./chart --namespace production'),
    ),
  )
  assert.deepEqual(under(after, 'jobs', 'migrate', 'environment'), {
    name: 'prod',
    url: 'https://example.org',
  })
  assert.equal(under(after, 'jobs', 'release', 'environment'), 'prod')
})

test('the branch and the command tell where a job deploys to when its name does not', () => {
  const deployed = (keys: string, run: string) =>
    under(tried(action, workflow(job('deploy', keys, run))).after, 'jobs', 'deploy', 'environment')
  assert.equal(deployed("if: github.ref == 'refs/heads/staging'", './deploy.sh'), 'staging')
  assert.equal(deployed('', 'vercel deploy --prod'), 'production')
  assert.equal(deployed('', 'fly deploy --config fly.staging.toml'), 'staging')
  assert.equal(deployed("if: startsWith(github.ref, 'refs/tags/v')", './deploy.sh'), 'production')
})

test('a job that deploys only what an input or a matrix says names just that', () => {
  const byHand = `on:
  workflow_dispatch:
    inputs: { environment: { type: choice, options: [staging, production] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh \${{ inputs.environment }}`
  assert.equal(
    under(tried(action, byHand).after, 'jobs', 'deploy', 'environment'),
    '${{ inputs.environment }}',
  )
  const matrix = workflow(job('deploy', 'strategy: { matrix: { environment: [staging, production] } }'))
  assert.equal(
    under(tried(action, matrix).after, 'jobs', 'deploy', 'environment'),
    '${{ matrix.environment }}',
  )
})

test('nothing gets around the jobs before a deployment', () => {
  const condition = (given: string) =>
    under(
      tried(action, workflow(job('test', '', 'npm test') + job('deploy', `needs: test\nif: ${given}`))).after,
      'jobs',
      'deploy',
      'if',
    )
  assert.equal(condition('always()'), 'success()')
  assert.equal(
    condition("${{ !cancelled() && github.ref == 'refs/heads/main' }}"),
    "${{ success() && github.ref == 'refs/heads/main' }}",
  )
  assert.equal(
    condition("always() && needs.test.result == 'success'"),
    "always() && needs.test.result == 'success'",
  )
  assert.equal(condition('${{ !failure() && !cancelled() }}'), '${{ !failure() && !cancelled() }}')
})

test('production does not wait for a staging that other commits go to, and that is said', () => {
  const { after, says } = tried(
    action,
    workflow(
      job('deploy-staging', "if: github.ref == 'refs/heads/develop'") +
        job('deploy-production', "if: github.ref == 'refs/heads/main'"),
    ),
  )
  assert.equal(under(after, 'jobs', 'deploy-production', 'needs'), undefined)
  assert.match(
    says ?? '',
    /`deploy-production` does not wait for `deploy-staging`, as they run for different commits/,
  )
})

test('previews, documentation and packages are not gated', () => {
  const { regions } = tried(
    action,
    workflow(
      job('deploy-preview', '') +
        job('deploy-docs', '', 'mike deploy') +
        job('publish', '', 'npm publish') +
        job('deploy', ''),
    ),
  )
  assert.deepEqual(regions, ['jobs.deploy.environment', 'jobs.deploy.continue-on-error'])
})

test('jobs can be given with their environments', () => {
  const { after } = tried(action, workflow(job('publish', '', 'npm publish')), {
    options: { jobs: { publish: 'npm' } },
  })
  assert.equal(under(after, 'jobs', 'publish', 'environment'), 'npm')
})

test('where all is gated there is nothing to do, and who approves is said all the same', () => {
  assert.equal(
    tried(action, workflow(job('deploy', 'environment: production'))).says,
    `nothing to do: \`deploy\` names its environment; ${PLACE} production → Required reviewers; no file can`,
  )
})

test('a reusable workflow has to name the environment itself', () => {
  const text = workflow('deploy-prod:\n  uses: ./.github/workflows/deploy.yml')
  const message =
    '`jobs.deploy-prod` calls `./.github/workflows/deploy.yml`, and such a job takes no `environment`: the job that deploys in that file has to name it, so give that file as `target`'
  assert.equal(refused(action, text).message, message)
  assert.deepEqual(refused(action, text, { options: { jobs: { 'deploy-prod': 'production' } } }), {
    steps: ['jobs', 'deploy-prod', 'uses'],
    message,
  })
})

test('where nothing deploys it says what was looked for', () => {
  assert.match(
    refused(action, workflow(job('test', '', 'npm test'))).message,
    /^no job here deploys: looked for `environment`/,
  )
})
