import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { implementProductionDeploy } from '../../../../recipes/config_edit/actions/implement_production_deploy.js'
import { implementStagingDeploy } from '../../../../recipes/config_edit/actions/implement_staging_deploy.js'
import { at, IMAGE, job, PIPELINE, SCRIPT, script, step, titles } from './deployments.js'
import { refused, tried } from './rig.js'

const files = { ...IMAGE, ...SCRIPT }
const staged = (text = PIPELINE): string => stringify(tried(implementStagingDeploy, text, { files }).after)

test('production waits for staging and deploys the very image that was tested there', () => {
  const { after, regions } = tried(implementProductionDeploy, staged(), { files })
  assert.deepEqual(regions, [
    'on.push.tags',
    'on.workflow_dispatch',
    'jobs.deploy-staging.if',
    'jobs.deploy-staging.outputs.digest',
    'jobs.deploy-production',
  ])
  const made = job(after, 'deploy-production')
  assert.deepEqual(at(made, 'needs'), ['test', 'deploy-staging'])
  assert.deepEqual(at(step(after, 'deploy-production', 'Deploy to production'), 'env'), {
    IMAGE: '${{ steps.image.outputs.name }}@${{ needs.deploy-staging.outputs.digest }}',
  })
  assert.ok(!titles(after, 'deploy-production').includes('Build and push the image'))
  assert.deepEqual(at(made, 'environment'), { name: 'production', url: 'https://example.org' })
})

test('it runs by tag or by hand, and staging runs for the tag first', () => {
  const { after } = tried(implementProductionDeploy, staged(), { files })
  assert.deepEqual(at(after, 'on'), {
    push: { branches: ['main'], tags: ['v*'] },
    pull_request: {},
    workflow_dispatch: null,
  })
  assert.equal(
    at(job(after, 'deploy-production'), 'if'),
    "startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch'",
  )
  assert.equal(
    at(job(after, 'deploy-staging'), 'if'),
    "github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch'",
  )
})

test('where staging is in another workflow, its success is asked for by the commit', () => {
  const other = { '.github/workflows/staging.yml': 'jobs:\n  deploy:\n    environment: staging\n' }
  const { after } = tried(implementProductionDeploy, 'on: push\njobs: {}', { files: { ...files, ...other } })
  assert.deepEqual(titles(after, 'deploy-production'), [
    'Check the code out',
    'Require that staging succeeded with this commit',
    'Name the image',
    'Log in to the registry',
    'Find the image that staging tested',
    'Find what runs in production',
    'Deploy to production',
    'Check the health of production',
    'Roll production back',
  ])
  assert.deepEqual(at(job(after, 'deploy-production'), 'permissions'), {
    contents: 'read',
    deployments: 'read',
    packages: 'read',
  })
  assert.match(
    script(after, 'deploy-production', 'Require that staging succeeded with this commit'),
    /deployments\?environment=\$ENVIRONMENT&sha=\$GITHUB_SHA/,
  )
})

test('the trigger is added to whatever form `on` has', () => {
  const triggers = (on: string): unknown => {
    const text = `on: ${on}\njobs: { staging: { environment: staging, steps: [{ run: ./deploy.sh }] } }`
    return at(tried(implementProductionDeploy, text, { files }).after, 'on')
  }
  assert.deepEqual(triggers('push'), ['push', 'workflow_dispatch'])
  assert.deepEqual(triggers('[push, pull_request]'), ['push', 'pull_request', 'workflow_dispatch'])
  assert.deepEqual(triggers('{ push: null }'), { push: null, workflow_dispatch: null })
  assert.deepEqual(triggers('{ push: { tags: [rel-*] } }'), {
    push: { tags: ['rel-*'] },
    workflow_dispatch: null,
  })
  assert.deepEqual(triggers('{ push: { branches: [main], tags-ignore: ["**"] } }'), {
    push: { branches: ['main'], 'tags-ignore': ['**'] },
    workflow_dispatch: null,
  })
  assert.deepEqual(triggers('{ workflow_dispatch: { inputs: {} } }'), { workflow_dispatch: { inputs: {} } })
})

test('a condition by tag or release stays as it is', () => {
  const text = PIPELINE.replace(
    "needs: [test]\n    if: github.ref == 'refs/heads/main'",
    "needs: [test]\n    if: github.event_name == 'release'",
  )
  const { after } = tried(implementProductionDeploy, text, { files })
  assert.equal(at(job(after, 'deploy-production'), 'if'), "github.event_name == 'release'")
})

/** Whoever starts the workflow chooses where to; the jobs run under these conditions. */
const chosen = (staging: string, production: string): string => `
on:
  push: { branches: [main], tags: [v*] }
  workflow_dispatch: { inputs: { where: { type: choice, options: [staging, prod] } } }
jobs:
  image: { if: github.ref == 'refs/heads/main', runs-on: x, steps: [{ run: make }] }
  deploy-staging: { needs: image, if: "${staging}", runs-on: x, steps: [{ run: ./scripts/deploy.sh staging }] }
  deploy-production: { if: "${production}", runs-on: x, steps: [{ run: echo "deploy" }] }
`
const conditions = (text: string, ...jobs: readonly string[]): readonly unknown[] => {
  const { after } = tried(implementProductionDeploy, text, { files })
  return jobs.map((id) => at(job(after, id), 'if'))
}

test('production that is chosen by hand goes by way of staging, and staging that is chosen stops there', () => {
  const tagged = "startsWith(github.ref, 'refs/tags/v')"
  assert.deepEqual(
    conditions(chosen("inputs.where == 'staging'", tagged), 'deploy-staging', 'deploy-production'),
    [
      "inputs.where == 'staging' || startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch'",
      "github.event_name != 'workflow_dispatch' && startsWith(github.ref, 'refs/tags/v') || inputs.where == 'prod'",
    ],
  )
})

test('a condition for whatever is started by hand gives way to the choice', () => {
  const production = (own: string): unknown =>
    conditions(chosen("github.event_name != 'pull_request'", own), 'deploy-production')[0]
  assert.equal(production("github.event_name == 'workflow_dispatch'"), "inputs.where == 'prod'")
  assert.equal(
    production("github.event_name == 'release' || github.event_name == 'workflow_dispatch'"),
    "github.event_name == 'release' || inputs.where == 'prod'",
  )
  assert.equal(
    production("(github.event_name == 'workflow_dispatch') && github.actor == 'me'"),
    "(inputs.where == 'prod') && github.actor == 'me'",
  )
  assert.equal(production("inputs.where == 'prod'"), "inputs.where == 'prod'")
})

test('a job that staging waits for runs for a release too, and a condition that leaves nothing out stays', () => {
  const text = chosen("github.event_name != 'pull_request'", "startsWith(github.ref, 'refs/tags/v')")
  assert.deepEqual(conditions(text, 'image', 'deploy-staging'), [
    "github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch'",
    "github.event_name != 'pull_request'",
  ])
})

test('without staging there is no production', () => {
  assert.match(
    refused(implementProductionDeploy, 'on: push\njobs: {}', { files }).message,
    /^neither this workflow nor another deploys to staging.*first use `implement_staging_deploy`$/,
  )
})

test('a workflow that is called by others is told to name the caller', () => {
  assert.match(
    refused(implementProductionDeploy, 'on: { workflow_call: {} }\njobs: {}', { files }).message,
    /^the workflow is called by others/,
  )
})
