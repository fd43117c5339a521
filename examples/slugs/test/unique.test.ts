import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uniquely } from '../src/index.js'

test('the same title gets another slug each time', () => {
  const slug = uniquely()
  assert.deepEqual(['News', 'news!', 'Weather', 'NEWS'].map(slug), ['news', 'news-2', 'weather', 'news-3'])
})
