/** How a recipe reads its settings: each key by its kind, every fault gathered and placed. */
import type { Diagnostic, Locate, Result } from '../lib/core/diagnostic.js'
import { failed, fault, nearest, ok } from '../lib/core/diagnostic.js'

/** A value's place among the task's settings. */
export interface Where {
  readonly keys: readonly (string | number)[]
  readonly locate: Locate
}

/** Reads one value; undefined where its key is not there. */
export type Reading<T> = (raw: unknown, where: Where) => Result<T>

type Readings<S> = {
  readonly [K in keyof S]-?: Reading<S[K] | (object extends Pick<S, K> ? undefined : never)>
}

/** A map with these keys and no others. */
export function object<S extends object>(readings: Readings<S>): Reading<S> {
  return (raw, where) => {
    if (!isMap(raw)) return wrong(raw, where, 'a map')
    const names = Object.keys(readings) as (keyof S & string)[]
    const faults = unknownKeys(raw, names, where)
    const entries: [string, unknown][] = []
    for (const name of names) {
      const result: Result<unknown> = readings[name](raw[name], inside(where, name))
      if (!result.ok) faults.push(...result.faults)
      else if (result.value !== undefined) entries.push([name, result.value])
    }
    return faults.length > 0 ? failed(...faults) : ok(Object.fromEntries(entries) as S)
  }
}

function unknownKeys(raw: object, names: readonly string[], where: Where): Diagnostic[] {
  return Object.keys(raw)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const near = nearest(key, names)
      const hint = near === undefined ? `the keys are ${quoted(names)}` : `nearest name: \`${near}\``
      return fault(
        'unknown-key',
        `there is no key \`${key}\` here`,
        where.locate([...where.keys, key], 'key'),
        hint,
      )
    })
}

/** For a key that may be left out. */
export const optional =
  <T>(read: Reading<T>): Reading<T | undefined> =>
  (raw, where) =>
    raw === undefined ? ok(undefined) : read(raw, where)

export const orElse =
  <T>(read: Reading<T>, absent: T): Reading<T> =>
  (raw, where) =>
    raw === undefined ? ok(absent) : read(raw, where)

export const string: Reading<string> = (raw, where) =>
  typeof raw === 'string' && raw !== '' ? ok(raw) : wrong(raw, where, 'a text')

export const boolean: Reading<boolean> = (raw, where) =>
  typeof raw === 'boolean' ? ok(raw) : wrong(raw, where, '`true` or `false`')

/** A percentage. */
export const percent: Reading<number> = (raw, where) =>
  typeof raw === 'number' && raw >= 0 && raw <= 100 ? ok(raw) : wrong(raw, where, 'a number from 0 to 100')

export const map: Reading<Readonly<Record<string, unknown>>> = (raw, where) =>
  isMap(raw) ? ok(raw) : wrong(raw, where, 'a map')

export const list =
  <T>(read: Reading<T>, what = 'a list'): Reading<readonly T[]> =>
  (raw, where) => {
    if (!Array.isArray(raw)) return wrong(raw, where, what)
    const results = raw.map((item, i) => read(item, inside(where, i)))
    const faults = results.flatMap((result) => (result.ok ? [] : result.faults))
    return faults.length > 0
      ? failed(...faults)
      : ok(results.flatMap((result) => (result.ok ? [result.value] : [])))
  }

/** One, or a list of them. */
export const oneOrMore =
  <T>(read: Reading<T>): Reading<readonly T[]> =>
  (raw, where) => {
    if (Array.isArray(raw) && raw.length > 0) return list(read)(raw, where)
    const one = read(raw, where)
    return one.ok ? ok([one.value]) : one
  }

/** From the project and in it, normalised; a trailing slash stays. '.' is the project itself. */
export const path: Reading<string> = (raw, where) => {
  if (typeof raw !== 'string' || raw === '' || raw.includes('\0')) return wrong(raw, where, 'a path')
  const parts: string[] = []
  for (const part of raw.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return leaves(raw, where)
  }
  if (raw.startsWith('/')) return leaves(raw, where)
  return ok(parts.length === 0 ? '.' : parts.join('/') + (raw.endsWith('/') ? '/' : ''))
}

/** The path of a file. */
export const file: Reading<string> = (raw, where) => {
  const result = path(raw, where)
  return result.ok && (result.value === '.' || result.value.endsWith('/'))
    ? wrong(raw, where, 'the path of a file')
    : result
}

/** A file, or a folder with a trailing slash, by its exact path. */
export const output: Reading<string> = (raw, where) => {
  const result = path(raw, where)
  if (!result.ok || (result.value !== '.' && !result.value.includes('*'))) return result
  return wrong(raw, where, 'the exact path of a file, or of a folder with a trailing slash')
}

const leaves = (raw: string, where: Where): Result<never> =>
  failed(
    fault(
      'leaves-project',
      `\`${raw}\` leaves the project`,
      at(where),
      'paths are from the project, and stay in it',
    ),
  )

/** `path/to` an inner value. */
export const inside = ({ keys, locate }: Where, key: string | number): Where => ({
  keys: [...keys, key],
  locate,
})

export const at = ({ keys, locate }: Where) => locate(keys)

/** A value that is missing, or not what it has to be. */
export function wrong(raw: unknown, where: Where, what: string): Result<never> {
  const key = where.keys.at(-1)
  const name = key === undefined ? 'the settings' : typeof key === 'number' ? `item ${key + 1}` : `\`${key}\``
  if (raw === undefined)
    return failed(
      fault(
        'missing-key',
        `${name} is missing, and has to be ${what}`,
        where.locate(where.keys.slice(0, -1)),
      ),
    )
  return failed(fault('bad-value', `${name} has to be ${what}, and is ${shown(raw)}`, at(where)))
}

function shown(raw: unknown): string {
  if (Array.isArray(raw)) return raw.length === 0 ? 'an empty list' : 'a list'
  if (raw === '') return 'empty'
  return isMap(raw) ? 'a map' : `\`${String(raw)}\``
}

const isMap = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

export const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
