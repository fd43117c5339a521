import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codesOf, faultsOf, parse, valid, withTasks } from './reading.js'

const roots = (files: Parameters<typeof parse>[0]) => parse(files).draft?.sources.map(({ root }) => root)

test('a bomb of aliases is refused before anything is built from it', () => {
  const levels = Array.from({ length: 9 }, (_, i) => {
    const items = Array.from({ length: 10 }, () => (i === 0 ? 'x' : `*a${i - 1}`))
    return `a${i}: &a${i} [${items.join(',')}]\n`
  })
  assert.equal(
    faultsOf(levels.join('')),
    `roadmap.yaml:3:46  the alias \`*a1\` makes more copies than the limit of 100
  3 | a2: &a2 [*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1]
    |                                              ^^^`,
  )
})

test('an alias may be used a hundred times', () => {
  const uses = (count: number) => `a: &a x\nb: [${Array.from({ length: count }, () => '*a').join(', ')}]\n`
  assert.deepEqual(codesOf(parse(uses(100)).faults), [])
  assert.deepEqual(codesOf(parse(uses(101)).faults), ['too-many-aliases 2:405'])
})

test('an alias inside of its own anchor, or without one, is a fault', () => {
  assert.deepEqual(codesOf(parse('a: &a [*a]\nb: *b\n').draft?.faults ?? []), [
    'unknown-alias 1:8',
    'unknown-alias 2:4',
  ])
})

test('aliases and merge keys bring their values, and what is written wins over what is merged', () => {
  const text = 'a: &a { x: 1, y: 2 }\nb: &b { y: 3, z: 4 }\nc: { <<: [*a, *b], z: 5 }\nd: *a\n'
  assert.deepEqual(roots(text), [
    { a: { x: 1, y: 2 }, b: { y: 3, z: 4 }, c: { z: 5, x: 1, y: 2 }, d: { x: 1, y: 2 } },
  ])
})

test('a fault in what is merged is told where it is written', () => {
  assert.equal(
    faultsOf(withTasks('- &a { id: a1, type: command, run: x, timeout: soon }\n- { <<: *a, id: a2 }')),
    `roadmap.yaml:7:58  \`timeout\` of task \`a1\` is \`soon\`, and must be a duration such as \`10m\` or \`1h30m\`
  7 |           - &a { id: a1, type: command, run: x, timeout: soon }
    |                                                          ^^^^
roadmap.yaml:7:58  \`timeout\` of task \`a2\` is \`soon\`, and must be a duration such as \`10m\` or \`1h30m\`
  7 |           - &a { id: a1, type: command, run: x, timeout: soon }
    |                                                          ^^^^`,
  )
})

for (const [how, text] of [
  ['brackets', `a: ${'['.repeat(100_000)}\n`],
  ['braces', `a: ${'{a: '.repeat(1000)}\n`],
  ['lists on one line', `${'- '.repeat(1000)}a\n`],
  ['indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
] as const)
  test(`nesting by ${how} has a limit that is looked at before YAML is composed`, () => {
    const { draft, faults } = parse(text)
    assert.equal(draft, undefined)
    assert.deepEqual(
      faults.map(({ message }) => message),
      ['nested deeper than 64 levels, which is the limit'],
    )
  })

test('64 levels are not too many, and brackets in a text are none', () => {
  assert.deepEqual(codesOf(parse(`a: ${'['.repeat(63)}${']'.repeat(63)}\n`).faults), [])
  assert.deepEqual(codesOf(parse(`a: ${'['.repeat(64)}${']'.repeat(64)}\n`).faults), ['too-deep 1:67'])
  assert.deepEqual(codesOf(parse(`a: |\n  ${'['.repeat(200)}\nb: "${'{'.repeat(200)}"\n`).faults), [])
})

test('nesting by aliases counts too', () => {
  const levels = Array.from({ length: 70 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}`}]\n`)
  assert.deepEqual(codesOf(parse(levels.join('')).faults), ['too-deep 65:12'])
})

test('bytes that are no text are named with the place of the first', () => {
  const { faults } = parse({ 'roadmap.yaml': Uint8Array.of(0x61, 0x3a, 0x0a, 0xc3, 0xa4, 0xff, 0x61) })
  assert.deepEqual(
    faults.map(({ message, at }) => `${at.line}:${at.column} ${message}`),
    ['2:2 byte `0xff` is not UTF-8, and a roadmap must be text in UTF-8'],
  )
})

test('a character that is cut off at the end of the file is no text', () => {
  const { faults } = parse({ 'roadmap.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xe6, 0x97) })
  assert.deepEqual(codesOf(faults), ['not-text 1:4'])
})

test('control characters are no text, written or escaped', () => {
  assert.deepEqual(codesOf(parse('a: b\nc: \u0002\n').faults), ['not-text 2:4'])
  assert.deepEqual(codesOf(parse('a: "b\\0c"\n').draft?.faults ?? []), ['not-text 1:4'])
})

test('a byte order mark and line ends of another system do not count', () => {
  const { roadmap } = valid('\ufeffversion: 1\r\nname: x\r\nphases:\r\n  - id: phase-1\r\n')
  assert.equal(roadmap.name, 'x')
})

test('each line that is no YAML is told once, in our words', () => {
  assert.equal(
    faultsOf('version: 1\nname: a: b\nphases:\n   - id: a\n  - id: b\n'),
    `roadmap.yaml:2:7  no key can stand here: keys of a map start a line each, and a text with \`: \` in it must be quoted
  2 | name: a: b
    |       ^
roadmap.yaml:5:3  this line stands further in or out than its neighbours, and must be in line with them
  5 |   - id: b
    |   ^`,
  )
})

for (const [what, text, expected] of [
  ['a quote', 'a: 1\nb: "x\n', '2:4 a quote is opened here and never closed'],
  ['a bracket', 'a: [b, c\n', '1:8 a `]` is missing here'],
  ['a tab', 'a:\n\tb: 1\n', '2:1 a tab at the start of the line, and YAML is indented by spaces'],
  [
    'a tag',
    'a: !b c\n',
    '1:4 a tag such as `!name`, and a roadmap has none; quote a text that starts with `!`',
  ],
  ['a missing colon', 'a: 1\nb\n', '2:1 this should be a key, and no `:` follows it'],
  [
    'a character that YAML keeps',
    'a: @b\n',
    '1:4 plain value cannot start with reserved character @; quote it',
  ],
  ['a second document', 'a: 1\n---\nb: 1\n', '3:1 a second document starts here, and a roadmap is one'],
] as const)
  test(`${what} that spoils the YAML is told in our words`, () => {
    assert.deepEqual(
      parse(text).faults.map(({ message, at }) => `${at.line}:${at.column} ${message}`),
      [expected],
    )
  })

test('a key that stands twice, or is no name for a key, leaves the rest to be read', () => {
  const { draft } = parse('a: 1\na: 2\n__proto__: { x: 1 }\nconstructor: 3\n? [b]\n: 4\nc: .inf\n')
  assert.deepEqual(codesOf(draft?.faults ?? []), [
    'duplicate-key 2:1',
    'refused-key 3:1',
    'refused-key 4:1',
    'bad-value 5:3',
    'bad-value 7:4',
  ])
  assert.deepEqual(draft?.sources[0]?.root, { a: 1, c: Infinity })
})

test('an empty file is told what it must have', () => {
  assert.equal(
    faultsOf(''),
    'roadmap.yaml:1:1  `roadmap.yaml` is empty, and must have `version` and `phases`\n  1 |\n    | ^',
  )
  assert.deepEqual(codesOf(parse({}).faults), ['no-roadmap 1:1'])
})

test('a roadmap of more than 50 MB is refused unread', () => {
  const { faults } = parse({ 'roadmap.yaml': new Uint8Array(50_000_001) })
  assert.deepEqual(
    faults.map(({ message }) => message),
    ['the roadmap is larger than 50 MB, which is the limit for all of its files'],
  )
})
