/** A key of YAML with nothing behind it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { carryOut, prepare, readerOf } from '../reader.js'

test('a key with nothing behind it takes keys as an empty map does', async () => {
  const look = readerOf({ 'ci.yml': 'on:\n  push:\n  workflow_dispatch: # by hand\njobs: {}\n' })
  const edits = [{ set: 'on.workflow_dispatch.inputs.to', value: { type: 'string' } }]
  carryOut(await prepare(configEdit, { target: 'ci.yml', edits }, look), look)
  assert.equal(
    look.files.get('ci.yml'),
    'on:\n  push:\n  workflow_dispatch: # by hand\n    inputs:\n      to:\n        type: string\njobs: {}\n',
  )
  assert.deepEqual(await prepare(configEdit, { target: 'ci.yml', edits }, look), [])
})
