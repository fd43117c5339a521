import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrap } from '../../lib/render/wrap.js'

test('a line that fits stays as it is, to the last column', () => {
  assert.equal(wrap('ten  signs\n  two', 10), 'ten  signs\n  two')
})

test('a longer line is broken between words, and goes on two columns deeper', () => {
  assert.equal(wrap('left  a/b: it was edited since', 16), 'left  a/b: it\n  was edited\n  since')
  assert.equal(wrap('  one two three', 10), '  one two\n    three')
})

test('what stands in backticks is not broken', () => {
  assert.equal(wrap('go on with `orchestrate make`, or not', 28), 'go on with\n  `orchestrate make`, or not')
})

test('a word that is wider than the terminal is left to it', () => {
  assert.equal(wrap('in /a/very/long/path it is', 10), 'in\n  /a/very/long/path\n  it is')
})

test('colours take no room, and wide signs take two columns', () => {
  assert.equal(wrap('\x1b[31mfailed\x1b[39m a b', 10), '\x1b[31mfailed\x1b[39m a b')
  assert.equal(wrap('日本 日本 日本', 9), '日本 日本\n  日本')
})
