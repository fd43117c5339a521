import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addContainerScanning } from '../../../../recipes/config_edit/actions/add_container_scanning.js'
import { pinned } from '../../../../recipes/config_edit/pins.js'
import { at, job, step, titles } from './deployments.js'
import { refused, tried } from './rig.js'

const PUSHED = `
on: { push: { branches: [main] }, pull_request: {} }
jobs:
  image:
    runs-on: ubuntu-latest
    permissions: { contents: read, packages: write }
    steps:
      - uses: actions/checkout@v4
      - name: Build and push
        if: github.ref == 'refs/heads/main'
        uses: docker/build-push-action@v5
        with:
          context: services/api
          build-args: A=1
          platforms: linux/amd64,linux/arm64
          push: true
          tags: ghcr.io/acme/api:1
          cache-to: type=gha
`

test('an image is built for the runner and scanned before the step that pushes it, which stays', () => {
  const { after, regions } = tried(addContainerScanning, PUSHED)
  assert.deepEqual(titles(after, 'image'), [
    'actions/checkout@v4',
    'Build api for its scan',
    'Scan api',
    'Upload what the scan of api found',
    'Build and push',
  ])
  assert.deepEqual(regions, [
    'jobs.image.permissions',
    'jobs.image.steps[name=Build api for its scan]',
    'jobs.image.steps[name=Scan api]',
    'jobs.image.steps[name=Upload what the scan of api found]',
  ])
  assert.deepEqual(step(after, 'image', 'Build api for its scan'), {
    name: 'Build api for its scan',
    uses: pinned('docker/build-push-action'),
    with: { context: 'services/api', 'build-args': 'A=1', load: true, tags: 'scan/api:${{ github.sha }}' },
    if: "github.ref == 'refs/heads/main'",
  })
  assert.deepEqual(step(after, 'image', 'Scan api'), {
    name: 'Scan api',
    if: "github.ref == 'refs/heads/main'",
    uses: pinned('aquasecurity/trivy-action'),
    with: {
      'image-ref': 'scan/api:${{ github.sha }}',
      format: 'sarif',
      output: 'trivy-api.sarif',
      severity: 'CRITICAL,HIGH',
      'limit-severities-for-sarif': true,
      'ignore-unfixed': true,
      'exit-code': '1',
    },
  })
})

test('what was found is uploaded when the scan fails too, but not for a proposal from a fork', () => {
  const { after } = tried(addContainerScanning, PUSHED)
  assert.deepEqual(step(after, 'image', 'Upload what the scan of api found'), {
    name: 'Upload what the scan of api found',
    if: "always() && hashFiles('trivy-api.sarif') != '' && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)",
    uses: pinned('github/codeql-action/upload-sarif'),
    with: { sarif_file: 'trivy-api.sarif', category: 'image-api' },
  })
  assert.deepEqual(at(job(after, 'image'), 'permissions'), {
    contents: 'read',
    packages: 'write',
    'security-events': 'write',
  })
})

test('an image for other platforms alone is scanned for the first of them', () => {
  const text = PUSHED.replace('linux/amd64,linux/arm64', '${{ matrix.platform }}')
  const { after } = tried(addContainerScanning, text)
  assert.equal(
    at(step(after, 'image', 'Build api for its scan'), 'with', 'platforms'),
    '${{ matrix.platform }}',
  )
})

test('an image that the runner has is scanned by its name, between the build and the push', () => {
  const text = `
on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: docker build --file docker/api.dockerfile -t acme/api:\${{ github.sha }} .
      - run: docker push acme/api:\${{ github.sha }}
`
  const { after } = tried(addContainerScanning, text)
  assert.deepEqual(titles(after, 'image').slice(2, 4), ['Scan api', 'Upload what the scan of api found'])
  assert.equal(at(step(after, 'image', 'Scan api'), 'with', 'image-ref'), 'acme/api:${{ github.sha }}')
  assert.deepEqual(at(job(after, 'image'), 'permissions'), { contents: 'read', 'security-events': 'write' })
})

test('a command that builds and pushes at once, or a name that only the shell knows, is built before for its scan', () => {
  const text = `
on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - name: Ship
        working-directory: services/api
        run: |
          docker build --build-arg A=1 --build-arg B=$B -t "$REGISTRY/api" .
          docker push "$REGISTRY/api"
`
  const { after } = tried(addContainerScanning, text)
  assert.deepEqual(at(step(after, 'image', 'Build api for its scan'), 'with'), {
    context: 'services/api',
    'build-args': 'A=1',
    load: true,
    tags: 'scan/api:${{ github.sha }}',
  })
})

test('several images of one job are scanned each, with a category of its own', () => {
  const text = `
on: push
jobs:
  images:
    runs-on: ubuntu-latest
    steps:
      - { uses: docker/build-push-action@v6, with: { file: ./api/Dockerfile, push: true, tags: a } }
      - { uses: docker/build-push-action@v6, with: { file: ./web/Dockerfile, push: true, tags: b } }
`
  const { after, regions } = tried(addContainerScanning, text)
  assert.deepEqual(titles(after, 'images'), [
    'Build api for its scan',
    'Scan api',
    'Upload what the scan of api found',
    'docker/build-push-action@v6',
    'Build web for its scan',
    'Scan web',
    'Upload what the scan of web found',
    'docker/build-push-action@v6',
  ])
  // No path tells the two steps apart.
  assert.deepEqual(regions, ['jobs.images.permissions', 'jobs.images.steps'])
})

test('where somebody scans before the push already, there is nothing to do', () => {
  const text = `
on: push
jobs:
  image:
    steps:
      - { uses: docker/build-push-action@v6, with: { load: true, tags: app } }
      - { uses: anchore/scan-action@v4, with: { image: app } }
`
  const { edits, says } = tried(addContainerScanning, text)
  assert.deepEqual(edits, [])
  assert.equal(says, 'nothing to do: every image is scanned before it is pushed')
})

test('a scan that comes after the push comes too late', () => {
  const text = `
on: push
jobs:
  image:
    steps:
      - { name: push, uses: docker/build-push-action@v6, with: { push: true, tags: app } }
      - { name: scan, uses: aquasecurity/trivy-action@v1, with: { image-ref: app } }
`
  assert.deepEqual(titles(tried(addContainerScanning, text).after, 'image').slice(0, 2), [
    'Build app for its scan',
    'Scan app',
  ])
})

test('an image is called as its variable says, and a job that logs in with the token of the run may push', () => {
  const text = `
on: push
env: { IMAGE: "\${{ vars.REGISTRY }}/acme/api" }
jobs:
  image:
    steps:
      - uses: docker/login-action@v3
        with: { registry: "\${{ vars.REGISTRY }}", password: "\${{ github.token }}" }
      - { name: Push, uses: docker/build-push-action@v6, with: { push: true, tags: "\${{ env.IMAGE }}:latest" } }
`
  const { after } = tried(addContainerScanning, text)
  assert.deepEqual(titles(after, 'image').slice(1, 3), ['Build api for its scan', 'Scan api'])
  assert.deepEqual(at(job(after, 'image'), 'permissions'), {
    contents: 'read',
    packages: 'write',
    'security-events': 'write',
  })
})

test('a workflow that builds no image is told', () => {
  assert.deepEqual(refused(addContainerScanning, 'jobs: { a: { steps: [{ run: npm test }] } }'), {
    steps: ['jobs'],
    message: 'no step builds an image: looked for `docker/build-push-action` and `docker build`',
  })
})
