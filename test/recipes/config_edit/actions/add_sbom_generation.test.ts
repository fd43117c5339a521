import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSbomGeneration } from '../../../../recipes/config_edit/actions/add_sbom_generation.js'
import { pinned } from '../../../../recipes/config_edit/pins.js'
import { at, job, step, titles } from './deployments.js'
import { refused, tried } from './rig.js'

const RELEASE = `
on: { release: { types: [published] } }
jobs:
  image:
    runs-on: ubuntu-latest
    permissions: { contents: read, packages: write }
    steps:
      - uses: actions/checkout@v4
      - name: Build and push
        uses: docker/build-push-action@v5
        with:
          push: true
          tags: ghcr.io/acme/api:\${{ github.ref_name }}
      - run: ./tell.sh
`

test('an image that is pushed is described by its digest, and that is attested on release', () => {
  const { after, regions } = tried(addSbomGeneration, RELEASE)
  assert.deepEqual(titles(after, 'image'), [
    'actions/checkout@v4',
    'Build and push',
    'Make the SBOM of api',
    'Attest the SBOM of api',
    './tell.sh',
  ])
  assert.deepEqual(step(after, 'image', 'Make the SBOM of api'), {
    name: 'Make the SBOM of api',
    uses: pinned('anchore/sbom-action'),
    with: {
      image: 'ghcr.io/acme/api@${{ steps.build-api.outputs.digest }}',
      format: 'spdx-json',
      'output-file': 'sbom-api.spdx.json',
      'artifact-name': 'sbom-api.spdx.json',
      'upload-release-assets': false,
    },
  })
  assert.deepEqual(step(after, 'image', 'Attest the SBOM of api'), {
    name: 'Attest the SBOM of api',
    if: "github.event_name == 'release' || startsWith(github.ref, 'refs/tags/')",
    uses: pinned('actions/attest'),
    with: {
      'subject-name': 'ghcr.io/acme/api',
      'subject-digest': '${{ steps.build-api.outputs.digest }}',
      'push-to-registry': true,
      'create-storage-record': false,
      'sbom-path': 'sbom-api.spdx.json',
    },
  })
  assert.equal(at(step(after, 'image', 'Build and push'), 'id'), 'build-api')
  assert.deepEqual(at(job(after, 'image'), 'permissions'), {
    contents: 'read',
    packages: 'write',
    'id-token': 'write',
    attestations: 'write',
  })
  assert.deepEqual(regions, [
    'jobs.image.permissions',
    'jobs.image.steps[name=Build and push].id',
    'jobs.image.steps[name=Make the SBOM of api]',
    'jobs.image.steps[name=Attest the SBOM of api]',
  ])
})

test('the format is chosen with `format`', () => {
  const { after } = tried(addSbomGeneration, RELEASE, { options: { format: 'cyclonedx' } })
  assert.equal(at(step(after, 'image', 'Make the SBOM of api'), 'with', 'format'), 'cyclonedx-json')
})

test('the name of an image is found in the step that makes its tags', () => {
  const text = `
on: { push: { tags: [v*] } }
jobs:
  image:
    steps:
      - { id: meta, uses: docker/metadata-action@v5, with: { images: ghcr.io/acme/web } }
      - id: push
        uses: docker/build-push-action@v5
        with: { push: true, tags: "\${{ steps.meta.outputs.tags }}" }
`
  const { after } = tried(addSbomGeneration, text)
  assert.equal(
    at(step(after, 'image', 'Make the SBOM of web'), 'with', 'image'),
    'ghcr.io/acme/web@${{ steps.push.outputs.digest }}',
  )
})

test('an image whose name is an expression is called the image, and its job goes on to push', () => {
  const text = `
on: { push: { branches: [main] } }
env: { REGISTRY: ghcr.io }
jobs:
  image:
    steps:
      - uses: docker/login-action@v3
        with: { registry: "\${{ env.REGISTRY }}", password: "\${{ secrets.GITHUB_TOKEN }}" }
      - { name: Push, uses: docker/build-push-action@v5, with: { push: true, tags: "\${{ env.REGISTRY }}/\${{ github.repository }}:1" } }
`
  const { after } = tried(addSbomGeneration, text)
  assert.ok(titles(after, 'image').includes('Make the SBOM of the image'))
  assert.deepEqual(at(job(after, 'image'), 'permissions'), { contents: 'read', packages: 'write' })
})

test('where nothing is ever released, nothing is attested', () => {
  const { after } = tried(
    addSbomGeneration,
    RELEASE.replace('{ release: { types: [published] } }', '{ push: { branches: [main] } }'),
  )
  assert.ok(!titles(after, 'image').includes('Attest the SBOM of api'))
  assert.deepEqual(at(job(after, 'image'), 'permissions'), { contents: 'read', packages: 'write' })
})

test('a package that is published is described by its files, and a Python one is attested by what was built', () => {
  const text = `
on: { release: {} }
jobs:
  pypi:
    steps:
      - uses: actions/checkout@v4
      - name: Build
        run: uv build
      - uses: pypa/gh-action-pypi-publish@v1
`
  const { after } = tried(addSbomGeneration, text)
  assert.deepEqual(titles(after, 'pypi').slice(1, 4), [
    'Build',
    'Make the SBOM of the package',
    'Attest the SBOM of the package',
  ])
  assert.deepEqual(at(step(after, 'pypi', 'Attest the SBOM of the package'), 'with'), {
    'subject-path': 'dist/*',
    'sbom-path': 'sbom-package.spdx.json',
  })
})

test('where somebody makes and keeps an SBOM already, there is nothing to do', () => {
  const text = `
on: push
jobs:
  image:
    steps:
      - { uses: docker/build-push-action@v6, with: { load: true, tags: app } }
      - { uses: anchore/sbom-action@v0, with: { image: app } }
`
  const { edits, says } = tried(addSbomGeneration, text)
  assert.deepEqual(edits, [])
  assert.equal(says, 'nothing to do: an SBOM is made of all that the workflow makes')
})

test('a workflow that makes nothing is told', () => {
  assert.match(
    refused(addSbomGeneration, 'jobs: { a: { steps: [{ run: npm test }] } }').message,
    /^no step makes an image or a package: looked for/,
  )
})
