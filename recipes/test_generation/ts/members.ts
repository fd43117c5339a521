/** Members of values: of places, which are places again, and of what the platform has. */
import type * as TS from 'typescript'
import { builtin } from './builtins.js'
import { Made, Place, Unclear, kindOf, valueAt } from './scene.js'
import type { Scene, Types } from './scene.js'

export interface Members {
  readonly member: (from: unknown, name: string, scene: Scene, node: TS.Node) => unknown
  readonly element: (from: unknown, key: unknown, scene: Scene, node: TS.ElementAccessExpression) => unknown
  readonly elementAt: (from: unknown, i: number, scene: Scene) => unknown
  /** The items of a list as the tests write it: two of them, alike. */
  readonly listOf: (from: unknown, scene: Scene) => readonly unknown[]
}

export function openMembers(types: Types): Members {
  const { checker } = types

  function member(from: unknown, name: string, scene: Scene, node: TS.Node): unknown {
    if (from instanceof Place) {
      const kind = kindOf(from.type, types)
      if (kind === 'list' && name === 'length') return listOf(from, scene).length
      if (name === 'length' || (kind === 'any' && isOfText(name))) throw new Unclear()
      const property =
        from.type === undefined
          ? undefined
          : checker.getPropertyOfType(checker.getNonNullableType(from.type), name)
      const type = property === undefined ? undefined : checker.getTypeOfSymbolAtLocation(property, node)
      const at = (from.at === 'request' ? PARTS.get(name) : undefined) ?? `${from.at}.${name}`
      return valueAt(new Place(at, name, type), scene, types)
    }
    return from instanceof Made ? from.fields[name] : builtin(from, name)
  }

  function element(from: unknown, key: unknown, scene: Scene, node: TS.ElementAccessExpression): unknown {
    if (from instanceof Place && typeof key === 'string') {
      const declaredOne = from.type && checker.getPropertyOfType(checker.getNonNullableType(from.type), key)
      if (declaredOne !== undefined || from.type === undefined) return member(from, key, scene, node)
      return valueAt(new Place(`${from.at}{}`, key, checker.getTypeAtLocation(node)), scene, types)
    }
    if (from instanceof Place && key instanceof Place)
      return valueAt(new Place(`${from.at}{}`, from.name, checker.getTypeAtLocation(node)), scene, types)
    if (typeof key === 'number') return elementAt(from, key, scene)
    if (typeof key === 'string') return member(from, key, scene, node)
    throw new Unclear()
  }

  const elementAt = (from: unknown, i: number, scene: Scene): unknown => {
    if (from instanceof Place || Array.isArray(from)) return listOf(from, scene)[i]
    if (typeof from === 'string') return from[i]
    throw new Unclear()
  }

  function listOf(from: unknown, scene: Scene): readonly unknown[] {
    if (Array.isArray(from)) return from as unknown[]
    if (from instanceof Set || from instanceof Map) return [...from] as unknown[]
    if (typeof from === 'string') return Array.from(from)
    if (!(from instanceof Place)) throw new Unclear()
    const item = from.type === undefined ? undefined : itemOf(checker.getNonNullableType(from.type))
    const one = valueAt(new Place(`${from.at}[0]`, from.name.replace(/s$/, ''), item), scene, types)
    return [one, one]
  }

  const itemOf = (type: TS.Type): TS.Type | undefined => {
    const isList = checker.isArrayType(type) || checker.isTupleType(type)
    return isList ? checker.getTypeArguments(type as TS.TypeReference)[0] : type.getNumberIndexType()
  }

  return { member, element, elementAt, listOf }
}

/** Parts of a request, by the places under which its values stand. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['body', 'b'],
  ['params', 'p'],
  ['query', 'q'],
  ['headers', 'h'],
])

/** Rather a text than an object is asked for it. */
const isOfText = (name: string): boolean => Object.hasOwn(String.prototype, name) || name === 'toFixed'
