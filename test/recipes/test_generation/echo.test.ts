import assert from 'node:assert/strict'
import { test } from 'node:test'
import { says, telling } from '../../../recipes/test_generation/ts/echo.js'
import type { Seen, Value } from '../../../recipes/test_generation/ts/seen.js'
import type { Kept } from '../../../recipes/test_generation/ts/select.js'

const runner = { runner: 'jest' } as const
const text = (value: string): Value => ['s', value]
const words = (...all: string[]): Value => ['list', all.map(text)]
const failed = (message: string, more: readonly (readonly [string, Value])[] = []): Value => [
  'error',
  'Error',
  [['message', text(message)], ...more],
]

function kept(
  seen: Pick<Seen, 'outcome' | 'value'> & Partial<Seen>,
  { arrange = [], answers = [] }: { arrange?: readonly string[]; answers?: readonly string[] } = {},
): Kept {
  return {
    case: {
      id: '',
      subject: 'save',
      method: '',
      choices: new Map(),
      arrange,
      act: "save('id-1')",
      stubs: [],
      answers,
      knobs: [],
      labels: [],
    },
    seen: { id: '', isAsync: true, calls: [], goesOn: false, covered: [], ...seen },
  }
}

const arrange = ["const db = { put: jest.fn().mockRejectedValue(new Error('put failed')) }"]
const well = kept({ outcome: 'returned', value: text('saved'), calls: [['db.put', [words('id-1')]]] })
const fails = (value: Value, calls: Seen['calls'] = [['db.put', [words('id-1')]]]): Kept =>
  kept({ outcome: 'threw', value, calls }, { arrange })

test('an error of our own making that only went through is no word of the unit', () => {
  assert.deepEqual(telling([well, fails(failed('put failed'))], runner), [well])
})

test('it is one where the unit made another of it, or gave it a status', () => {
  const all = [
    well,
    fails(failed('not saved: put failed')),
    fails(failed('put failed', [['status', ['n', '503']]])),
  ]
  assert.deepEqual(telling(all, runner), all)
})

test('it is one where something was asked because of it, and not where all was asked as ever', () => {
  const told = fails(failed('put failed'), [
    ['db.put', [words('id-1')]],
    ['db.query', [words('ROLLBACK')]],
  ])
  const logged = fails(failed('put failed'), [['log.error', [['list', [failed('put failed')]]]]])
  assert.deepEqual(telling([well, told, logged], runner), [well, told, logged])
})

test('what a stub was told to give says nothing, unless it was asked with words', () => {
  const user: Value = ['object', '', [['name', text('Ada')]]]
  const answers = ["{ name: 'Ada' }", 'users']
  const given = (value: Value, calls: Seen['calls'] = []): boolean =>
    says(kept({ outcome: 'returned', value, calls }, { answers }), runner)
  assert.equal(given(user), false)
  assert.equal(given(['local', 'users']), false)
  assert.equal(given(user, [['db.first', [words()]]]), false)
  assert.equal(given(user, [['db.find', [words('id-1')]]]), true)
  assert.equal(given(['list', [user]]), true)
  assert.equal(given(['undefined']), false)
  assert.equal(given(['undefined'], [['db.close', [words()]]]), true)
})
