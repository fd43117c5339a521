import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { brokenIn } from '../../../../../recipes/config_edit/actions/deployment/check.js'
import { implementStagingDeploy } from '../../../../../recipes/config_edit/actions/implement_staging_deploy.js'
import { parse } from 'yaml'
import type { Json } from '../../../../../recipes/config_edit/value.js'
import { IMAGE, PIPELINE, SCRIPT } from '../deployments.js'
import { tried } from '../rig.js'

const text = (): string =>
  stringify(tried(implementStagingDeploy, PIPELINE, { files: { ...IMAGE, ...SCRIPT } }).after, {
    lineWidth: 0,
  })
const broken = (file: string): readonly string[] => brokenIn(parse(file) as Json, 'staging', {})

test('a pipeline that only talks falls short in every way', () => {
  assert.deepEqual(broken(PIPELINE), [
    '`jobs.deploy-staging` names no `environment`',
    '`jobs.deploy-staging` has no `concurrency` group',
    '`jobs.deploy-staging` has no `permissions` of its own',
    '`jobs.deploy-staging` has no `timeout-minutes`',
    'no step of `jobs.deploy-staging` deploys',
  ])
})

test('an address, a count or a limit that a person changes is theirs to change', () => {
  const by = text()
    .replace('--retry 30', '--retry 5')
    .replace('timeout-minutes: 30', 'timeout-minutes: 9')
    .replace('scripts/deploy.sh staging', 'scripts/deploy.sh staging --fast')
    .replace('${{ secrets.STAGING_URL }}', 'https://staging.example.org')
  assert.notEqual(by, text())
  assert.deepEqual(broken(by), [])
})

test('each part of the guarantee that a person takes away is told', () => {
  assert.deepEqual(broken(text().replace(/--retry\S* \d+ |--retry-all-errors /g, '')), [
    'no step of `jobs.deploy-staging` checks the health after it has deployed, and tries again',
  ])
  assert.deepEqual(
    broken(text().replace("if: failure() && steps.previous.outputs.version != ''", 'if: success()')),
    [
      'no step of `jobs.deploy-staging` checks the health after it has deployed, and tries again',
      'no step of `jobs.deploy-staging` goes back where it fails',
    ],
  )
  assert.deepEqual(broken(text().replace('cancel-in-progress: false', 'cancel-in-progress: true')), [
    '`jobs.deploy-staging` cancels a deployment that is in progress',
  ])
})
