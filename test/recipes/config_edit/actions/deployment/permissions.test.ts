import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  neededBy,
  permissionsFor,
} from '../../../../../recipes/config_edit/actions/deployment/permissions.js'
import { stepsOf } from '../../../../../recipes/config_edit/actions/deployment/roles.js'
import type { JsonObject } from '../../../../../recipes/config_edit/value.js'

const needed = (steps: readonly JsonObject[], ...owners: readonly JsonObject[]): object =>
  neededBy(stepsOf(steps), ...owners)

const push = { uses: 'docker/build-push-action@v6', with: { push: true, tags: 'a' } }
const login = (registry: string, password: string): JsonObject => ({
  uses: 'docker/login-action@v3',
  with: { registry, password },
})

test('who pushes to the registry of the repository may write packages, however the registry is named', () => {
  const writes = { contents: 'read', packages: 'write' }
  assert.deepEqual(needed([login('ghcr.io', '${{ secrets.GITHUB_TOKEN }}'), push]), writes)
  assert.deepEqual(needed([login('${{ vars.REGISTRY }}', '${{ github.token }}'), push]), writes)
  assert.deepEqual(
    needed([login('${{ env.REGISTRY }}', '${{ secrets.PAT }}'), push], { env: { REGISTRY: 'ghcr.io' } }),
    writes,
  )
  assert.deepEqual(
    needed(
      [{ run: 'docker push "$HOST/acme/api"' }],
      { env: { HOST: '${{ env.R }}' } },
      { env: { R: 'ghcr.io' } },
    ),
    writes,
  )
  assert.deepEqual(
    needed([
      { run: 'echo ${{ secrets.GITHUB_TOKEN }} | docker login -u x --password-stdin $R\ndocker push $R/a' },
    ]),
    writes,
  )
})

test('who only takes from it may read packages, and who pushes elsewhere needs neither', () => {
  assert.deepEqual(needed([login('ghcr.io', 'x'), { run: 'docker pull ghcr.io/acme/api' }]), {
    contents: 'read',
    packages: 'read',
  })
  assert.deepEqual(needed([{ env: { IMAGE: 'ghcr.io/acme/api' }, run: './deploy.sh "$IMAGE"' }]), {
    contents: 'read',
  })
  assert.deepEqual(needed([login('docker.io', '${{ secrets.HUB }}'), push]), { contents: 'read' })
})

test('a job whose services come from that registry may go on to read it', () => {
  const service = { image: 'ghcr.io/acme/db', credentials: { password: '${{ secrets.GITHUB_TOKEN }}' } }
  assert.deepEqual(permissionsFor({ services: { db: service } }, {}, []), {
    contents: 'read',
    packages: 'read',
  })
})
