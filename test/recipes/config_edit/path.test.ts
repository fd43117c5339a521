/** The PATH of an edit: its grammar, its faults, its one spelling. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { printPath, readPath } from '../../../recipes/config_edit/path.js'

const spelled = (text: string): string => {
  const reading = readPath(text)
  return reading.ok ? printPath(reading.segments) : `${reading.offset}: ${reading.message}`
}

test('a path is read into keys, indexes and choices', () => {
  assert.deepEqual(readPath('jobs.a-b[2][-1].steps[name=Run tests]."x.y"[=a1B2c3D_]'), {
    ok: true,
    segments: [
      { kind: 'key', key: 'jobs' },
      { kind: 'key', key: 'a-b' },
      { kind: 'index', index: 2 },
      { kind: 'index', index: -1 },
      { kind: 'key', key: 'steps' },
      { kind: 'match', by: 'name', value: 'Run tests' },
      { kind: 'key', key: 'x.y' },
      { kind: 'item', digest: 'a1B2c3D_' },
    ],
  })
})

test('each path has one spelling', () => {
  const spellings = [
    'a.b',
    '"a"."b"',
    'a . b',
    'a."b.c"[02]',
    '[name="x"].y',
    'a["k"=v]',
    'l[name="a]b"]',
    '"ü"."#"',
    '""',
  ]
  assert.deepEqual(spellings.map(spelled), [
    'a.b',
    'a.b',
    'a.b',
    'a."b.c"[2]',
    '[name=x].y',
    '1: `[` takes a number or `name=value`, and then `]`',
    'l[name="a]b"]',
    'ü."#"',
    '""',
  ])
})

test('a spelling is read as what it was printed from', () => {
  for (const text of [
    'a.b',
    'a."b c"',
    'a."\\"".b',
    'l[name="a]b"].x',
    '[id=1.2]',
    '"\\n"',
    'l[name="a\\u0000b"]',
  ])
    assert.equal(spelled(text), text)
})

test('a misspelt path is told with where it goes wrong', () => {
  assert.deepEqual(
    ['', '.a', 'a..b', 'a.', 'a[', 'a[x]', 'a]', 'a."b', 'a"b"', 'a[1]b', 'a."\\x"'].map(spelled),
    [
      '0: it is empty',
      '0: a key comes before the first dot',
      '1: a key has to follow the dot',
      '1: a key has to follow the dot',
      '1: `[` takes a number or `name=value`, and then `]`',
      '1: `[` takes a number or `name=value`, and then `]`',
      '1: `]` has no `[` before it',
      '1: the quote is not closed',
      '1: a dot is missing',
      '4: a dot is missing',
      '1: the quoted text is not as in JSON',
    ],
  )
})
