/** What a script offers: behaviour that a test can call, or mere values. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Offer } from '../../lib/world/offers.js'
import { openOffers } from '../../lib/world/offers.js'

const cases: Readonly<Record<Offer, readonly string[]>> = {
  behaviour: [
    'export function f() {}',
    'export default async () => 1',
    'const f = function () {}\nexport { f as g }',
    'export class A { get b() { return 1 } }',
    'export class A extends B { constructor(private readonly c: C) { super() } }',
    'export const api = { find: (id: string) => id } satisfies Api',
    'export const store = defineStore("a", {})',
    'export default new Service()',
    'function a() {}\nmodule.exports = { a }',
    'exports.a = exports.b = () => 1',
    'var app = exports = module.exports = {}\napp.init = function () {}',
    'module.exports = process.env.CI ? one : function () {}',
    '(function (root) { root.exports = {} })(this)',
    'this is no script',
  ],
  values: [
    "export const A = ['a'] as const",
    'export enum A { B }',
    "export const users = Array.from({ length: 500 }, () => ({ name: 'ann' }))",
    'export class UserDto {\n  @Transform(({ value }) => value?.trim())\n  name: string\n}',
    '@Module({ providers: [{ useFactory: () => 1 }] })\nexport class UserModule {}',
    'export abstract class Repository {\n  abstract find(id: string): Promise<User>\n}',
    'export const limits = Object.freeze({ most: 1, by: new Map() })',
    'export const typeDefs = gql`type Query { a: Int }`',
  ],
  nothing: [
    "export * from './a.js'",
    "export { a } from './a.js'",
    "import { a } from './a.js'\nexport { a }",
    "if (process.env.NODE_ENV) {\n  module.exports = require('./a')\n} else {\n  module.exports = require('./b')\n}",
    "import a from './a.js'\nexport default a",
  ],
}

for (const [offer, texts] of Object.entries(cases))
  test(`${offer} is told by the syntax`, async () => {
    const offers = await openOffers()
    assert.deepEqual(
      texts.filter((text) => offers(text) !== offer),
      [],
    )
  })
