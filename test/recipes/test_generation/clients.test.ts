import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { readUnit } from '../../../recipes/test_generation/ts/read.js'
import type { Unit } from '../../../recipes/test_generation/ts/unit.js'
import { folder } from '../../world/folder.js'

const ts = createRequire(import.meta.url)('typescript') as Parameters<typeof readUnit>[0]

const PG = {
  'package.json': '{ "name": "shop" }',
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "lib": ["es2020"], "types": [], "module": "nodenext" } }',
  'node_modules/pg/package.json': '{ "name": "pg", "types": "index.d.ts" }',
  'node_modules/pg/index.d.ts': `
    export declare class Pool {
      constructor(options: { connectionString?: string })
      query<R>(text: string, values?: unknown[]): Promise<{ rows: R[]; rowCount: number }>
      end(): Promise<void>
    }
    export declare class Point { constructor(x: number, y: number); distance(): number }
    export declare function escapeLiteral(text: string): string`,
}

const read = (t: TestContext, files: Readonly<Record<string, string>>, path: string): Unit =>
  readUnit(ts, folder(t, { ...PG, ...files }), path)

test('what a class asks of a connection that its base class keeps is read, each method with what it uses', (t) => {
  const { clients, subjects } = read(
    t,
    {
      'src/db.ts': `
        import { Pool } from 'pg'
        let pool: Pool
        export const connect = () => { pool = new Pool({}) }
        export const getPool = (): Pool => pool
        export const table = (name: string) => '"' + name + '"'`,
      'src/base.ts': `
        import { getPool } from './db'
        export abstract class Base { protected get pool() { return getPool() } }`,
      'src/users.ts': `
        import { Base } from './base'
        import { table } from './db'
        export class Users extends Base {
          async find(id: string) {
            const { rows } = await this.pool.query<{ id: string }>('select from ' + table('users'), [id])
            return rows[0]
          }
          label() { return table('users') }
        }`,
    },
    'src/users.ts',
  )
  assert.deepEqual(clients, [
    {
      from: './db',
      path: 'src/db.ts',
      isShared: true,
      outlets: [
        {
          name: 'getPool',
          local: 'getPool',
          members: [],
          kept: [],
          call: {
            is: 'function',
            isAsync: false,
            isThis: false,
            returns: {
              is: 'object',
              isPartial: false,
              name: 'Pool',
              fields: [
                {
                  name: 'query',
                  isOptional: false,
                  shape: {
                    is: 'function',
                    isAsync: true,
                    isThis: false,
                    returns: {
                      is: 'object',
                      isPartial: false,
                      fields: [
                        {
                          name: 'rows',
                          isOptional: false,
                          shape: {
                            is: 'list',
                            item: {
                              is: 'object',
                              isPartial: false,
                              fields: [{ name: 'id', isOptional: false, shape: { is: 'string' } }],
                            },
                          },
                        },
                        { name: 'rowCount', isOptional: false, shape: { is: 'number' } },
                      ],
                    },
                  },
                },
                {
                  name: 'end',
                  isOptional: false,
                  shape: { is: 'function', isAsync: true, isThis: false, returns: { is: 'nothing' } },
                },
              ],
            },
          },
        },
      ],
    },
  ])
  const [users] = subjects
  const methods = users?.kind === 'class' ? users.methods : []
  assert.deepEqual(
    methods.map(({ name, outlets }) => [name, outlets]),
    [
      ['find', ['getPool']],
      ['label', []],
    ],
  )
})

test('of a package that connects what takes no time stays, and a call at loading is told with the name it is kept by', (t) => {
  const { clients } = read(
    t,
    {
      'src/report.ts': `
        import { readFileSync } from 'node:fs'
        import { escapeLiteral, Point, Pool } from 'pg'
        const pool = new Pool({})
        export const far = () => new Point(1, 2).distance()
        export const total = async () => (await pool.query('select ' + escapeLiteral('a'))).rowCount
        export const text = (path: string) => readFileSync(path, 'utf8')`,
    },
    'src/report.ts',
  )
  assert.deepEqual(
    clients.map(({ from, outlets }) => [from, outlets.map(({ local, kept }) => [local, kept])]),
    [['pg', [['Pool', [{ path: '', as: 'pool' }]]]]],
  )
})

test('a module of the project is a client for what reaches out of it alone, be it by a package that stands on one', (t) => {
  const { clients } = read(
    t,
    {
      'node_modules/acme-sdk/package.json':
        '{ "name": "acme-sdk", "types": "index.d.ts", "dependencies": { "axios": "1" } }',
      'node_modules/acme-sdk/index.d.ts': 'export declare function send(text: string): Promise<void>',
      'src/mail.ts': `
        import { send } from 'acme-sdk'
        export class MailError extends Error {}
        export const greet = (name: string) => send('hello ' + name)
        export const subject = (name: string) => 'To ' + name`,
      'src/welcome.ts': `
        import { greet, MailError, subject } from './mail'
        import type { Pool } from 'pg'
        export const welcome = async (name: string, pool?: Pool) => {
          if (name === '') throw new MailError(subject(name))
          await greet(name)
        }`,
    },
    'src/welcome.ts',
  )
  assert.deepEqual(
    clients.map(({ from, outlets, isShared }) => [from, outlets.map(({ local }) => local), isShared]),
    [['./mail', ['greet'], true]],
  )
})

test('a file that changes what it keeps remembers; one that only reads it does not', (t) => {
  const files = {
    'src/count.ts': `
      let count = 0
      export const next = () => ++count`,
    'src/cache.ts': `
      const known = new Map<string, string>()
      export const keep = (key: string) => { known.set(key, key) }`,
    'src/names.ts': `
      const names = ['Ada']
      names.push('Grace')
      export const has = (name: string) => { const all = [...names]; all.push(name); return all.length }`,
  }
  assert.deepEqual(
    Object.keys(files).map((path) => read(t, files, path).isStateful),
    [true, true, false],
  )
})

test('of what CommonJS exports it is read what it uses of clients, too', (t) => {
  const { subjects, clients } = read(
    t,
    {
      'src/users.js': `
        const { Pool } = require('pg')
        exports.count = async () => (await new Pool({}).query('select')).rowCount
        exports.none = () => 0`,
    },
    'src/users.js',
  )
  assert.deepEqual(
    subjects.map((one) => one.kind === 'function' && [one.name, one.call.outlets]),
    [
      ['count', ['Pool']],
      ['none', []],
    ],
  )
  assert.deepEqual(
    clients.map(({ from, outlets }) => [from, outlets.map(({ name }) => name)]),
    [['pg', ['Pool']]],
  )
})

test('what a unit fetches is read with what it takes the answer to be; a fetch that it is given is none of it', (t) => {
  const { subjects, fetched } = read(
    t,
    {
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "lib": ["es2020", "dom"], "types": [] } }',
      'src/user.ts': `
        interface User { name: string }
        export const load = async (id: string) => (await (await fetch('/users/' + id)).json()) as User
        export const given = async (fetch: (url: string) => Promise<string>) => fetch('/users')`,
    },
    'src/user.ts',
  )
  assert.deepEqual(
    subjects.map((one) => one.kind === 'function' && [one.name, one.call.fetches]),
    [
      ['load', true],
      ['given', undefined],
    ],
  )
  assert.deepEqual(fetched, {
    is: 'object',
    name: 'User',
    isPartial: false,
    fields: [{ name: 'name', isOptional: false, shape: { is: 'string' } }],
  })
})
