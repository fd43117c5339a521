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
    'Make the SBOM of image',
    'Attest the SBOM of image',
    './tell.sh',
  ])
  assert.deepEqual(step(after, 'image', 'Make the SBOM of image'), {
    name: 'Make the SBOM of image',
    uses: pinned('anchore/sbom-action'),
    with: {
      image: 'ghcr.io/acme/api@${{ steps.build-image.outputs.digest }}',
      format: 'spdx-json',
      'output-file': 'sbom-image.spdx.json',
      'artifact-name': 'sbom-image.spdx.json',
      'upload-release-assets': false,
    },
  })
  assert.deepEqual(step(after, 'image', 'Attest the SBOM of image'), {
    name: 'Attest the SBOM of image',
    if: "github.event_name == 'release' || startsWith(github.ref, 'refs/tags/')",
    uses: pinned('actions/attest'),
    with: {
      'subject-name': 'ghcr.io/acme/api',
      'subject-digest': '${{ steps.build-image.outputs.digest }}',
      'push-to-registry': true,
      'create-storage-record': false,
      'sbom-path': 'sbom-image.spdx.json',
    },
  })
  assert.equal(at(step(after, 'image', 'Build and push'), 'id'), 'build-image')
  assert.deepEqual(at(job(after, 'image'), 'permissions'), {
    contents: 'read',
    packages: 'write',
    'id-token': 'write',
    attestations: 'write',
  })
  assert.deepEqual(regions, [
    'jobs.image.permissions',
    'jobs.image.steps[name=Build and push].id',
    'jobs.image.steps[name=Make the SBOM of image]',
    'jobs.image.steps[name=Attest the SBOM of image]',
  ])
})

test('the format is chosen with `format`', () => {
  const { after } = tried(addSbomGeneration, RELEASE, { options: { format: 'cyclonedx' } })
  assert.equal(at(step(after, 'image', 'Make the SBOM of image'), 'with', 'format'), 'cyclonedx-json')
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
    at(step(after, 'image', 'Make the SBOM of image'), 'with', 'image'),
    'ghcr.io/acme/web@${{ steps.push.outputs.digest }}',
  )
})

test('where nothing is ever released, nothing is attested', () => {
  const { after } = tried(
    addSbomGeneration,
    RELEASE.replace('{ release: { types: [published] } }', '{ push: { branches: [main] } }'),
  )
  assert.ok(!titles(after, 'image').includes('Attest the SBOM of image'))
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
    'Make the SBOM of package',
    'Attest the SBOM of package',
  ])
  assert.deepEqual(at(step(after, 'pypi', 'Attest the SBOM of package'), 'with'), {
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
