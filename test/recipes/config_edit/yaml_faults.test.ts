/** What of YAML is refused, in words with a place: texts that cannot be read, and edits that would change more than they say. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { Stuck } from '../../../recipes/config_edit/format.js'
import type { Json } from '../../../recipes/config_edit/value.js'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { yaml } from '../../../recipes/config_edit/yaml/index.js'
import { append, edited, givenBack, keptOf, read, remove, set } from './yaml_rig.js'

const values: readonly (readonly [it: string, text: string, value: Json])[] = [
  ['nothing as null', '# a\n', null],
  ['`on` and `yes` as texts', 'on: yes\n', { on: 'yes' }],
  [
    'numbers by the core schema',
    '[1.10, 0123, 0o17, 1e3, 1_000, 12:30]',
    [1.1, 123, 15, 1000, '1_000', '12:30'],
  ],
  [
    'what JSON has not as it is written',
    '[.inf, -.INF, .nan, 2024-01-02]',
    ['.inf', '-.INF', '.nan', '2024-01-02'],
  ],
  [
    'keys that are no texts as they are written',
    '1.10: a\ntrue: b\n~: c\n',
    { '1.10': 'a', true: 'b', '~': 'c' },
  ],
  ['aliases as what they stand for', 'a: &a [1]\nb: *a\nc: &a 2\nd: *a\n', { a: [1], b: [1], c: 2, d: 2 }],
  [
    'merged maps below own keys',
    'a: &a { x: 1, y: 1 }\nb: { y: 2, <<: *a }\n',
    { a: { x: 1, y: 1 }, b: { y: 2, x: 1 } },
  ],
  [
    'of two merged maps the first',
    'a: &a { x: 1 }\nb: &b { x: 2, z: 2 }\nc:\n  <<: [*a, *b]\n',
    { a: { x: 1 }, b: { x: 2, z: 2 }, c: { x: 1, z: 2 } },
  ],
  ['`__proto__` as a key', '__proto__: 1\n', Object.fromEntries([['__proto__', 1]])],
  ['tags of its own as if they were not there', 'a: !Ref b\nc: !!str 1\n', { a: 'b', c: '1' }],
]

for (const [it, text, value] of values)
  test(`yaml reads ${it}`, () => {
    assert.deepEqual(read(text), value)
  })

const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i] ?? ''}, `.repeat(10)}]`),
].join('\n')

const unreadable: readonly (readonly [it: string, text: string, offset: number, message: RegExp])[] = [
  ['a key that stands twice', 'a: 1\nb: 2\n"a": 3\n', 10, /^this key stands twice in its map$/],
  [
    'a second document',
    'a: 1\n---\nb: 2\n',
    5,
    /^a second document begins here, and a file of one can be edited/,
  ],
  ['an alias of nothing', 'a: *b\n', 3, /^`\*b` stands for itself here, or for nothing/],
  ['an alias of itself', 'a: &b [*b]\n', 7, /^`\*b` stands for itself here/],
  ['brackets that are not closed', 'a: [1\n', 6, /^flow sequence in block collection/],
  ['a tab for indentation', 'a:\n\tb: 1\n', 3, /^tabs are not allowed as indentation/],
  ['what is nested too deep', '['.repeat(300), 256, /^brackets are more than 256 deep$/],
  [
    'aliases of aliases of aliases',
    BOMB,
    BOMB.lastIndexOf('['),
    /^aliases make the file stand for more than 100000 values/,
  ],
]

for (const [it, text, offset, message] of unreadable)
  test(`yaml does not read ${it}`, () => {
    const reading = yaml.read(text)
    assert.ok(!reading.ok)
    assert.match(reading.message, message)
    if (text !== BOMB) assert.equal(reading.offset, offset)
  })

const stuck: readonly (readonly [it: string, text: string, edit: Edit, at: string, message: string])[] = [
  [
    'inside what an alias stands for',
    'a: &a\n  x: 1\nb: *a\n',
    set('b.x', 2),
    '*a\n',
    '`*a` is an alias of `&a`, which stands on line 2: edit it there, or write its value out here',
  ],
  [
    'an anchored value for which an alias stands, too',
    'a: &a\n  x: 1\nb:\n  - *a\n',
    set('a.x', 2),
    '1\nb',
    '`&a` stands here, and `*a` on line 4 for the same, which this edit would change as well: write one of them out first',
  ],
  [
    'a list with an anchor for which an alias stands, too',
    'a: &a [x]\nb: *a\n',
    append('a', 'y z'),
    '[x]',
    '`&a` stands here, and `*a` on line 2 for the same, which this edit would change as well: write one of them out first',
  ],
  [
    'a value with an anchor that is needed elsewhere',
    'a:\n  b: &b 1\nc: *b\n',
    remove('a'),
    'b: &b',
    '`&b` stands here, and `*b` on line 3 for the same, which this edit would change as well: write one of them out first',
  ],
  [
    'a key that `<<` brings, to remove it',
    'a: &a { x: 1 }\nb:\n  <<: *a\n',
    remove('b.x'),
    '<<',
    '`x` comes from `<<` and is not written here: edit it where it stands, or set it here',
  ],
  [
    'a key that `<<` brings, too, to remove it',
    'a: &a { x: 1 }\nb:\n  <<: *a\n  x: 2\n',
    remove('b.x'),
    '2\n',
    '`x` stands over the one that `<<` brings, which would count without it: take that one away first',
  ],
  [
    'inside a key that `<<` brings',
    'a: &a { x: { z: 1 } }\nb:\n  <<: *a\n',
    set('b.x.z', 2),
    '<<',
    '`x` comes from `<<` and is not written here: edit it where it stands, or set it here',
  ],
  [
    'a pair without braces',
    'a: [x: 1]\n',
    set('a[0].u', 2),
    'x: 1',
    'a pair without braces stands there: put braces around it first',
  ],
  [
    'a number that a tag calls a text',
    'a: !!str 1\n',
    set('a', 2),
    '1\n',
    'it is written in a way that cannot be edited in place: write it as a plain block',
  ],
]

for (const [it, text, edit, at, message] of stuck)
  test(`yaml does not edit ${it}`, () => {
    assert.throws(
      () => edited(text, [edit]),
      (error) => {
        assert.ok(error instanceof Stuck)
        assert.equal(error.message, message)
        assert.equal(error.offset, text.indexOf(at))
        return true
      },
    )
    assert.equal(givenBack(text, keptOf(text, [edit])), text)
  })

test('yaml tells where an edit got to', () => {
  const text = 'jobs:\n  a:\n    steps:\n      - run: x\n      - *b\n'.replace('- *b', '- {}')
  assert.equal(yaml.offset(text, ['jobs', 'a', 'steps', 0, 'run']), text.indexOf('x\n'))
  assert.equal(yaml.offset(text, ['jobs', 'a', 'with', 'k']), text.indexOf('steps'))
  assert.equal(yaml.offset(text, ['jobs', 'b']), text.indexOf('a:'))
})

test('yaml puts an equal value back where the place was written anew', () => {
  const from = 'a: { x: 1, y: 2 }\nb:\n  - u\n  - v\n'
  const kept = keptOf(from, [remove('a.y'), remove('b')])
  assert.equal(
    givenBack('a:\n    x: 1\n', kept),
    'a:\n    x: 1\n    "y": 2\nb:\n  - u\n  - v\n'.replaceAll('"', "'"),
  )
})
