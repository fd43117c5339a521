import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { implementProductionDeploy } from '../../../../../recipes/config_edit/actions/implement_production_deploy.js'
import { implementStagingDeploy } from '../../../../../recipes/config_edit/actions/implement_staging_deploy.js'
import type { Json } from '../../../../../recipes/config_edit/value.js'
import { at, IMAGE, job, SCRIPT, script, step, titles } from '../deployments.js'
import { tried } from '../rig.js'

const files = { ...IMAGE, ...SCRIPT }

/** A job that pushes an image by these steps, and one that says it would deploy. */
const pipeline = (steps: string, { env = '', image = '', needs = 'image' } = {}): string => `
on: { push: { branches: [main], tags: [v*] } }
${env}
jobs:
  image:
    runs-on: ubuntu-latest
    ${image}
    steps:
${steps}
  check: { needs: image, runs-on: ubuntu-latest, steps: [{ run: npm test }] }
  deploy-staging:
    needs: ${needs}
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { run: echo "deploying" }]
  deploy-production:
    needs: ${needs}
    if: startsWith(github.ref, 'refs/tags/')
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { run: echo "deploying" }]
`
const pushing = (name: string, extra = ''): string => `
      - name: Push
        uses: docker/build-push-action@v6
        with: { context: ., push: true, tags: '${name}' }${extra}`

const deployed = (file: Json, stage = 'staging'): Json =>
  at(step(file, `deploy-${stage}`, `Deploy to ${stage}`), 'env', 'IMAGE')

test('an image that a job before has pushed is deployed by the digest that it tells, and built once', () => {
  const text = pipeline(pushing('ghcr.io/acme/api:${{ github.sha }}'))
  const { after, regions } = tried(implementStagingDeploy, text, { files })
  assert.deepEqual(regions, [
    'jobs.image.steps[name=Push].id',
    'jobs.image.steps[name=Push].with.tags',
    'jobs.image.outputs.digest',
    'jobs.deploy-staging',
  ])
  assert.deepEqual(at(job(after, 'image'), 'outputs'), { digest: '${{ steps.build-api.outputs.digest }}' })
  assert.equal(deployed(after), 'ghcr.io/acme/api@${{ needs.image.outputs.digest }}')
  assert.deepEqual(titles(after, 'deploy-staging'), [
    'actions/checkout@v4',
    'Find what runs in staging',
    'Deploy to staging',
    'Check the health of staging',
    'Roll staging back',
  ])
  assert.deepEqual(at(job(after, 'deploy-staging'), 'permissions'), { contents: 'read', deployments: 'read' })
})

test('production deploys the digest that staging was given', () => {
  const text = pipeline(pushing('ghcr.io/acme/api:${{ github.sha }}'))
  const staged = stringify(tried(implementStagingDeploy, text, { files }).after, { lineWidth: 0 })
  const { after } = tried(implementProductionDeploy, staged, { files })
  assert.equal(deployed(after, 'production'), deployed(after))
  assert.deepEqual(at(job(after, 'deploy-production'), 'needs'), ['image', 'deploy-staging'])
  assert.deepEqual(at(job(after, 'deploy-production'), 'permissions'), {
    contents: 'read',
    deployments: 'read',
  })
})

test('who is needed by way of another job is needed itself, so that it can tell', () => {
  const text = pipeline(pushing('ghcr.io/acme/api:${{ github.sha }}'), { needs: 'check' })
  const { after } = tried(implementStagingDeploy, text, { files })
  assert.deepEqual(at(job(after, 'deploy-staging'), 'needs'), ['check', 'image'])
})

test('an image gets the tag of its commit, by which a rollback finds it', () => {
  const text = pipeline(pushing('ghcr.io/acme/api:latest'))
  const { after } = tried(implementStagingDeploy, text, { files })
  assert.equal(
    at(step(after, 'image', 'Push'), 'with', 'tags'),
    'ghcr.io/acme/api:latest\nghcr.io/acme/api:${{ github.sha }}\n',
  )
  assert.equal(
    at(step(after, 'deploy-staging', 'Roll staging back'), 'env', 'IMAGE'),
    'ghcr.io/acme/api:${{ steps.previous.outputs.version }}',
  )
})

test('a name of variables is put in where only the job knows them, and told where only its steps do', () => {
  const byJob = pipeline(pushing('${{ env.REGISTRY }}/${{ env.NAME }}:${{ github.sha }}'), {
    env: 'env: { REGISTRY: ghcr.io }',
    image: 'env: { NAME: "${{ github.repository }}/api" }',
  })
  assert.equal(
    deployed(tried(implementStagingDeploy, byJob, { files }).after),
    '${{ env.REGISTRY }}/${{ github.repository }}/api@${{ needs.image.outputs.digest }}',
  )
  const bySteps = pipeline(pushing('${{ steps.ecr.outputs.registry }}/api:${{ github.sha }}'))
  const { after } = tried(implementStagingDeploy, bySteps, { files })
  assert.equal(at(job(after, 'image'), 'outputs', 'image'), '${{ steps.ecr.outputs.registry }}/api')
  assert.equal(deployed(after), '${{ needs.image.outputs.image }}@${{ needs.image.outputs.digest }}')
})

test('a name that the metadata action writes in lower case is written so, and tagged by its commit too', () => {
  const text = pipeline(`
      - { id: meta, uses: docker/metadata-action@v5, with: { images: 'ghcr.io/\${{ github.repository }}' } }
      - { id: push, uses: docker/build-push-action@v6, with: { push: true, tags: '\${{ steps.meta.outputs.tags }}' } }`)
  const { after } = tried(implementStagingDeploy, text, { files })
  assert.equal(deployed(after), '${{ steps.pushed.outputs.name }}@${{ needs.image.outputs.digest }}')
  assert.deepEqual(step(after, 'deploy-staging', 'Name the image as it was pushed'), {
    name: 'Name the image as it was pushed',
    id: 'pushed',
    env: { NAME: 'ghcr.io/${{ github.repository }}' },
    run: 'echo "name=${NAME,,}" >> "$GITHUB_OUTPUT"',
  })
  assert.match(
    JSON.stringify(at(job(after, 'image'), 'steps', 0, 'with', 'tags')),
    /type=ref,event=branch.*type=sha,format=long,prefix=/,
  )
})

test('what a shell pushes is asked for in the registry by a step behind it', () => {
  const text = pipeline(
    `
      - run: docker build -t api .
      - name: Push
        run: |
          docker tag api "$REGISTRY/api:\${{ github.sha }}"
          docker push --quiet "$REGISTRY/api:\${{ github.sha }}"
      - run: ./tell.sh`,
    { env: 'env: { REGISTRY: ghcr.io/acme }' },
  )
  const { after } = tried(implementStagingDeploy, text, { files })
  assert.deepEqual(titles(after, 'image').slice(1), ['Push', 'Find the digest of api', './tell.sh'])
  assert.deepEqual(step(after, 'image', 'Find the digest of api'), {
    name: 'Find the digest of api',
    id: 'pushed-api',
    env: { IMAGE: 'ghcr.io/acme/api:${{ github.sha }}' },
    run: 'digest=$(docker buildx imagetools inspect "$IMAGE" --format \'{{.Manifest.Digest}}\')\necho "digest=$digest" >> "$GITHUB_OUTPUT"\n',
  })
  assert.equal(deployed(after), 'ghcr.io/acme/api@${{ needs.image.outputs.digest }}')
})

test('an image that only a shell can name, or that a matrix builds, is built for the deployment', () => {
  const shell =
    '\n      - run: |\n          TAG=$(date +%s)\n          docker build -t x:$TAG . && docker push x:$TAG'
  const matrix = { image: 'strategy: { matrix: { platform: [amd64, arm64] } }' }
  for (const text of [pipeline(shell), pipeline(pushing('ghcr.io/acme/api:1'), matrix)]) {
    const { after } = tried(implementStagingDeploy, text, { files })
    assert.ok(titles(after, 'deploy-staging').includes('Build and push the image'))
  }
})

test('only the images that nobody built are built, and the others keep the names that they have', () => {
  const text = pipeline(pushing('ghcr.io/acme/api:${{ github.sha }}'))
  const many = {
    ...files,
    'worker/Dockerfile': 'FROM a',
    'scripts/deploy.sh': 'for image in "$@"; do echo; done',
  }
  const { after } = tried(implementStagingDeploy, text, { files: many })
  assert.deepEqual(at(step(after, 'deploy-staging', 'Deploy to staging'), 'env'), {
    IMAGE: 'ghcr.io/acme/api@${{ needs.image.outputs.digest }}',
    WORKER_IMAGE: '${{ steps.image.outputs.name }}/worker@${{ steps.build-worker.outputs.digest }}',
  })
  assert.ok(!titles(after, 'deploy-staging').includes('Build and push the image'))
})

test('a step of the deploying job itself that pushes the image is asked for its digest', () => {
  const text = `
on: push
jobs:
  deploy-staging:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - { name: Push, uses: docker/build-push-action@v6, with: { push: true, tags: 'ghcr.io/acme/api:\${{ github.sha }}' } }
      - run: echo "TODO deploy"
`
  const { after, regions } = tried(implementStagingDeploy, text, { files })
  assert.deepEqual(regions, ['jobs.deploy-staging'])
  assert.equal(deployed(after), 'ghcr.io/acme/api@${{ steps.build-api.outputs.digest }}')
  assert.equal(at(step(after, 'deploy-staging', 'Push'), 'id'), 'build-api')
  const staged = stringify(after, { lineWidth: 0 })
  const then = tried(implementProductionDeploy, staged, { files }).after
  assert.equal(deployed(then, 'production'), 'ghcr.io/acme/api@${{ needs.deploy-staging.outputs.digest }}')
})

test('a script that speaks to a cluster is given a way there', () => {
  const kubectl = {
    ...IMAGE,
    'scripts/deploy.sh': '# usage: deploy.sh ENVIRONMENT IMAGE\nkubectl apply -f k8s\n',
  }
  const { after } = tried(implementStagingDeploy, pipeline(pushing('a:1')), { files: kubectl })
  assert.match(script(after, 'deploy-staging', 'Connect to the cluster'), /set the secret STAGING_KUBECONFIG/)
})
