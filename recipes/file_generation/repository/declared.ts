/** The routes that one file declares, in the ways of fastify, express, koa, hono and nest. */
import type { Decorator, Node } from '@babel/types'
import type { Source } from '../model/source.js'
import { callsIn } from '../model/walk.js'
import { joined } from './paths.js'
import { memberOf, property, textOf } from './syntax.js'

export interface Found {
  readonly method: string
  readonly path: string
  readonly file: string
  /** Names in its file by which it may be mounted: the function that it is in, the router that it is declared on. */
  readonly owners: readonly string[]
}

const METHODS = /^(?:get|post|put|patch|delete|head|options)$/

/** Clients have the same methods. */
const CLIENTS =
  /^(?:axios|http|https|client|fetch|request|got|supertest|agent|nock|cache|map|params|headers|ky|redis)$/i

export function routesIn(source: Source): Found[] {
  const routes = callsIn(source.body).flatMap(({ node, within }): Found[] => {
    const called = memberOf(node)
    if (called === undefined || CLIENTS.test(called.object)) return []
    const owners = [within, called.object]
    const [first, second] = node.arguments
    if (METHODS.test(called.name)) {
      const path = textOf(first)
      if (path?.startsWith('/') !== true || second === undefined) return []
      return [{ method: called.name.toUpperCase(), path, file: source.path, owners }]
    }
    return called.name === 'route' ? declared(first, source.path, owners) : []
  })
  return [...routes, ...decorated(source)]
}

/** `fastify.route({ method: 'GET', url: '/users' })`. */
function declared(node: Node | undefined, file: string, owners: readonly string[]): Found[] {
  const path = textOf(property(node, 'url')) ?? textOf(property(node, 'path'))
  const method = property(node, 'method')
  const methods =
    method?.type === 'ArrayExpression'
      ? method.elements.map((one) => textOf(one ?? undefined))
      : [textOf(method)]
  if (path?.startsWith('/') !== true) return []
  return methods.flatMap((one) =>
    one === undefined ? [] : [{ method: one.toUpperCase(), path, file, owners }],
  )
}

/** `@Controller('users')` with `@Get(':id')`. */
function decorated(source: Source): Found[] {
  return source.body.flatMap((statement): Found[] => {
    const node =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
        ? statement.declaration
        : statement
    if (node?.type !== 'ClassDeclaration') return []
    const base = decoration(node.decorators, /^Controller$/)
    if (base === undefined) return []
    return node.body.body.flatMap((member): Found[] => {
      if (member.type !== 'ClassMethod') return []
      const verb = decoration(member.decorators, /^(?:Get|Post|Put|Patch|Delete)$/)
      if (verb === undefined) return []
      return [
        {
          method: verb.name.toUpperCase(),
          path: joined(base.path, verb.path),
          file: source.path,
          owners: [],
        },
      ]
    })
  })
}

function decoration(
  decorators: readonly Decorator[] | null | undefined,
  name: RegExp,
): { name: string; path: string } | undefined {
  for (const { expression } of decorators ?? [])
    if (
      expression.type === 'CallExpression' &&
      expression.callee.type === 'Identifier' &&
      name.test(expression.callee.name)
    )
      return { name: expression.callee.name, path: `/${textOf(expression.arguments[0]) ?? ''}` }
  return undefined
}
