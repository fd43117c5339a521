/** JSON values as plain data: equal ones have one digest, however they were laid out. */
import { createHash } from 'node:crypto'
import type { Digest } from '../../lib/core/place.js'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** A way from one value to one inside it, no choosing left to do. */
export type Step = string | number

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value)

/** What JSON can say of a value out of a roadmap; undefined where it cannot (`.nan`, a function). */
export function asJson(raw: unknown): Json | undefined {
  if (raw === null || typeof raw === 'boolean' || typeof raw === 'string') return raw
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined
  if (typeof raw !== 'object') return undefined
  if (Array.isArray(raw)) {
    const items = raw.map(asJson)
    return items.every((item) => item !== undefined) ? items : undefined
  }
  const entries: [string, Json][] = []
  for (const [key, inner] of Object.entries(raw)) {
    const value = asJson(inner)
    if (value === undefined) return undefined
    entries.push([key, value])
  }
  return Object.fromEntries(entries)
}

/** Without layout, keys in order: equal values have equal texts. */
export function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}

export const equal = (a: Json, b: Json): boolean => a === b || canonical(a) === canonical(b)

export const digestOf = (value: Json): Digest =>
  createHash('sha256').update(canonical(value)).digest('base64url') as Digest

/** What stands one step inside a value, if anything does. */
export function child(value: Json, step: Step): Json | undefined {
  if (typeof step === 'number') return isList(value) ? value[step] : undefined
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

/** The value with another one step inside it; undefined takes that one away. */
export function withChild(value: Json, step: Step, inner: Json | undefined): Json {
  if (isList(value) && typeof step === 'number')
    return inner === undefined ? value.toSpliced(step, 1) : value.toSpliced(step, 1, inner)
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  if (inner === undefined) return Object.fromEntries(entries.filter(([key]) => key !== step))
  // Not by spreading or assigning: `__proto__` is a key like any other here. A key that is there stays where it stands.
  if (!Object.hasOwn(value, step)) return Object.fromEntries([...entries, [String(step), inner]])
  return Object.fromEntries(entries.map(([key, other]) => [key, key === step ? inner : other]))
}

/** A value in the words of a message. */
export function kindOf(value: Json): string {
  if (value === null) return '`null`'
  if (isList(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  return `\`${text.length > 40 ? `${text.slice(0, 37)}…` : text}\``
}
