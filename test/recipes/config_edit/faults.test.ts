/** Faults in the settings of `config_edit`, and edits that the file refuses. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { faultsIn, prepare, read, readerOf } from '../reader.js'

const faults = (raw: Readonly<Record<string, unknown>>): string[] => faultsIn(read(configEdit, raw))
const faultsOfEdits = (...edits: unknown[]): string[] => faults({ target: 'f.json', edits })

test('every fault of the settings is told at once, in its place', () => {
  assert.deepEqual(
    faults({ target: '../f.json', edits: [{ set: 'a.', value: 1 }, { sett: 'a' }], tagret: 'x' }),
    [
      'tagret (key): unknown-key: there is no key `tagret` here',
      'target: leaves-project: `../f.json` leaves the project',
      'edits.0.set: bad-value: the path `a.` cannot be read: a key has to follow the dot',
      'edits.1: bad-value: an edit has one of `set`, `remove`, `append`, `insert_before`, `insert_after`, `merge`, and this has 0',
    ],
  )
  assert.deepEqual(faults({ edits: [] }), [
    ': missing-key: `target` is missing, and has to be a path',
    'edits: bad-value: `edits` has to be a list of edits, and is an empty list',
  ])
})

test('an action and edits exclude each other, and one of them has to be there', () => {
  assert.deepEqual(faults({ target: 'f.json' }), [
    ': missing-key: `edits` or `action` is missing: what is to be done?',
  ])
  assert.deepEqual(faults({ target: 'f.json', action: 'add_path_filters', edits: [{ remove: 'a' }] }), [
    'action (key): bad-value: a task has `action` or `edits`, and this has both',
  ])
})

test('a file of a kind that cannot be edited is told, with those that can', () => {
  assert.deepEqual(
    faults({
      target: 'setup.cfg',
      edits: [
        { merge: 'a', value: 1 },
        { insert_after: 'a.b', value: 1 },
      ],
    }),
    [
      'target: bad-value: `setup.cfg` cannot be edited: files of YAML, JSON, JSONC, TOML and objects in JavaScript and TypeScript can',
      'edits.0.value: bad-value: `value` has to be a map, and is `1`',
      'edits.1.insert_after: bad-value: `insert_after` takes the path of an item, and `a.b` is that of a key',
    ],
  )
})

test('an edit that could not be repeated is a fault', () => {
  assert.deepEqual(
    faultsOfEdits(
      { remove: 'l[2]' },
      { set: 'l[name=a].name', value: 'b' },
      { set: 'l[name=a]', value: { name: 'b' } },
      { append: 'l', value: Number.NaN },
      { append: 'l', valeu: 1 },
    ),
    [
      'edits.0.remove: bad-value: `remove` takes no index, and `l[2]` has one',
      'edits.1.set: bad-value: `l[name=a].name` changes what it chooses the item by: choose it by another key',
      'edits.2.set: bad-value: the value has to keep `name` as `a`, by which `l[name=a]` chooses the item',
      'edits.3.value: bad-value: `value` has to be a value that JSON has, and is `NaN`',
      'edits.4.valeu (key): unknown-key: there is no key `valeu` here',
      'edits.4: missing-key: `value` is missing, and has to be a value that JSON has',
    ],
  )
})

test('two edits of one task that want different things are a fault, and two that agree are none', () => {
  assert.deepEqual(
    faultsOfEdits(
      { set: 'a', value: { b: 1 } },
      { set: 'a.b', value: 2 },
      { remove: 'c' },
      { set: 'c.d', value: 1 },
    ),
    [
      'edits.1: two-values: two edits want different values for `a.b`',
      'edits.3: two-values: two edits want different values for `c.d`',
    ],
  )
  assert.deepEqual(
    faultsOfEdits(
      { set: 'a', value: { b: 1, l: [2] } },
      { set: 'a.b', value: 1 },
      { append: 'a.l', value: 2 },
      { remove: 'a.c' },
    ),
    [],
  )
})

test('regions of appended items are told by name, id or uses, else by value', () => {
  const result = read(configEdit, {
    target: './x/../f.json',
    edits: [
      { set: 'a."b.c"', value: 1 },
      { append: 'l', value: { id: 'x', on: true } },
      { append: 'l', value: 'x' },
      { remove: 'z' },
    ],
  })
  assert.ok(result.ok)
  const claims = configEdit.claims(result.value)
  assert.deepEqual(
    claims.map(({ path, whole, region }) => [path, whole, region]),
    [
      ['f.json', false, 'a."b.c"'],
      ['f.json', false, 'l[id=x]'],
      ['f.json', false, 'l[=ui30kDos]'],
      ['f.json', false, 'z'],
    ],
  )
  assert.equal(claims[3]?.value, 'absent')
})

const refused = async (text: string, edit: Readonly<Record<string, unknown>>): Promise<string> => {
  try {
    await prepare(configEdit, { target: 'f.json', edits: [edit] }, readerOf({ 'f.json': text }))
    return 'applied'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : ''
  }
}

test('an edit that cannot apply is refused with its place in the file', async () => {
  const text = '{\n  "a": 1,\n  "l": [{ "name": "x" }],\n  "o": {}\n}\n'
  const edits = [
    { set: 'a.b', value: 1 },
    { set: 'l[3]', value: 1 },
    { set: 'l[name=y].b', value: 1 },
    { append: 'o', value: 1 },
    { set: 'o[0]', value: 1 },
    { set: 'n[name=x].a', value: 1 },
    { set: 'n.m[name=x].a', value: 1 },
    { set: 'l.k', value: 1 },
  ]
  assert.deepEqual(await Promise.all(edits.map((edit) => refused(text, edit))), [
    'Refusal: f.json:2:8  `set: a.b` does not apply: `a` has to be an object to hold `b`, and is `1`',
    'Refusal: f.json:3:8  `set: l[3]` does not apply: `l` has 1 item, and none is `[3]`',
    'Refusal: f.json:3:8  `set: l[name=y].b` does not apply: `l` has 1 item, and none is `[name=y]`',
    'Refusal: f.json:4:8  `append: o` does not apply: `o` has to be a list, and is an object',
    'Refusal: f.json:4:8  `set: o[0]` does not apply: `o` has to be a list, and is an object',
    'Refusal: f.json:1:1  `set: n[name=x].a` does not apply: `n[name=x].a` chooses from a list, and there is no `n`',
    'Refusal: f.json:1:1  `set: n.m[name=x].a` does not apply: `n.m[name=x].a` chooses from a list, and there is no `n`',
    'Refusal: f.json:3:8  `set: l.k` does not apply: `l` has to be an object to hold `k`, and is a list',
  ])
})

test('a file that is not JSON is refused with the place of its fault', async () => {
  const edit = { set: 'a', value: 1 }
  assert.deepEqual(
    await Promise.all(['{\n  "a" 1\n}', '', '['.repeat(300), '{"a":1}}'].map((text) => refused(text, edit))),
    [
      'Refusal: f.json:2:7  colon expected',
      'Refusal: f.json:1:1  value expected',
      'Refusal: f.json:1:201  brackets are more than 200 deep',
      'Refusal: f.json:1:8  end of file expected',
    ],
  )
})

test('a file that is not there is refused, and seen as absent', async () => {
  const result = read(configEdit, { target: 'f.json', edits: [{ set: 'a', value: 1 }] })
  assert.ok(result.ok)
  const look = readerOf()
  await assert.rejects(async () => configEdit.prepare(result.value, look), {
    name: 'Refusal',
    message: '`f.json` is not there, and has to be: it is edited in place',
  })
  assert.deepEqual([...(configEdit.observe?.(result.value, look) ?? [])], [['f.json#a', 'absent']])
  assert.equal(await configEdit.holds?.(result.value, look), false)
})
