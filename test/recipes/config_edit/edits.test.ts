/** Each edit: what it changes in a text, and that every other byte stays. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { carryOut, keptOf, prepare, readerOf, settingsOf } from '../reader.js'

interface Case {
  readonly it: string
  readonly edits: readonly Readonly<Record<string, unknown>>[]
  readonly before: string
  readonly after: string
}

const cases: readonly Case[] = [
  {
    it: 'sets a scalar and keeps comments, spacing and the last line as they are',
    edits: [{ set: 'a', value: 2 }],
    before: '{\n  // head\n  "a"  :  1 , /* why */\n  "b": 1.10\n}',
    after: '{\n  // head\n  "a"  :  2 , /* why */\n  "b": 1.10\n}',
  },
  {
    it: 'keeps CRLF and the byte order mark',
    edits: [{ set: 'c', value: [1] }],
    before: '\uFEFF{\r\n  "a": 1,\r\n  "b": {}\r\n}\r\n',
    after: '\uFEFF{\r\n  "a": 1,\r\n  "b": {},\r\n  "c": [\r\n    1\r\n  ]\r\n}\r\n',
  },
  {
    it: 'follows tabs',
    edits: [{ set: 'a.c.d', value: true }],
    before: '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
    after: '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": {\n\t\t\t"d": true\n\t\t}\n\t}\n}\n',
  },
  {
    it: 'follows four spaces',
    edits: [{ append: 'list', value: { name: 'x', on: true } }],
    before: '{\n    "list": [\n        {\n            "name": "y"\n        }\n    ]\n}\n',
    after:
      '{\n    "list": [\n        {\n            "name": "y"\n        },\n        {\n            "name": "x",\n            "on": true\n        }\n    ]\n}\n',
  },
  {
    it: 'leaves a list that stands on one line on one line',
    edits: [{ append: 'lib', value: 'DOM' }],
    before: '{\n  "lib": ["ES2022"], // short\n  "x": 1\n}\n',
    after: '{\n  "lib": ["ES2022", "DOM"], // short\n  "x": 1\n}\n',
  },
  {
    it: 'leaves an object that stands on one line on one line',
    edits: [{ set: 'a.c', value: { d: [1] } }],
    before: '{ "a": { "b": 1 } }',
    after: '{ "a": { "b": 1, "c": { "d": [1] } } }',
  },
  {
    it: 'inserts before an item and after one, in its style',
    edits: [
      { insert_before: 's[name=b]', value: { name: 'a' } },
      { insert_after: 's[-1]', value: { name: 'd' } },
      { insert_before: 'n[0]', value: 0 },
    ],
    before:
      '{\n  "s": [\n    // bee\n    { "name": "b" },\n    { "name": "c" } // see\n  ],\n  "n": [1, 2]\n}\n',
    after:
      '{\n  "s": [\n    {\n      "name": "a"\n    },\n    // bee\n    { "name": "b" },\n    { "name": "c" }, // see\n    {\n      "name": "d"\n    }\n  ],\n  "n": [0, 1, 2]\n}\n',
  },
  {
    it: 'merges key by key, and leaves the others',
    edits: [{ merge: 'a', value: { b: { c: 2 }, d: [1] } }],
    before: '{ "a": { "x": 0, "b": { "c": 1, "y": 0 } } }',
    after: '{ "a": { "x": 0, "b": { "c": 2, "y": 0 }, "d": [1] } }',
  },
  {
    it: 'leaves a text without spaces without spaces',
    edits: [
      { set: 'b.c', value: [1, { d: 2 }] },
      { append: 'l', value: 2 },
    ],
    before: '{"a":1,"l":[1]}',
    after: '{"a":1,"l":[1,2],"b":{"c":[1,{"d":2}]}}',
  },
  {
    it: 'puts the comma before the comment of the line above',
    edits: [{ set: 'b', value: 2 }],
    before: '{\n  "a": 1 // the first\n  // the end\n}\n',
    after: '{\n  "a": 1, // the first\n  "b": 2\n  // the end\n}\n',
  },
  {
    it: 'takes no comma of a comment for its own',
    edits: [
      { set: 'a.y', value: 2 },
      { append: 'l', value: 2 },
    ],
    before: '{\n  "l": [1 /* one, */], /* two */\n  "a": {\n    "x": 1 // one, or none\n  }\n}\n',
    after:
      '{\n  "l": [1, 2 /* one, */], /* two */\n  "a": {\n    "x": 1, // one, or none\n    "y": 2\n  }\n}\n',
  },
  {
    it: 'keeps a trailing comma trailing',
    edits: [
      { set: 'b', value: 2 },
      { append: 'l', value: 2 },
    ],
    before: '{\n  "l": [\n    1,\n  ],\n  "a": 1, // one\n}\n',
    after: '{\n  "l": [\n    1,\n    2,\n  ],\n  "a": 1, // one\n  "b": 2,\n}\n',
  },
  {
    it: 'fills empty containers',
    edits: [
      { set: 'a.x', value: 1 },
      { append: 'l', value: 1 },
    ],
    before: '{\n  "a": {},\n  "l": []\n}\n',
    after: '{\n  "a": {\n    "x": 1\n  },\n  "l": [\n    1\n  ]\n}\n',
  },
  {
    it: 'fills an empty file of one object',
    edits: [{ set: 'a', value: 1 }],
    before: '{}\n',
    after: '{\n  "a": 1\n}\n',
  },
  {
    it: 'fills an object that holds only a comment',
    edits: [{ set: 'a', value: 1 }],
    before: '{\n  // nothing yet\n}\n',
    after: '{\n  // nothing yet\n  "a": 1\n}\n',
  },
  {
    it: 'knows keys that need quotes or are not English',
    edits: [
      { set: '"a.b".größe', value: 'ß' },
      { set: '__proto__', value: 1 },
    ],
    before: '{ "a.b": { "größe": "M" }, "a": { "b": 1 } }',
    after: '{ "a.b": { "größe": "ß" }, "a": { "b": 1 }, "__proto__": 1 }',
  },
  {
    it: 'changes only what differs within an object that it sets',
    edits: [{ set: 'a', value: { x: 1, y: 3, z: 4 } }],
    before: '{\n  "a": {\n    "w": 0,\n    "x": 1, // stays\n    "y": 2\n  }\n}\n',
    after: '{\n  "a": {\n    "x": 1, // stays\n    "y": 3,\n    "z": 4\n  }\n}\n',
  },
  {
    it: 'chooses items by a value, and by an index from either end',
    edits: [
      { set: 'l[name=b].on', value: true },
      { set: 'l[0].on', value: true },
      { set: 'l[-1].on', value: false },
    ],
    before: '{ "l": [{ "name": "a" }, { "name": "b" }, { "name": "c" }] }',
    after:
      '{ "l": [{ "name": "a", "on": true }, { "name": "b", "on": true }, { "name": "c", "on": false }] }',
  },
  {
    it: 'removes a property with its line, the first, one between, and the last',
    edits: [{ remove: 'a' }, { remove: 'c' }, { remove: 'e' }],
    before: '{\n  "a": 1, // goes too\n  // about b\n  "b": 2,\n  "c": 3,\n  "d": 4,\n  "e": 5\n}\n',
    after: '{\n  // about b\n  "b": 2,\n  "d": 4\n}\n',
  },
  {
    it: 'removes from one line',
    edits: [{ remove: 'a' }, { remove: 'l[name=y]' }, { remove: 'z' }],
    before: '{ "a": 1, "l": [{ "name": "x" }, { "name": "y" }], "z": 1 }',
    after: '{ "l": [{ "name": "x" }] }',
  },
  {
    it: 'removes what stands alone and leaves nothing of it',
    edits: [{ remove: 'a.b' }],
    before: '{\n  "a": {\n    "b": 1\n  }\n}\n',
    after: '{\n  "a": {}\n}\n',
  },
  {
    it: 'is done where what is to be removed is not there',
    edits: [{ remove: 'a.b.c' }, { remove: 'x' }],
    before: '{"a":3}',
    after: '{"a":3}',
  },
  {
    it: 'is done where an equal item is in the list, or one that `unless` tells',
    edits: [
      { append: 'l', value: { b: 1, a: 2 } },
      { append: 'l', value: { uses: 'x@2' }, unless: { uses: 'x@1' } },
      { append: 's', value: 'new', unless: 'old' },
    ],
    before: '{"l":[{"a":2,"b":1},{"uses":"x@1","with":1}],"s":["old"]}',
    after: '{"l":[{"a":2,"b":1},{"uses":"x@1","with":1}],"s":["old"]}',
  },
  {
    it: 'makes the list that it appends to',
    edits: [{ append: 'a.l', value: 1 }],
    before: '{\n  "b": 1\n}\n',
    after: '{\n  "b": 1,\n  "a": {\n    "l": [\n      1\n    ]\n  }\n}\n',
  },
  {
    it: 'brings an item with the name of the appended one to its value',
    edits: [{ append: 'l', value: { name: 'a', x: 2 } }],
    before: '[]'.replace('[]', '{ "l": [{ "name": "a", "x": 1 }] }'),
    after: '{ "l": [{ "name": "a", "x": 2 }] }',
  },
  {
    it: 'edits a list that is the whole file',
    edits: [{ set: '[name=a].x', value: 1 }],
    before: '[{ "name": "a" }]\n',
    after: '[{ "name": "a", "x": 1 }]\n',
  },
]

for (const { it, edits, before, after } of cases)
  test(`config_edit ${it}`, async () => {
    const look = readerOf({ 'f.json': before })
    const effects = await prepare(configEdit, { target: 'f.json', edits }, look)
    assert.deepEqual(effects, before === after ? [] : [{ do: 'write', path: 'f.json', text: after }])
    carryOut(effects, look)
    const settings = settingsOf(configEdit, { target: 'f.json', edits })
    assert.equal(await configEdit.holds?.(settings, look), true)
    assert.deepEqual(await configEdit.prepare(settings, look), [])
  })

for (const { it, edits, before } of cases)
  test(`config_edit gives back, byte for byte, where it ${it}`, async () => {
    const look = readerOf({ 'f.json': before })
    const settings = settingsOf(configEdit, { target: 'f.json', edits })
    const kept = keptOf(configEdit, settings, look)
    carryOut(await configEdit.prepare(settings, look), look)
    for (const order of [kept, kept.toReversed()])
      assert.equal(configEdit.giveBack?.(settings.target, order, look), before)
  })

test('config_edit reads a long row of comments, and a long string, in no time', async () => {
  const comments = '/* a */ '.repeat(5000)
  const look = readerOf({ 'f.json': `{ "a": "${'\\\\'.repeat(5000)}" ${comments} }` })
  const [effect] = await prepare(configEdit, { target: 'f.json', edits: [{ set: 'b', value: 1 }] }, look)
  assert.ok(effect?.do === 'write' && effect.text.endsWith(`", "b": 1 ${comments} }`))
})
