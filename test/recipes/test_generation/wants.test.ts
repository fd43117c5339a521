/** What leads into a branch is written into the arguments of a call: a value, an answer, a failure. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseOf, targetsOf } from '../../../recipes/test_generation/ts/cases.js'
import type { Param, Shape, Want } from '../../../recipes/test_generation/ts/unit.js'
import { following } from '../../../recipes/test_generation/ts/wants.js'
import { dialect, unit } from './units.js'

const row: Shape = {
  is: 'object',
  isPartial: false,
  fields: [
    { name: 'id', isOptional: false, shape: { is: 'string' } },
    { name: 'visits', isOptional: true, shape: { is: 'number' } },
  ],
}
const one: Shape = {
  is: 'function',
  isAsync: true,
  isThis: false,
  returns: { is: 'either', of: [row, { is: 'nothing' }] },
}
const db: Shape = { is: 'object', isPartial: false, fields: [{ name: 'one', isOptional: false, shape: one }] }
const param = (name: string, shape: Shape): Param => ({ name, shape, isOptional: false, isRest: false })

/** How `find(db, input)` is called where these are wanted. */
function written(wants: readonly (readonly [at: string, code: string])[], input: Shape = { is: 'unknown' }) {
  const call = { name: '', params: [param('db', db), param('input', input)], isAsync: true }
  const own = unit({
    uses: ['one', 'id', 'visits'],
    subjects: [{ name: 'find', export: 'named', kind: 'function', call }],
    goals: [
      {
        of: 'find.',
        wants: wants.map(([at, code]): Want => ({ at, code, label: `\`${at}\` is ${code}` })),
        needs: [],
      },
    ],
  })
  const [target] = targetsOf(own)
  if (target === undefined) throw new Error('find')
  const { arrange, act, labels } = caseOf(target, following(0), own, dialect('jest', false))
  return [...arrange, act, ...labels]
}

test('an answer of a stub is what is wanted, whole or in part', () => {
  assert.deepEqual(written([['m0.db.one()', 'undefined']]), [
    'const db = { one: jest.fn().mockResolvedValue(undefined) }',
    "find(db, 'text')",
    '`m0.db.one()` is undefined',
  ])
  assert.deepEqual(written([['m0.db.one().visits', '0']]).slice(0, 1), [
    "const db = { one: jest.fn().mockResolvedValue({ id: 'id-1', visits: 0 }) }",
  ])
})

test('a stub fails with the error that is wanted', () => {
  assert.deepEqual(written([['m0.db.one!', "new Error('gone')"]]).slice(0, 1), [
    "const db = { one: jest.fn().mockRejectedValue(new Error('gone')) }",
  ])
})

test('a stub that is asked at several places answers each as it is wanted there', () => {
  assert.deepEqual(written([['m0.db.one()#1', 'undefined']]).slice(0, 1), [
    "const db = { one: jest.fn().mockResolvedValue({ id: 'id-1', visits: 3 })" +
      ".mockResolvedValueOnce({ id: 'id-1', visits: 3 }).mockResolvedValueOnce(undefined) }",
  ])
})

test('what has no type is made as it is wanted', () => {
  assert.deepEqual(
    written([
      ['m1.input.size', '3'],
      ['m1.input.parts[0].name', "'a'"],
    ]).slice(1, 2),
    ["find(db, { size: 3, parts: [{ name: 'a' }, { name: 'a' }] })"],
  )
})

test('of alternatives the one is taken that has what is wanted', () => {
  const kind = (code: string, field: string): Shape => ({
    is: 'object',
    isPartial: false,
    fields: [
      { name: 'kind', isOptional: false, shape: { is: 'code', code } },
      { name: field, isOptional: false, shape: { is: 'boolean' } },
    ],
  })
  const input: Shape = { is: 'either', of: [kind("'cat'", 'purrs'), kind("'dog'", 'barks')] }
  const call = written([['m1.input.kind', "'dog'"]], input)[1]
  assert.equal(call, "find(db, { kind: 'dog', barks: true })")
})

test('variables of the environment are set before the call', () => {
  assert.deepEqual(written([['e.MODE', "'strict'"]]).slice(0, 1), [
    "process.env = { ...process.env, MODE: 'strict' }",
  ])
})
