import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textAgainst, textFor } from '../../../recipes/test_generation/ts/pattern.js'

const PATTERNS: readonly (readonly [RegExp, string, string])[] = [
  [/^[a-z][a-z0-9_]{2,23}$/, 'aaa', ''],
  [/[^aeiou]y$|quy$/i, 'by', 'text'],
  [/^(?:wo)?man$/i, 'woman', 'text'],
  [/^[\w.+-]+@[\w-]+\.[a-z]{2,}$/, 'aa@aa.aa', 'text'],
  [/^v?(\d+)\.(\d+)$/, 'v11.11', 'text'],
  [/\b(?:bison|cod)\b/i, 'bison', 'text'],
  [/^(?!x)a.*$/, 'aaa', 'text'],
  [/[\p{L}\p{N}]+/u, 'aa', ''],
  [/^#([0-9a-f]{3}){1,2}$/i, '#aaa', 'text'],
]

test('of a pattern there is a text that it takes, and one that it does not', () => {
  assert.deepEqual(
    PATTERNS.map(([pattern]) => [pattern, textFor(pattern), textAgainst(pattern)]),
    PATTERNS,
  )
})

test('each of its alternatives has a text', () => {
  assert.deepEqual(
    [0, 1].map((turn) => textFor(/^(?:ready|steady)$/, turn)),
    ['ready', 'steady'],
  )
})

test('a pattern that nothing fits, or that everything does, gives no text', () => {
  assert.equal(textFor(/a^/), undefined)
  assert.equal(textAgainst(/^/), undefined)
})
