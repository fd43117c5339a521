/** What kind of unit a file is, by its path and by what is in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPythonRoute, kindOf } from '../../lib/survey/frameworks.js'

test('each kind is told by its path, its content, or both', () => {
  const kinds = [
    ['src/services/mail.ts', 'export class Mail {}'],
    ['src/useCases/LoginUseCase.ts', 'export class LoginUseCase {}'],
    ['src/routes/users.ts', 'app.get("/users")'],
    ['src/users/users.controller.ts', '@Controller("users")'],
    ['src/anything.ts', "router.post('/a', f)"],
    ['src/plugins/rate-limit.ts', ''],
    ['src/db.ts', "import fp from 'fastify-plugin'"],
    ['src/config/env.ts', 'export const port = process.env.PORT'],
    ['src/graphql/resolvers.ts', 'export const resolvers = { Query: {} }'],
    ['src/clock.ts', 'export const now = () => map.get(key)'],
  ] as const
  assert.deepEqual(
    kinds.map(([path, text]) => kindOf(path, text)),
    ['service', 'service', 'route', 'route', 'route', 'plugin', 'plugin', 'config', 'graphql', 'module'],
  )
})

test('a Python file with routes is told by its decorators', () => {
  assert.equal(isPythonRoute('@router.get("/a")\ndef a(): ...'), true)
  assert.equal(isPythonRoute('def get(): ...'), false)
})
