import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oneLine, paintFor, tame } from '../../lib/render/paint.js'
import { displayWidth, pad, truncate } from '../../lib/render/width.js'

test('without colour a brush leaves the text as it is', () => {
  assert.equal(paintFor(false).red('a'), 'a')
  assert.equal(paintFor(true).red('a'), '\x1b[31ma\x1b[39m')
})

test('output keeps its lines and the last state of a progress bar, and nothing that moves the cursor', () => {
  assert.equal(tame('10 %\r20 %\r\na\tb\x07\x1b[2J\x1b]0;title\x07c\x1b[1A\n\x1b', false), '20 %\na\tbc\n')
})

test('output keeps its colours where there is colour, and they end with it', () => {
  assert.equal(tame('\x1b[31mred\x1b[2K', true), '\x1b[31mred\x1b[0m')
  assert.equal(tame('\x1b[31mred\x1b[39m', false), 'red')
})

test('a name is one line whatever it holds', () => {
  assert.equal(oneLine('a\n\tb\x1b[31m\x00c'), 'a bc')
})

test('width counts what a terminal shows', () => {
  const widths = ['abc', '日本', 'é', 'e\u0301', '👩‍👩‍👧', '✔', '\x1b[31ma\x1b[39m', '…'].map(displayWidth)
  assert.deepEqual(widths, [3, 4, 1, 1, 2, 1, 1, 1])
})

test('a text is cut to a width and says so, never inside a character', () => {
  const cut = [
    truncate('abcdef', 6),
    truncate('abcdef', 4),
    truncate('日本語', 4),
    truncate('👩‍👩‍👧a👩‍👩‍👧', 4),
    truncate('ab', 0),
  ]
  assert.deepEqual(cut, ['abcdef', 'abc…', '日…', '👩‍👩‍👧a…', ''])
  assert.equal(pad('日', 4), '日  ')
})
