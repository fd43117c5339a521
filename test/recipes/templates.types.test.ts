/** Types of a repository as factories make them: each field has a value that fits, and what nobody can know is asked for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rendered, sightOf } from './file_generation/rig.js'

/** The lines between the braces of what is returned. */
async function made(type: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const look = sightOf({ 'src/user.ts': type, ...files }, { semi: false, singleQuote: true, printWidth: 200 })
  const text = await rendered(look, 'user-fixtures', 'test/user.ts', { type: 'src/user.ts#User' })
  const body = /made \+= 1\n([^]*?)\n}\n/.exec(text)?.[1] ?? ''
  return body
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => !/^(?:return .*\{|\.\.\.fields|\}|\}\))$/.test(line))
}

const signature = async (type: string): Promise<string> => {
  const text = await rendered(
    sightOf({ 'src/user.ts': type }, { printWidth: 200 }),
    'user-fixtures',
    'test/user.ts',
  )
  return /export function makeUser\((.*)\): User/.exec(text)?.[1] ?? text
}

test('plain fields are named for what they are, and optional ones left out', async () => {
  const type = `export interface User {
    id: number; email: string; websiteUrl: string; ownerId: string; created_at: string; updatedAt: number
    isActive: boolean; isAdmin: boolean; born: Date; nick?: string; 'odd-key': string; bio: string
  }`
  assert.deepEqual(await made(type), [
    'id: made',
    'email: `user-${made}@example.test`',
    'websiteUrl: `https://example.test/user/${made}`',
    "ownerId: 'owner-1'",
    "created_at: '2024-01-01T00:00:00.000Z'",
    'updatedAt: 1704067200000',
    'isActive: true',
    'isAdmin: false',
    "born: new Date('2024-01-01T00:00:00.000Z')",
    "'odd-key': `odd key ${made}`",
    'bio: `bio ${made}`',
  ])
})

test('unions give their first real member, lists none, and what holds others is made whole', async () => {
  const type = `type Plan = null | 'free' | 'paid'
    interface Base { id: string }
    export type User = Base & { plan: Plan; tags: string[]; scores: Map<string, number>; at: readonly [number]; home: { city: string }
      pick: Pick<Home, 'zip'>; rest: Partial<Home>; zip: Home['zip']; level: 1 | 2 } & Readonly<{ notify(): void }>
    interface Home { zip: string; street: string }`
  const lines = await made(type.replace('at: readonly [number]; ', ''))
  assert.deepEqual(lines.slice(0, 9), [
    'id: `user-${made}`',
    "plan: 'free'",
    'tags: []',
    'scores: new Map()',
    'home: { city: `city ${made}` }',
    'pick: { zip: `zip ${made}` }',
    'rest: {}',
    'zip: `zip ${made}`',
    'level: 1',
  ])
})

test('a type is followed through files, aliases and what they pass on', async () => {
  const lines = await made(
    `import type { Address } from '@shared/types'\nimport { Role } from './roles'\nexport interface User { address: Address; role: Role; level: Role.High }`,
    {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@shared/*": ["./src/shared/*"] }, /* ours */ } }',
      'src/shared/types/index.ts': "export * from './address'",
      'src/shared/types/address.ts': 'export type Address = { street: string }',
      'src/roles.ts': "export enum Role { Low = 'l', High = 'h' }",
    },
  )
  assert.deepEqual(lines, ['address: { street: `street ${made}` }', 'role: Role.Low', 'level: Role.High'])
})

test('what no one can make is asked of the test', async () => {
  const type =
    "import type { Socket } from 'elsewhere'\nexport interface User { id: string; socket: Socket; next: User }"
  assert.equal(
    await signature(type),
    "fields: Partial<User> & Pick<User, 'socket' | 'next'>".replaceAll("'", '"'),
  )
})

test('schemas of zod and TypeBox are read as types are', async () => {
  const zod = `import { z } from 'zod'
    const base = z.object({ id: z.string().uuid() })
    export const userSchema = base.extend({ email: z.string().email(), role: z.enum(['admin', 'member']), age: z.number().int().optional(), tags: z.array(z.string()) })
    export type User = z.infer<typeof userSchema>`
  assert.deepEqual(await made(zod), [
    "id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`",
    'email: `user-${made}@example.test`',
    "role: 'admin'",
    'tags: []',
  ])
  const typebox = `import { Static, Type } from '@sinclair/typebox'
    export const User = Type.Object({ id: Type.Integer(), mail: Type.String({ format: 'email' }), at: Type.String({ format: 'date-time' }), kind: Type.Union([Type.Literal('a'), Type.Null()]), more: Type.Optional(Type.String()) })
    export type User = Static<typeof User>`
  assert.deepEqual(await made(typebox), [
    'id: made',
    'mail: `user-${made}@example.test`',
    "at: '2024-01-01T00:00:00.000Z'",
    "kind: 'a'",
  ])
})

test('a class is made by its constructor, or filled where it takes nothing', async () => {
  assert.deepEqual(await made('export class User { id!: number; name!: string; secret = 1; greet() {} }'), [
    'id: made',
    'name: `Test User ${made}`',
  ])
  assert.equal(
    await signature('export class User { constructor(readonly id: string, public age: number) {} }'),
    'fields: Partial<Pick<User, "id" | "age">> = {}',
  )
})

test('the type is found by its name, in files that are called like it first, and never in a test', async () => {
  const look = sightOf({
    'src/a/types.ts': 'export interface User { wrong: string }',
    'src/users/user.ts': 'export interface User { right: string }',
    'test/user.ts': 'export interface User { wrong: string }',
  })
  const text = await rendered(look, 'user-fixtures', 'test/fixtures/user.ts')
  assert.match(text, /^import type \{ User \} from "\.\.\/\.\.\/src\/users\/user";\n/)
  assert.deepEqual(look.read, ['package.json', 'src/users/user.ts', 'test/fixtures/user.ts'])
})
