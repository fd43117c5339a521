/** What guards speak of: places of what is handed in, each with the value that it has as long as nothing else is chosen. */
import type * as TS from 'typescript'
import type { Need } from './unit.js'
import { numbersFor, stringsFor } from './words.js'

/** A place in what is handed in, whose value is made by the test: `m0.order.items[0].price`, `c0.db.one()`. */
export class Place {
  constructor(
    readonly at: string,
    /** What it is called by, for the values that a name suggests. */
    readonly name: string,
    readonly type?: TS.Type,
  ) {}
}

/** An object of a class of the project, as far as guards ask for it. */
export class Made {
  constructor(
    readonly classes: readonly string[],
    readonly fields: Readonly<Record<string, unknown>>,
  ) {}
}

/** A value and the expression that makes it. */
export interface Option {
  readonly value: unknown
  readonly code: string
  /** What its code speaks of, to be imported: a name, and the file or package that exports it. */
  readonly needs?: readonly Need[]
}

/** What is chosen at places, and the places that were looked at on the way. */
export interface Scene {
  readonly chosen: ReadonlyMap<string, Option>
  readonly looked: Map<string, Place>
  steps: number
}

/** Something that cannot be told without running the program. */
export class Unclear extends Error {}

/** The program throws at this point; `value` is what. */
export class Thrown extends Error {
  constructor(readonly value: unknown) {
    super('thrown')
  }
}

/** The usual date of values that the tests make. */
export const USUAL_DATE = '2024-01-15T10:00:00.000Z'

/** What kind of value a place takes, as its type says it. */
export type Kind = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'function' | 'object' | 'any' | 'error'

export interface Types {
  readonly ts: typeof TS
  readonly checker: TS.TypeChecker
  readonly at: TS.SourceFile
}

export function kindOf(type: TS.Type | undefined, { ts, checker }: Types): Kind {
  if (type === undefined) return 'any'
  const present = checker.getNonNullableType(type)
  const parts = present.isUnion() ? present.types : [present]
  const F = ts.TypeFlags
  const all = (flags: TS.TypeFlags): boolean => parts.every((part) => (part.flags & flags) !== 0)
  if (all(F.StringLike | F.TemplateLiteral)) return 'string'
  if (all(F.NumberLike)) return 'number'
  if (all(F.BooleanLike)) return 'boolean'
  if (parts.some(({ flags }) => flags & (F.Any | F.Unknown | F.Never | F.TypeParameter))) return 'any'
  const [first = present] = parts
  if (first.symbol as TS.Symbol | undefined) {
    if (first.symbol.name === 'Date') return 'date'
    if (first.symbol.name === 'Error') return 'error'
  }
  if (checker.isArrayType(first) || checker.isTupleType(first)) return 'list'
  if (first.getCallSignatures().length > 0) return 'function'
  return first.flags & F.Object ? 'object' : 'any'
}

/** May it be missing, as its type says? Without types anything may. */
export function mayMiss(type: TS.Type | undefined, { ts }: Types): { null: boolean; undefined: boolean } {
  if (type === undefined) return { null: true, undefined: true }
  const parts = type.isUnion() ? type.types : [type]
  const has = (flags: TS.TypeFlags): boolean => parts.some((part) => (part.flags & flags) !== 0)
  const { TypeFlags: F } = ts
  const any = has(F.Any | F.Unknown)
  return { null: any || has(F.Null), undefined: any || has(F.Undefined | F.Void) }
}

/** The value of a place: what is chosen for it, else the usual one; a place itself where it is no plain value. */
export function valueAt(place: Place, scene: Scene, types: Types): unknown {
  if (!scene.looked.has(place.at)) scene.looked.set(place.at, place)
  const chosen = scene.chosen.get(place.at)
  if (chosen !== undefined) return chosen.value
  for (const at of scene.chosen.keys())
    if (at.startsWith(place.at) && /^[.[({]/.test(at.slice(place.at.length))) return place
  const literal = literalOf(place.type, types)
  if (literal !== undefined) return literal
  switch (kindOf(place.type, types)) {
    case 'string':
      return stringsFor(place.name)[0]
    case 'number':
      return numbersFor(place.name)[0]
    case 'boolean':
      return true
    case 'date':
      return new Date(USUAL_DATE)
    default:
      return place
  }
}

/** The first of the literals that a type is made of. */
function literalOf(type: TS.Type | undefined, { checker }: Types): string | number | undefined {
  if (type === undefined) return undefined
  const present = checker.getNonNullableType(type)
  const [first = present] = present.isUnion() ? present.types : [present]
  return first.isStringLiteral() || first.isNumberLiteral() ? first.value : undefined
}
