import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pinned, remarkFor } from '../../../recipes/config_edit/pins.js'

test('an action is pinned to a whole commit, and its version is the remark', () => {
  const value = pinned('actions/checkout')
  assert.match(value, /^actions\/checkout@[0-9a-f]{40}$/)
  assert.equal(remarkFor(value), 'v7.0.1')
})

test('an action in a folder of a repository is pinned by its whole name', () => {
  const value = pinned('github/codeql-action/upload-sarif')
  assert.match(value, /^github\/codeql-action\/upload-sarif@[0-9a-f]{40}$/)
  assert.match(remarkFor(value) ?? '', /^v\d+\.\d+\.\d+$/)
})

test('there is nothing to remark of what is not pinned here', () => {
  assert.equal(remarkFor('actions/checkout@v4'), undefined)
  assert.equal(remarkFor('./.github/actions/setup'), undefined)
  assert.equal(remarkFor(`actions/checkout@${'0'.repeat(40)}`), undefined)
})
