/** A new child put before another one: comments, lines and commas around it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { json } from '../../../recipes/config_edit/json.js'

const cases = [
  {
    name: 'on a line of its own, with what stands above the next one left there',
    before: '{\n  "a": [\n    1, // one\n    // of two\n    2\n  ]\n}\n',
    at: 1,
    after: '{\n  "a": [\n    1, // one\n    9,\n    // of two\n    2\n  ]\n}\n',
  },
  {
    name: 'as the first',
    before: '{ "a": [\r\n\t1\r\n] }',
    at: 0,
    after: '{ "a": [\r\n\t9,\r\n\t1\r\n] }',
  },
  {
    name: 'on the line that the others share',
    before: '{ "a": [1,2] }',
    at: 1,
    after: '{ "a": [1,9,2] }',
  },
]

for (const { name, before, at, after } of cases)
  test(`an item before another one stands ${name}`, () => {
    assert.equal(json.put(before, ['a', at], 9, before, at), after)
  })

test('a key before another one takes its place', () => {
  const text = '{\n  "b": 1,\n  "c": 2\n}\n'
  assert.equal(json.put(text, ['a'], 0, text, 0), '{\n  "a": 0,\n  "b": 1,\n  "c": 2\n}\n')
  assert.equal(json.put(text, ['bb'], 0, text, 1), '{\n  "b": 1,\n  "bb": 0,\n  "c": 2\n}\n')
})
