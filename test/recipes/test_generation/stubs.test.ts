import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseOf, targetsOf, variationsOf } from '../../../recipes/test_generation/ts/cases.js'
import { clientLines } from '../../../recipes/test_generation/ts/stubs.js'
import { reloadLines } from '../../../recipes/test_generation/ts/reload.js'
import type { Client, Outlet, Shape, Subject } from '../../../recipes/test_generation/ts/unit.js'
import { dialect, unit } from './units.js'

const text: Shape = { is: 'string' }
const answers = (returns: Shape, isAsync = true): Shape & { is: 'function' } => ({
  is: 'function',
  isAsync,
  isThis: false,
  returns,
})
const field = (name: string, shape: Shape) => ({ name, isOptional: false, shape })
const object = (name: string | undefined, fields: Readonly<Record<string, Shape>>): Shape => ({
  is: 'object',
  isPartial: true,
  fields: Object.entries(fields).map(([one, shape]) => field(one, shape)),
  ...(name === undefined ? {} : { name }),
})
const outlet = (more: Partial<Outlet> & { local: string }): Outlet => ({
  name: more.local,
  members: [],
  kept: [],
  ...more,
})
const client = (from: string, outlets: readonly Outlet[], more: Partial<Client> = {}): Client => ({
  from,
  outlets,
  isShared: false,
  ...more,
})

const users: Subject = {
  name: 'emailOf',
  export: 'named',
  kind: 'function',
  call: { name: '', isAsync: true, params: [], outlets: ['getDb'], uses: ['users', 'findOne', 'email'] },
}
const db = client(
  '@app/db',
  [
    outlet({
      local: 'getDb',
      call: answers(
        object('Db', {
          users: answers(
            object('UserCollection', { findOne: answers(object(undefined, { email: text })) }),
            false,
          ),
          close: answers({ is: 'nothing' }),
        }),
        false,
      ),
    }),
  ],
  { path: 'src/db.ts', isShared: true },
)
const own = unit({ path: 'src/users.ts', subjects: [users], clients: [db] })
const standing = { testFile: 'src/users.test.ts', dialect: dialect(), text: '' }

test('a module of the project gives way to stubs, and keeps what else it has', () => {
  assert.deepEqual(clientLines(own, standing), {
    imports: ["import { getDb } from './db'"],
    mocks: [
      '',
      "jest.mock('./db', () => ({ ...jest.requireActual<object>('./db'), getDb: jest.fn() }))",
      '',
      'beforeEach(() => {\njest.resetAllMocks()\n})',
    ],
  })
})

test('in Vitest the factory waits for the module that it keeps the rest of', () => {
  assert.deepEqual(clientLines(own, { ...standing, dialect: dialect('vitest') }).mocks.slice(0, 2), [
    '',
    "vi.mock('./db', async (importOriginal) => ({ ...(await importOriginal<object>()), getDb: vi.fn() }))",
  ])
})

test('each object on the way to an answer has a name, and only the last on it fails', () => {
  const [target] = targetsOf(own)
  assert.ok(target)
  const made = (choices: ReadonlyMap<string, number> = new Map()) => caseOf(target, choices, own, dialect())
  const usual = made()
  assert.deepEqual(usual.arrange, [
    "const userCollection = { findOne: jest.fn().mockResolvedValue({ email: 'ada@example.com' }) }",
    'const db = { users: jest.fn().mockReturnValue(userCollection) }',
    'jest.mocked(getDb).mockReturnValue(db as never)',
  ])
  assert.deepEqual(usual.stubs, ['userCollection.findOne', 'db.users', 'getDb'])
  assert.deepEqual(
    variationsOf(usual, made, 40)
      .map(({ labels }) => labels.join())
      .filter((label) => label.endsWith('fails')),
    ['`findOne` fails'],
  )
})

test('what a class and an object of a package are asked is stubbed, each where it stands', () => {
  const calls: Subject = {
    name: 'send',
    export: 'named',
    kind: 'function',
    call: {
      name: '',
      isAsync: true,
      params: [],
      outlets: ['Queue', 'mail'],
      uses: ['add', 'users', 'notify'],
    },
  }
  const clients = [
    client('queues', [
      outlet({ local: 'Queue', makes: object('Queue', { add: answers(text) }) }),
      outlet({
        name: 'default',
        local: 'mail',
        members: [field('users', object(undefined, { notify: answers({ is: 'nothing' }) }))],
      }),
    ]),
  ]
  const whole = unit({ subjects: [calls], clients })
  const [target] = targetsOf(whole)
  assert.ok(target)
  assert.deepEqual(
    clientLines(whole, standing).mocks[1],
    "jest.mock('queues', () => ({ Queue: jest.fn(), __esModule: true, default: { users: { notify: jest.fn() } } }))",
  )
  assert.deepEqual(clientLines(whole, standing).imports, ["import mail, { Queue } from 'queues'"])
  assert.deepEqual(caseOf(target, new Map(), whole, dialect()).arrange, [
    "const queue = { add: jest.fn().mockResolvedValue('text') }",
    'jest.mocked(Queue).mockImplementation(function () { return queue as never })',
    'jest.mocked(mail.users.notify).mockResolvedValue(undefined as never)',
  ])
})

test('what is asked for while the unit is loaded is one object for all tests', () => {
  const pool = client('pg', [
    outlet({
      local: 'Pool',
      makes: object('Pool', { query: answers(text) }),
      kept: [{ path: '', as: 'pool' }],
    }),
  ])
  const lines = (runner: 'jest' | 'vitest') =>
    clientLines(unit({ clients: [pool] }), { ...standing, dialect: dialect(runner) }, () => false)
  assert.deepEqual(lines('jest').mocks.slice(1, 3), [
    "jest.mock('pg', () => {\nconst pool = { query: jest.fn() }\nreturn { Pool: jest.fn(function () { return pool }), pool }\n})",
    "const { pool } = jest.requireMock<{ pool: { query: jest.Mock } }>('pg')",
  ])
  assert.deepEqual(lines('vitest').mocks.slice(1, 3), [
    'const { pool } = vi.hoisted(() => ({ pool: { query: vi.fn() } }))',
    "vi.mock('pg', () => ({ Pool: vi.fn(function () { return pool }) }))",
  ])
  assert.deepEqual(lines('jest').imports, [])
})

test('a unit that remembers is loaded anew before each test, and the stubs that it sees with it', () => {
  const lines = reloadLines({ ...own, isStateful: true }, standing, () => true)
  assert.deepEqual(lines, [
    "let getDb: typeof import('./db').getDb",
    "let emailOf: typeof import('./users').emailOf",
    '',
    "jest.mock('./db', () => ({ ...jest.requireActual<object>('./db'), getDb: jest.fn() }))",
    '',
    'beforeEach(() => {',
    'jest.resetModules()',
    ";({ getDb } = jest.requireMock<typeof import('./db')>('./db'))",
    ";({ emailOf } = jest.requireActual<typeof import('./users')>('./users'))",
    '})',
  ])
})

test('the web answers with what the unit takes a body to be, or badly, or not at all', () => {
  const asking: Subject = {
    name: 'load',
    export: 'named',
    kind: 'function',
    call: { name: '', isAsync: true, params: [], outlets: [], uses: [], fetches: true },
  }
  const web = unit({
    subjects: [asking],
    fetched: { is: 'object', isPartial: false, fields: [field('email', text)] },
  })
  const [target] = targetsOf(web)
  assert.ok(target)
  const made = (choices: ReadonlyMap<string, number> = new Map()) => caseOf(target, choices, web, dialect())
  const body = "JSON.stringify({ email: 'ada@example.com' })"
  const spy = (code: string) => [`jest.spyOn(globalThis, 'fetch').mockImplementation(${code})`]
  assert.deepEqual(
    [made(), ...variationsOf(made(), made, 40)]
      .map(({ labels, arrange }) => [labels.join(), arrange] as const)
      .filter(([label]) => !label.includes('email')),
    [
      ['', spy(`async () => new Response(${body}, { status: 200 })`)],
      ['`fetch` is answered 404', spy(`async () => new Response(${body}, { status: 404 })`)],
      ['`fetch` is answered 500', spy(`async () => new Response(${body}, { status: 500 })`)],
      ['`fetch` fails', spy("() => Promise.reject(new TypeError('fetch failed'))")],
    ],
  )
  assert.deepEqual(clientLines(web, standing).mocks, ['', 'afterEach(() => {\njest.restoreAllMocks()\n})'])
})

test('several calls of a stub are told one by one, in their order', () => {
  assert.equal(
    dialect().expectCalls('find', ["['id-1']", '[]']),
    "expect(find).toHaveBeenCalledTimes(2)\nexpect(find).toHaveBeenNthCalledWith(1, 'id-1')\nexpect(find).toHaveBeenNthCalledWith(2)",
  )
  assert.equal(dialect().expectCalls('find', ["['id-1']"]), "expect(find).toHaveBeenCalledWith('id-1')")
})
