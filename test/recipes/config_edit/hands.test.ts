/** Edits by hand in regions that were proposed before. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Path } from '../../../lib/core/place.js'
import { placeOf } from '../../../lib/core/place.js'
import { carried } from '../../../recipes/config_edit/hands.js'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { canonical } from '../../../recipes/config_edit/value.js'
import { prepare, readerOf } from '../reader.js'

const base = { image: 'a', retries: 5, env: { A: '1' } }

test('what a person changed stands while the proposal is the one of before', () => {
  assert.deepEqual(carried(base, { image: 'a', retries: 9, env: { A: '1', B: '2' } }, base, 'all'), {
    image: 'a',
    retries: 9,
    env: { A: '1', B: '2' },
  })
})

test('what a person took away stays away', () => {
  assert.deepEqual(carried(base, { image: 'a', env: {} }, base, 'all'), { image: 'a', env: {} })
})

test('a new proposal is laid over what a person left alone, and over nothing else', () => {
  assert.deepEqual(
    carried(
      base,
      { image: 'a', retries: 9, env: { A: '1' } },
      { image: 'b', retries: 5, env: { A: '3' }, wait: 1 },
      'all',
    ),
    { image: 'b', retries: 9, env: { A: '3' }, wait: 1 },
  )
})

test('where both changed one value the proposal counts', () => {
  assert.deepEqual(carried({ n: 1 }, { n: 2 }, { n: 3 }, 'all'), { n: 3 })
})

test('of the strict kind only additions stand', () => {
  assert.deepEqual(carried(base, { image: 'x', env: { A: '1', B: '2' } }, base, 'additions'), {
    image: 'a',
    retries: 5,
    env: { A: '1', B: '2' },
  })
})

test('items of a list are known by their names, and an added one keeps its place', () => {
  const steps = [{ name: 'build' }, { name: 'push', run: 'x' }]
  assert.deepEqual(
    carried(
      steps,
      [{ name: 'build' }, { name: 'sign' }, { name: 'push', run: 'y' }],
      [...steps, { name: 'check' }],
      'all',
    ),
    [{ name: 'build' }, { name: 'sign' }, { name: 'push', run: 'y' }, { name: 'check' }],
  )
})

test('a key that a person added to an object which is set stays through the next run', async () => {
  const look = readerOf({ 'f.json': '{ "a": { "x": 2, "mine": 1 } }' })
  const settings = { target: 'f.json', edits: [{ set: 'a', value: { x: 1 } }] }
  assert.deepEqual(await prepare(configEdit, settings, look), [
    { do: 'write', path: 'f.json', text: '{ "a": { "x": 1 } }' },
  ])
  look.bases.set(placeOf('f.json' as Path, 'a' as never), canonical({ x: 1 }))
  assert.deepEqual(await prepare(configEdit, settings, look), [
    { do: 'write', path: 'f.json', text: '{ "a": { "x": 1, "mine": 1 } }' },
  ])
})
