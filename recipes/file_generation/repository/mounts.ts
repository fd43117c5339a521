/** Where files of routes are mounted: under which prefix, by which other file. */
import type { Node } from '@babel/types'
import type { Library } from '../model/library.js'
import type { Source } from '../model/source.js'
import { callsIn } from '../model/walk.js'
import { memberOf, property, textOf } from './syntax.js'

export interface Mount {
  readonly prefix: string
  /** Where the mount itself is. */
  readonly from: string
  readonly owners: readonly string[]
  /** `file#name` of what is mounted. */
  readonly target: string
}

/** `app.register(users, { prefix: '/users' })`, `app.use('/users', users)`. */
export function mountsIn(source: Source, library: Library): Mount[] {
  return callsIn(source.body).flatMap(({ node, within }): Mount[] => {
    const called = memberOf(node)
    const [first, second] = node.arguments
    if (called === undefined) return []
    const owners = [within, called.object]
    const from = source.path
    if (called.name === 'register')
      return targetsOf(first, source, library).map((target) => ({
        prefix: textOf(property(second, 'prefix')) ?? '',
        from,
        owners,
        target,
      }))
    if (called.name !== 'use' && called.name !== 'route') return []
    const path = textOf(first)
    const mounted = path === undefined ? node.arguments : node.arguments.slice(1)
    return mounted
      .flatMap((one) => targetsOf(one, source, library))
      .map((target) => ({ prefix: path ?? '', from, owners, target }))
  })
}

/** `file#name` of each thing that an expression may stand for. */
function targetsOf(node: Node | undefined, source: Source, library: Library): readonly string[] {
  if (node?.type === 'CallExpression')
    return node.callee.type === 'Identifier'
      ? targetsOf(node.callee, source, library)
      : targetsOf(node.arguments[0], source, library)
  if (node?.type !== 'Identifier') return []
  const imported = source.imports.get(node.name)
  if (imported === undefined) return [`${source.path}#${node.name}`]
  const other = library.follow(source, imported.from)
  if (other === undefined) return []
  return [`${other.path}#${other.exports.get(imported.name) ?? imported.name}`]
}
