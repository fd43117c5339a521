import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Diagnostic } from '../../lib/core/diagnostic.js'
import { excerpt } from '../../lib/render/excerpt.js'

const at = (line: number, column: number, length: number): Diagnostic => ({
  severity: 'error',
  code: 'bad-value',
  message: 'this is so',
  at: { file: 'roadmap.yaml', line, column, length },
})

test('a fault stands with its line, a caret under the token, and the hint', () => {
  const text = 'one\r\n  two: [a, bc]\r\n'
  assert.equal(
    excerpt({ ...at(2, 12, 2), hint: 'nearest name: `b`' }, text, false),
    `roadmap.yaml:2:12  this is so
  2 |   two: [a, bc]
    |            ^^
  nearest name: \`b\``,
  )
})

test('without a text, or past its end, there is no line', () => {
  assert.equal(excerpt(at(1, 1, 0), undefined, false), 'roadmap.yaml:1:1  this is so')
  assert.equal(excerpt(at(9, 1, 0), 'one\n', false), 'roadmap.yaml:9:1  this is so')
})

test('a place without a token, at the end of a line, has a caret all the same', () => {
  assert.equal(
    excerpt(at(1, 9, 0), 'timeout:\n', false),
    'roadmap.yaml:1:9  this is so\n  1 | timeout:\n    |         ^',
  )
})

test('a warning says that it is one', () => {
  const warning: Diagnostic = { ...at(1, 1, 3), severity: 'warning' }
  assert.equal(excerpt(warning, 'abc', false), 'roadmap.yaml:1:1  warning: this is so\n  1 | abc\n    | ^^^')
})

test('tabs, wide characters and control characters do not move the caret from its token', () => {
  assert.equal(
    excerpt(at(1, 6, 2), '\tb\u001b日:xy', false),
    'roadmap.yaml:1:6  this is so\n  1 |     b\ufffd日:xy\n    |          ^^',
  )
  assert.equal(
    excerpt(at(1, 4, 2), 'a: 日本', false),
    'roadmap.yaml:1:4  this is so\n  1 | a: 日本\n    |    ^^^^',
  )
})

test('of a long line that part is shown where the token is', () => {
  const text = `${'a'.repeat(5000)} here ${'b'.repeat(5000)}`
  assert.equal(
    excerpt(at(1, 5002, 4), text, false),
    `roadmap.yaml:1:5002  this is so
  1 | …${'a'.repeat(82)} here ${'b'.repeat(10)}…
    | ${' '.repeat(84)}^^^^`,
  )
})

test('a token that is longer than what is shown is underlined as far as it is shown', () => {
  assert.equal(
    excerpt(at(1, 1, 300), 'x'.repeat(300), false),
    `roadmap.yaml:1:1  this is so\n  1 | ${'x'.repeat(99)}…\n    | ${'^'.repeat(100)}`,
  )
})

test('with colour the place is bold and the caret red', () => {
  assert.equal(
    excerpt(at(1, 1, 1), 'a', true),
    '\x1b[1mroadmap.yaml:1:1\x1b[22m  this is so\n  \x1b[2m1 |\x1b[22m a\n  \x1b[2m  |\x1b[22m \x1b[31m^\x1b[39m',
  )
})
