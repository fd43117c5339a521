/** What stays of the tests that a file has when they are generated again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleText } from '../../../lib/core/merge.js'
import { threeWay } from '../../../lib/world/merge.js'
import type { Kept } from '../../../recipes/test_generation/ts/select.js'
import { settled } from '../../../recipes/test_generation/ts/standing.js'
import { testText } from '../../../recipes/test_generation/ts/write.js'
import { openFormat } from '../../../lib/world/format.js'
import { dialect, keptOf } from './units.js'

const kept = (subject: string, method: string, act: string, value: string): Kept =>
  keptOf({ id: `${subject} ${act}`, subject, method, act }, { id: act, value: ['n', value] })

const format = openFormat('/', () => undefined)

const written = (tests: readonly Kept[], held?: ReadonlyMap<string, string>): Promise<string> => {
  const file = { path: 'a.test.ts', target: 'a.ts', imports: [], usesClock: false }
  return format('a.test.ts', testText(held === undefined ? file : { ...file, held }, tests, dialect()))
}

async function again(tests: readonly Kept[], before: string): Promise<string> {
  const { tests: ordered, held } = settled(tests, await written(tests), before)
  return await written(ordered, held)
}

const BEFORE = [
  kept('add', '', 'add(1, 2)', '3'),
  kept('add', '', 'add(2, 2)', '4'),
  kept('Box', '', 'new Box().size', '0'),
  kept('Box', 'put', 'new Box().put(1)', '1'),
]

const shape = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => /^\s*(describe|it)\(|= /.test(line))
    .map((line) => line.trim().replace(/, (async )?\(\) => \{$/, ''))

test('what has not changed is the same text, though it is found in another order', async () => {
  const before = await written(BEFORE)
  assert.equal(await again([...BEFORE].reverse(), before), before)
})

test('a test that is the same keeps its name and place; a new one comes last in its describe; what is gone goes', async () => {
  const before = (await written(BEFORE)).replace('returns 4', "adds what isn't one")
  const now = [
    kept('Box', 'put', 'new Box().put(1)', '1'),
    kept('Box', 'put', 'new Box().put(2)', '1'),
    kept('add', '', 'add(9, 9)', '18'),
    kept('add', '', 'add(2, 2)', '4'),
  ]
  assert.deepEqual(shape(await again(now, before)), [
    'describe("add"',
    `it("adds what isn't one"`,
    'const result = add(2, 2);',
    'it("returns 18"',
    'const result = add(9, 9);',
    'describe("Box"',
    'describe("put"',
    'it("returns 1"',
    'const result = new Box().put(1);',
    'it("returns 1 (2)"',
    'const result = new Box().put(2);',
  ])
})

test('a name that is held is given to no other', async () => {
  const held = new Map([['add add(2, 2)', 'returns 3']])
  assert.deepEqual(shape(await written(BEFORE.slice(0, 2), held)), [
    'describe("add"',
    'it("returns 3 (2)"',
    'const result = add(1, 2);',
    'it("returns 3"',
    'const result = add(2, 2);',
  ])
})

test('a test that was edited by hand stays as it is when another changes', async () => {
  const base = await written(BEFORE)
  const current = base.replace('returns 3', 'adds small numbers').replace('toBe(3)', 'toEqual(1 + 2)')
  const proposed = await again(
    [...BEFORE.slice(0, 3), kept('Box', 'put', 'new Box().put(5)', '5')].reverse(),
    base,
  )
  const result = settleText({ current, base, proposed }, threeWay)
  assert.equal(result.kind, 'text')
  assert.deepEqual(shape(result.text), [
    'describe("add"',
    'it("adds small numbers"',
    'const result = add(1, 2);',
    'it("returns 4"',
    'const result = add(2, 2);',
    'describe("Box"',
    'it("returns 0"',
    'const result = new Box().size;',
    'describe("put"',
    'it("returns 5"',
    'const result = new Box().put(5);',
  ])
  assert.match(result.text, /toEqual\(1 \+ 2\)/)
})
