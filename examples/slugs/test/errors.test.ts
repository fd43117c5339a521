import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugify } from '../src/index.js'

test('a title without a letter or digit has no slug', () => {
  assert.throws(() => slugify('…!'), {
    name: 'SlugError',
    code: 'empty',
    message: 'there is no letter and no digit in "…!"',
  })
})

test('an option that cannot be is refused, with what could', () => {
  assert.throws(() => slugify('a', { separator: '/' }), {
    code: 'bad-option',
    message: 'separator is "/", and must be one of - _ . ~',
  })
  assert.throws(() => slugify('a', { maxLength: 0 }), {
    code: 'bad-option',
    message: 'maxLength is 0, and must be a whole number from 1',
  })
})
