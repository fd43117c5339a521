import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Case } from '../../../recipes/test_generation/ts/cases.js'
import { caseOf, targetsOf, variationsOf } from '../../../recipes/test_generation/ts/cases.js'
import type { Shape, Subject } from '../../../recipes/test_generation/ts/unit.js'
import { lean } from '../../../recipes/test_generation/ts/explore.js'
import type { Seen, Value } from '../../../recipes/test_generation/ts/seen.js'
import { dialect, unit } from './units.js'

const user: Shape = {
  is: 'object',
  isPartial: false,
  fields: [
    { name: 'id', isOptional: false, shape: { is: 'string' } },
    { name: 'email', isOptional: false, shape: { is: 'string' } },
  ],
}
const find: Shape = {
  is: 'function',
  isAsync: true,
  isThis: false,
  returns: { is: 'either', of: [user, { is: 'code', code: 'null' }] },
}
const service: Subject & { readonly kind: 'class' } = {
  name: 'UserService',
  export: 'named',
  kind: 'class',
  made: 'new',
  construct: {
    name: 'constructor',
    isAsync: false,
    params: [
      {
        name: 'users',
        isOptional: false,
        isRest: false,
        shape: {
          is: 'object',
          isPartial: false,
          fields: [
            { name: 'find', isOptional: false, shape: find },
            { name: 'drop', isOptional: false, shape: find },
          ],
        },
      },
    ],
  },
  methods: [
    {
      name: 'emailOf',
      isAsync: true,
      params: [{ name: 'id', isOptional: false, isRest: false, shape: { is: 'string' } }],
    },
  ],
  statics: [],
}
const own = unit({ subjects: [service], uses: ['users', 'find', 'id', 'email'] })
const [target = never()] = targetsOf(own)
function never(): never {
  throw new Error('a class has a method to test')
}

const made = (choices: ReadonlyMap<string, number> = new Map()): Case =>
  caseOf(target, choices, own, dialect())

test('a dependency is a stub that gives what its type says, with what the unit speaks of and no more', () => {
  const { arrange, act, stubs, labels } = made()
  assert.deepEqual(arrange, [
    "const users = { find: jest.fn().mockResolvedValue({ id: 'id-1', email: 'ada@example.com' }) }",
    'const userService = new UserService(users as never)',
  ])
  assert.deepEqual([act, stubs, labels], ["userService.emailOf('id-1')", ['users.find'], []])
})

test('the same in the words of node:test', () => {
  assert.equal(
    caseOf(target, new Map(), own, dialect('node')).arrange[0],
    "const users = { find: mock.fn(async () => ({ id: 'id-1', email: 'ada@example.com' })) }",
  )
})

test('each variation differs in one choice, and says in which', () => {
  const found = variationsOf(made(), made, 40).map(({ arrange, act, labels }) => [
    labels.join(),
    arrange[0],
    act,
  ])
  const stub = (answer: string): string => `const users = { find: jest.fn().${answer} }`
  const usual = stub("mockResolvedValue({ id: 'id-1', email: 'ada@example.com' })")
  assert.deepEqual(found.slice(0, 3), [
    ['`find` fails', stub("mockRejectedValue(new Error('find failed'))"), "userService.emailOf('id-1')"],
    ['`find` is null', stub('mockResolvedValue(null)'), "userService.emailOf('id-1')"],
    [
      '`id` is "id-2"',
      stub("mockResolvedValue({ id: 'id-2', email: 'ada@example.com' })"),
      "userService.emailOf('id-1')",
    ],
  ])
  assert.deepEqual(
    found.filter(([, first]) => first === usual),
    [
      ['`id` is empty', usual, "userService.emailOf('')"],
      ['`id` is "id-2"', usual, "userService.emailOf('id-2')"],
      ['`id` is "65a5c3e0f1d2b4a697887766"', usual, "userService.emailOf('65a5c3e0f1d2b4a697887766')"],
    ],
  )
})

test('a stub that nothing called is left out, and what is told of the others stays', () => {
  const wider = unit({ ...own, uses: [...own.uses, 'drop'] })
  const whole = caseOf(target, new Map(), wider, dialect())
  const call: Value = ['list', [['s', 'id-1']]]
  const seen: Seen = {
    id: whole.id,
    outcome: 'returned',
    isAsync: true,
    value: ['s', 'ada@example.com'],
    calls: [
      ['users.find', [call]],
      ['users.drop', []],
    ],
    goesOn: false,
    covered: [],
  }
  const short = lean({ case: whole, seen }, (_one, choices) => caseOf(target, choices, wider, dialect()))
  assert.deepEqual(whole.stubs, ['users.find', 'users.drop'])
  assert.deepEqual(short.case.arrange, [
    "const users = { find: jest.fn().mockResolvedValue({ id: 'id-1', email: 'ada@example.com' }) }",
    'const userService = new UserService(users as never)',
  ])
  assert.deepEqual(short.seen.calls, [['users.find', [call]]])
})

test('what a function gives is called by the name of what it makes', () => {
  const factory: Subject = {
    ...service,
    name: 'createUserService',
    made: 'call',
    construct: { ...service.construct, isAsync: true },
  }
  const [method = never()] = targetsOf(unit({ ...own, subjects: [factory] }))
  const { arrange, act } = caseOf(method, new Map(), unit({ ...own, subjects: [factory] }), dialect())
  assert.deepEqual(
    [arrange.at(-1), act],
    ['const userService = await createUserService(users as never)', "userService.emailOf('id-1')"],
  )
})
