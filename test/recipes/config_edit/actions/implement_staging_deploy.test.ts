import assert from 'node:assert/strict'
import { test } from 'node:test'
import { implementStagingDeploy } from '../../../../recipes/config_edit/actions/implement_staging_deploy.js'
import { textOf } from '../../../../recipes/config_edit/actions/workflow.js'
import { at, IMAGE, job, PIPELINE, SCRIPT, script, step, titles } from './deployments.js'
import { refused, tried } from './rig.js'

const files = { ...IMAGE, ...SCRIPT }

test('placeholder steps give way to a deployment, and real ones stay in their order', () => {
  const { after, regions } = tried(implementStagingDeploy, PIPELINE, { files })
  assert.deepEqual(regions, ['jobs.deploy-staging'])
  assert.deepEqual(titles(after, 'deploy-staging'), [
    'actions/checkout@v4',
    'Set up Buildx',
    'Log in to the registry',
    'Name the image',
    'Build and push the image',
    'Find what runs in staging',
    'Deploy to staging',
    'Check the health of staging',
    'Roll staging back',
    'Summary',
  ])
})

test('what is deployed is the digest that was built, and nothing untrusted stands in a script', () => {
  const { after } = tried(implementStagingDeploy, PIPELINE, { files })
  assert.deepEqual(step(after, 'deploy-staging', 'Deploy to staging'), {
    name: 'Deploy to staging',
    env: { IMAGE: '${{ steps.image.outputs.name }}@${{ steps.build.outputs.digest }}' },
    run: './scripts/deploy.sh staging "$IMAGE"',
  })
  for (const name of titles(after, 'deploy-staging'))
    assert.doesNotMatch(script(after, 'deploy-staging', textOf(name) ?? ''), /\$\{\{/)
})

test('the job names its environment, deploys one at a time, may do little and has a time limit', () => {
  const { after, says } = tried(implementStagingDeploy, PIPELINE, { files })
  const made = job(after, 'deploy-staging')
  assert.equal(at(made, 'environment'), 'staging')
  assert.deepEqual(at(made, 'concurrency'), { group: 'deploy-staging', 'cancel-in-progress': false })
  assert.deepEqual(at(made, 'permissions'), { contents: 'read', deployments: 'read', packages: 'write' })
  assert.deepEqual(at(made, 'outputs'), { digest: '${{ steps.build.outputs.digest }}' })
  assert.equal(at(made, 'timeout-minutes'), 30)
  assert.equal(says, 'set the secret `STAGING_URL` for staging')
})

test('the health is asked at the path that the image names, and a failure brings the last commit back', () => {
  const { after } = tried(implementStagingDeploy, PIPELINE, { files })
  assert.match(
    script(after, 'deploy-staging', 'Check the health of staging'),
    /--retry 30 .*--retry-all-errors "\$BASE_URL\/healthz"\n$/,
  )
  assert.deepEqual(step(after, 'deploy-staging', 'Roll staging back'), {
    name: 'Roll staging back',
    if: "failure() && steps.previous.outputs.version != ''",
    env: {
      IMAGE: '${{ steps.image.outputs.name }}:${{ steps.previous.outputs.version }}',
      PREVIOUS: '${{ steps.previous.outputs.version }}',
    },
    run: 'git fetch --depth=1 origin "$PREVIOUS"\ngit checkout --force "$PREVIOUS"\n./scripts/deploy.sh staging "$IMAGE"\n',
  })
})

test('the other jobs stay as they are', () => {
  const { after } = tried(implementStagingDeploy, PIPELINE, { files })
  assert.deepEqual(titles(after, 'deploy-production'), ['Deploy'])
  assert.equal(at(job(after, 'deploy-production'), 'concurrency'), null)
})

test('a command, an address and a way back that are given are taken', () => {
  const options = {
    deploy: './ship.sh staging',
    health: 'https://staging.example.org/health',
    rollback: './ship.sh back',
    url: 'https://staging.example.org',
  }
  const { after } = tried(implementStagingDeploy, PIPELINE, { options })
  assert.equal(at(step(after, 'deploy-staging', 'Deploy to staging'), 'run'), './ship.sh staging')
  assert.deepEqual(at(step(after, 'deploy-staging', 'Check the health of staging'), 'env'), {
    BASE_URL: 'https://staging.example.org/health',
  })
  assert.equal(at(step(after, 'deploy-staging', 'Roll staging back'), 'run'), './ship.sh back')
  assert.deepEqual(at(job(after, 'deploy-staging'), 'environment'), {
    name: 'staging',
    url: 'https://staging.example.org',
  })
})

test('a check of the health that is a command is tried for a while', () => {
  const options = { deploy: './ship.sh', health: 'npm run smoke' }
  const { after } = tried(implementStagingDeploy, PIPELINE, { options })
  assert.match(
    script(after, 'deploy-staging', 'Check the health of staging'),
    /for attempt in \$\(seq 1 30\); do\n {2}if npm run smoke; then exit 0; fi/,
  )
})

test('a job that is not there is made, after all checks and for the branch that is pushed', () => {
  const text = `
on: { push: { branches: [master] }, pull_request: {} }
jobs:
  lint: { runs-on: ubuntu-latest, steps: [{ run: npm run lint }] }
  nightly: { if: github.event_name == 'schedule', runs-on: ubuntu-latest, steps: [{ run: npm test }] }
`
  const { after } = tried(implementStagingDeploy, text, { files })
  const made = job(after, 'deploy-staging')
  assert.deepEqual(at(made, 'needs'), ['lint'])
  assert.equal(at(made, 'if'), "github.ref == 'refs/heads/master'")
  assert.equal(titles(after, 'deploy-staging')[0], 'Check the code out')
})

test('a job that really deploys goes on to do so, and gets what it lacks around that', () => {
  const text = `
on: push
permissions: { contents: read }
jobs:
  staging:
    runs-on: ubuntu-latest
    environment: { name: Staging, url: https://s.example.org }
    concurrency: { group: s, cancel-in-progress: true }
    permissions: { id-token: write }
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
      - name: Update the service
        env: { CLUSTER: main }
        run: aws ecs update-service --cluster "$CLUSTER" --service api --force-new-deployment
      - run: echo "Deployed"
`
  const { after } = tried(implementStagingDeploy, text, { files: IMAGE })
  assert.deepEqual(titles(after, 'staging'), [
    'actions/checkout@v4',
    'aws-actions/configure-aws-credentials@v4',
    'Find what runs in staging',
    'Update the service',
    'Check the health of staging',
    'Roll staging back',
    'echo "Deployed"',
  ])
  const made = job(after, 'staging')
  assert.deepEqual(at(made, 'environment'), { name: 'Staging', url: 'https://s.example.org' })
  assert.deepEqual(at(made, 'concurrency'), { group: 's', 'cancel-in-progress': false })
  assert.deepEqual(at(made, 'permissions'), { 'id-token': 'write', contents: 'read', deployments: 'read' })
  assert.equal(at(made, 'timeout-minutes'), 5)
  assert.match(
    script(after, 'staging', 'Roll staging back'),
    /git checkout --force "\$PREVIOUS"\naws ecs update-service/,
  )
})

const WAYS: readonly (readonly [string, Readonly<Record<string, string>>, RegExp, RegExp])[] = [
  [
    'a package script',
    { 'package.json': '{"scripts":{"deploy:staging":"x"}}' },
    /^npm run deploy:staging$/,
    /git checkout/,
  ],
  [
    'a Makefile target',
    { Makefile: 'deploy-staging: build\n\t./x\n' },
    /^make deploy-staging$/,
    /git checkout/,
  ],
  [
    'fly.toml',
    { 'fly.staging.toml': 'app = "x"' },
    /^flyctl deploy --config fly\.staging\.toml/,
    /--image "\$PREVIOUS"/,
  ],
  [
    'a Helm chart',
    { 'charts/api/Chart.yaml': 'name: api\n', 'charts/api/values-staging.yaml': '' },
    /^helm upgrade api charts\/api .*--values charts\/api\/values-staging\.yaml .*--wait/,
    /^helm rollback api "\$PREVIOUS"/,
  ],
  [
    'Kubernetes manifests',
    { 'k8s/api.yaml': 'kind: Deployment\nmetadata:\n  name: api\n', Dockerfile: 'FROM a' },
    /^kubectl apply --filename k8s\nkubectl set image deployment\/api '\*'="\$IMAGE"\nkubectl rollout status/,
    /^for one in \$PREVIOUS; do\n {2}kubectl rollout undo/,
  ],
  [
    'an overlay',
    {
      'k8s/base/api.yaml': 'kind: Deployment\nmetadata:\n  name: api\n',
      'k8s/overlays/staging/kustomization.yaml': '',
    },
    /^kubectl apply --kustomize k8s\/overlays\/staging\n/,
    /kubectl rollout undo/,
  ],
  ['serverless.yml', { 'serverless.yml': '' }, /^npx serverless deploy --stage staging$/, /git checkout/],
  [
    'vercel.json',
    { 'vercel.json': '{}' },
    /^npx vercel deploy --yes --token "\$VERCEL_TOKEN"$/,
    /git checkout/,
  ],
  ['app.yaml', { 'app.yaml': 'runtime: nodejs22\n' }, /^gcloud app deploy app\.yaml /, /git checkout/],
  [
    'a Compose file',
    { 'compose.staging.yaml': '' },
    /^docker compose --file compose\.staging\.yaml up --detach --wait/,
    /git checkout/,
  ],
]

for (const [what, found, deploys, goesBack] of WAYS)
  test(`${what} says how to deploy and how to go back`, () => {
    const { after } = tried(implementStagingDeploy, PIPELINE, { files: found })
    assert.match(script(after, 'deploy-staging', 'Deploy to staging'), deploys)
    assert.match(script(after, 'deploy-staging', 'Roll staging back'), goesBack)
  })

test('several images are built one by one, and the script is given each', () => {
  const images = {
    'scripts/deploy.sh': '#!/bin/sh\nenvironment=$1\nshift\nfor image; do echo "$image"; done\n',
    'services/api/Dockerfile': 'FROM a',
    'services/web-app/Dockerfile': 'FROM b',
  }
  const { after } = tried(implementStagingDeploy, PIPELINE, { files: images })
  assert.deepEqual(step(after, 'deploy-staging', 'Deploy to staging'), {
    name: 'Deploy to staging',
    env: {
      API_IMAGE: '${{ steps.image.outputs.name }}/api@${{ steps.build-api.outputs.digest }}',
      WEB_APP_IMAGE: '${{ steps.image.outputs.name }}/web-app@${{ steps.build-web-app.outputs.digest }}',
    },
    run: './scripts/deploy.sh staging "$API_IMAGE" "$WEB_APP_IMAGE"',
  })
})

const MANY = { ...IMAGE, 'services/api/Dockerfile': 'FROM a', 'services/web/Dockerfile': 'FROM b' }

test('a script that takes one image is given the main one, and no other is built', () => {
  const usage = { 'scripts/deploy.sh': '# usage: scripts/deploy.sh ENVIRONMENT IMAGE\n' }
  for (const by of [SCRIPT, usage]) {
    const { after } = tried(implementStagingDeploy, PIPELINE, { files: { ...MANY, ...by } })
    assert.equal(script(after, 'deploy-staging', 'Deploy to staging'), './scripts/deploy.sh staging "$IMAGE"')
    assert.deepEqual(at(job(after, 'deploy-staging'), 'outputs'), {
      digest: '${{ steps.build.outputs.digest }}',
    })
  }
})

test('a command that names images by their variables is given these', () => {
  const options = { deploy: './ship.sh "$IMAGE" "$WEB_IMAGE"' }
  const { after } = tried(implementStagingDeploy, PIPELINE, { options, files: MANY })
  assert.deepEqual(at(step(after, 'deploy-staging', 'Deploy to staging'), 'env'), {
    IMAGE: '${{ steps.image.outputs.name }}@${{ steps.build.outputs.digest }}',
    WEB_IMAGE: '${{ steps.image.outputs.name }}/web@${{ steps.build-web.outputs.digest }}',
  })
})

test('the images that a person names are deployed, by name, folder or Dockerfile', () => {
  const options = { images: ['Dockerfile', 'api', 'services/web'] }
  const { after } = tried(implementStagingDeploy, PIPELINE, { options, files: { ...MANY, ...SCRIPT } })
  assert.equal(
    script(after, 'deploy-staging', 'Deploy to staging'),
    './scripts/deploy.sh staging "$IMAGE" "$API_IMAGE" "$WEB_IMAGE"',
  )
  const one = tried(implementStagingDeploy, PIPELINE, {
    options: { images: ['api'] },
    files: { ...MANY, ...SCRIPT },
  })
  assert.deepEqual(at(step(one.after, 'deploy-staging', 'Deploy to staging'), 'env'), {
    IMAGE: '${{ steps.image.outputs.name }}/api@${{ steps.build-api.outputs.digest }}',
  })
})

test('where one image has to be chosen from several, or one that is named is not there, that is told', () => {
  const services = Object.fromEntries(Object.entries(MANY).filter(([path]) => path !== 'Dockerfile'))
  assert.equal(
    refused(implementStagingDeploy, PIPELINE, { files: { ...services, ...SCRIPT } }).message,
    '`./scripts/deploy.sh staging` takes one image, and there are `api`, `web`: choose with `images: [api]`',
  )
  assert.equal(
    refused(implementStagingDeploy, PIPELINE, { files: MANY, options: { deploy: './x', images: ['ap'] } })
      .message,
    '`images` names `ap`, and the images are `Dockerfile`, `api`, `web`',
  )
})

test('a platform that builds for itself is given no image', () => {
  const { after } = tried(implementStagingDeploy, PIPELINE, { files: { ...IMAGE, 'vercel.json': '{}' } })
  assert.ok(!titles(after, 'deploy-staging').includes('Build and push the image'))
})

test('without an image the package is built and kept', () => {
  const found = { 'package.json': '{"scripts":{"build":"tsc","deploy:staging":"x"}}', 'pnpm-lock.yaml': '' }
  const { after } = tried(implementStagingDeploy, PIPELINE, { files: found })
  assert.deepEqual(titles(after, 'deploy-staging').slice(1, 5), [
    'Set up Node',
    'Install the packages',
    'Build the package',
    'Keep what was built',
  ])
})

test('where nothing says how to deploy, the message says what to give and what was looked for', () => {
  assert.match(
    refused(implementStagingDeploy, PIPELINE).message,
    /^nothing says how to deploy to staging: give the command with `deploy: …`; looked for a script `deploy:staging`/,
  )
})

test('a job that does not say where it deploys is not guessed at', () => {
  const text = 'on: push\njobs: { deploy: { runs-on: x, steps: [{ run: ./deploy.sh }] } }'
  assert.match(
    refused(implementStagingDeploy, text, { files }).message,
    /^`jobs\.deploy` deploys, and does not say whether to staging/,
  )
  const { regions } = tried(implementStagingDeploy, text, { files, options: { job: 'deploy' } })
  assert.deepEqual(regions, ['jobs.deploy'])
})

test('a job that is named and not there is told with those that are', () => {
  assert.deepEqual(refused(implementStagingDeploy, PIPELINE, { options: { job: 'x' } }), {
    steps: ['jobs'],
    message: '`job` names `x`, and the jobs are `test`, `deploy-staging`, `deploy-production`',
  })
})

test('a job that calls another workflow, or deploys everywhere by its matrix, is told', () => {
  const called = 'on: push\njobs: { deploy-staging: { uses: ./.github/workflows/deploy.yml } }'
  assert.match(
    refused(implementStagingDeploy, called, { files }).message,
    /calls `\.\/\.github\/workflows\/deploy\.yml`/,
  )
  const matrix =
    'on: push\njobs: { deploy: { environment: "${{ matrix.env }}", strategy: { matrix: { env: [staging, production] } }, steps: [{ run: ./x }] } }'
  assert.match(
    refused(implementStagingDeploy, matrix, { files, options: { job: 'deploy' } }).message,
    /by its matrix/,
  )
})

test('a workflow for proposals alone gets no deployment', () => {
  assert.match(
    refused(implementStagingDeploy, 'on: pull_request\njobs: {}', { files }).message,
    /^the workflow runs for `pull_request`, and nothing is deployed then/,
  )
})

test('a file that is no workflow is told as such', () => {
  assert.match(refused(implementStagingDeploy, 'a: 1').message, /has no `jobs`/)
})

test('a command that is given comes behind one by which the job deploys already, and the check of the health behind both', () => {
  const file = `on: push
jobs:
  deploy-staging:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/setup-buildx-action@v3
      - name: Deploy the stack
        run: aws cloudformation deploy --stack-name app
      - run: ./report.sh
`
  const options = { deploy: './deploy.sh', health: 'https://staging.example.org/health' }
  const { after } = tried(implementStagingDeploy, file, { options, files: IMAGE })
  assert.deepEqual(titles(after, 'deploy-staging'), [
    'actions/checkout@v4',
    'docker/setup-buildx-action@v3',
    'Log in to the registry',
    'Name the image',
    'Build and push the image',
    'Find what runs in staging',
    'Deploy the stack',
    'Deploy to staging',
    'Check the health of staging',
    'Roll staging back',
    './report.sh',
  ])
})
