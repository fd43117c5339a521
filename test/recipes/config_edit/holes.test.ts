/** Regions inside a region: what other tasks govern there is not this task's business. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Path, Place, Region } from '../../../lib/core/recipe.js'
import { placeOf } from '../../../lib/core/recipe.js'
import { configEdit } from '../../../recipes/config_edit/index.js'
import type { Rig } from '../reader.js'
import { carryOut, prepare, readerOf, settingsOf } from '../reader.js'

const place = (region: string): Place => placeOf('f.json' as Path, region as Region)

const outer = { target: 'f.json', edits: [{ set: 'a', value: { x: 1, l: [{ name: 'p' }] } }] }

const digestOfOuter = (look: Rig) => configEdit.observe?.(settingsOf(configEdit, outer), look).get(place('a'))

const before = '{ "a": { "x": 1, "l": [{ "name": "p" }] } }'
const after = '{ "a": { "x": 1, "l": [{ "name": "p" }, { "name": "q" }], "n": { "m": 2 } } }'

function withOthers(text: string): Rig {
  const look = readerOf({ 'f.json': text })
  look.foreign.push(place('a.n.m'), place('a.l[name=q]'))
  return look
}

test('what other tasks put inside a region does not change its digest, nor its postcondition', async () => {
  const look = withOthers(after)
  assert.equal(digestOfOuter(look), digestOfOuter(readerOf({ 'f.json': before })))
  assert.equal(configEdit.standing?.(place('a'), look), digestOfOuter(look))
  assert.equal(await configEdit.holds?.(settingsOf(configEdit, outer), look), true)
  assert.deepEqual(await prepare(configEdit, outer, look), [])
})

test('an item of another task stays between its neighbours when the list is mended', async () => {
  const list = {
    target: 'f.json',
    edits: [{ set: 'l', value: [{ name: 'build' }, { name: 'push', by: 'digest' }] }],
  }
  const look = readerOf({
    'f.json': '{ "l": [{ "name": "build" }, { "name": "scan" }, { "name": "push" }] }',
  })
  look.foreign.push(place('l[name=scan]'))
  assert.deepEqual(await prepare(configEdit, list, look), [
    {
      do: 'write',
      path: 'f.json',
      text: '{ "l": [{ "name": "build" }, { "name": "scan" }, { "name": "push", "by": "digest" }] }',
    },
  ])
})

test('an edit by hand elsewhere in the region is seen, and mended around what others put there', async () => {
  const look = withOthers(after.replace('"x": 1', '"x": 7, "y": 8'))
  assert.notEqual(digestOfOuter(look), digestOfOuter(withOthers(after)))
  const effects = await prepare(configEdit, outer, look)
  assert.deepEqual(effects, [{ do: 'write', path: 'f.json', text: after }])
  carryOut(effects, look)
  assert.deepEqual(await prepare(configEdit, outer, look), [])
})

test('a removal leaves what other tasks put inside', async () => {
  const look = withOthers(after)
  const removal = { target: 'f.json', edits: [{ remove: 'a' }] }
  const effects = await prepare(configEdit, removal, look)
  assert.deepEqual(effects, [
    { do: 'write', path: 'f.json', text: '{ "a": { "l": [{ "name": "q" }], "n": { "m": 2 } } }' },
  ])
  carryOut(effects, look)
  assert.deepEqual(await prepare(configEdit, removal, look), [])
})

test('layout, comments and the order of keys do not count', () => {
  const same = '{\n  // c\n  "a": { "l": [ { "name": "p" } ],\n "x": 1.0 }\n}'
  assert.equal(digestOfOuter(readerOf({ 'f.json': same })), digestOfOuter(readerOf({ 'f.json': before })))
})

test('parents that were made for a region stay where somebody else uses them', async () => {
  const look = readerOf({ 'f.json': '{}\n' })
  const raw = { target: 'f.json', edits: [{ set: 'p.q.r', value: 1 }] }
  const kept = configEdit.keep?.(place('p.q.r'), look) ?? ''
  carryOut(await prepare(configEdit, raw, look), look)
  carryOut(await prepare(configEdit, { target: 'f.json', edits: [{ set: 'p.mine', value: 2 }] }, look), look)
  assert.equal(
    configEdit.giveBack?.('f.json' as Path, [[place('p.q.r'), kept]], look),
    '{\n  "p": {\n    "mine": 2\n  }\n}\n',
  )
})
