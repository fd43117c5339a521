/** What was seen when a candidate ran: values as data, so that two runs can be compared and a test can be written from them. */

import { key, quote } from './literals.js'

/** `['s', 'text']`: a kind and what belongs to it. */
export type Value =
  | readonly ['null' | 'undefined' | 'huge' | 'cycle' | 'unstable']
  | readonly ['s' | 'n' | 'i' | 'date' | 're' | 'sym' | 'fn' | 'local' | 'other', string]
  | readonly ['b', boolean]
  | readonly ['list', readonly Value[]]
  | readonly ['bytes', string, readonly number[]]
  | readonly ['object' | 'error', string, readonly (readonly [string, Value])[]]
  /** Too large to be written down: what it is, and some expressions of `result` with their values. */
  | readonly ['large', string, readonly (readonly [string, Value])[]]
  | readonly ['map', readonly (readonly [Value, Value])[]]
  | readonly ['set', readonly Value[]]

export interface Seen {
  readonly id: string
  readonly outcome: 'returned' | 'threw' | 'hung' | 'left'
  /** It gave a promise. */
  readonly isAsync: boolean
  readonly value: Value
  /** Arguments of each call, by stub. */
  readonly calls: readonly (readonly [string, readonly Value[]])[]
  /** A timer that it started runs on, or an application that it opened does not close. */
  readonly goesOn: boolean
  /** Pieces of the unit that ran, and pieces that were passed by, as `start-end`. */
  readonly covered: readonly string[]
}

/** What two runs agree on; what they do not is unstable. */
export function common(a: Value, b: Value): Value {
  if (JSON.stringify(a) === JSON.stringify(b)) return a
  if ((a[0] === 'object' || a[0] === 'error' || a[0] === 'large') && b[0] === a[0] && a[1] === b[1]) {
    const others = new Map(b[2])
    return [
      a[0],
      a[1],
      a[2].flatMap(([name, one]) => {
        const other = others.get(name)
        return [[name, other === undefined ? (['unstable'] as const) : common(one, other)] as const]
      }),
    ]
  }
  if (a[0] === 'list' && b[0] === 'list' && a[1].length === b[1].length)
    return ['list', a[1].map((one, i) => common(one, b[1][i] ?? ['unstable']))]
  return ['unstable']
}

export function isStable(value: Value): boolean {
  switch (value[0]) {
    case 'unstable':
    case 'huge':
    case 'cycle':
    case 'other':
      return false
    case 'list':
    case 'set':
      return value[1].every(isStable)
    case 'map':
      return value[1].every(([key, one]) => isStable(key) && isStable(one))
    case 'object':
    case 'error':
      return value[2].every(([, one]) => isStable(one))
    default:
      return true
  }
}

/** The value as an expression; undefined where it cannot be written down. What is not stable inside is left out. */
export function codeOf(value: Value, anyFunction: string | undefined): string | undefined {
  switch (value[0]) {
    case 'null':
    case 'undefined':
      return value[0]
    case 's':
      return quote(value[1])
    case 'n':
    case 're':
    case 'local':
      return value[1]
    case 'i':
      return `${value[1]}n`
    case 'b':
      return String(value[1])
    case 'date':
      return `new Date('${value[1]}')`
    case 'bytes':
      return value[1] === 'Buffer'
        ? `Buffer.from('${value[2].map((byte) => byte.toString(16).padStart(2, '0')).join('')}', 'hex')`
        : `new ${value[1]}([${value[2].join(', ')}])`
    case 'fn':
      return anyFunction
    case 'list':
    case 'set': {
      const items = value[1].map((one) => codeOf(one, anyFunction))
      if (items.some((item) => item === undefined)) return undefined
      return value[0] === 'set' ? `new Set([${items.join(', ')}])` : `[${items.join(', ')}]`
    }
    case 'map': {
      const entries = value[1].map(([key, one]) => [codeOf(key, anyFunction), codeOf(one, anyFunction)])
      if (entries.flat().some((part) => part === undefined)) return undefined
      return `new Map([${entries.map(([key, one]) => `[${key ?? ''}, ${one ?? ''}]`).join(', ')}])`
    }
    case 'object': {
      const fields = value[2].flatMap(([name, one]) => {
        const code = codeOf(one, anyFunction)
        return code === undefined ? [] : [`${key(name)}: ${code}`]
      })
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
    }
    case 'error':
      return plainError(value)
    default:
      return undefined
  }
}

/** One that says what it says and nothing else; what the engine says differs from version to version. */
function plainError(value: Value): string | undefined {
  if (value[0] !== 'error') return undefined
  const [, name, fields] = value
  const message = fields[0]?.[1]
  return name === 'Error' && fields.length === 1 && message?.[0] === 's'
    ? `new Error(${quote(message[1])})`
    : undefined
}

/** Something inside cannot be written down, or two runs do not agree on it. */
export function isPartial(value: Value, anyFunction: string | undefined): boolean {
  if (!isStable(value)) return true
  switch (value[0]) {
    case 'fn':
      return anyFunction === undefined
    case 'sym':
      return true
    case 'error':
      return plainError(value) === undefined
    case 'list':
    case 'set':
      return value[1].some((one) => isPartial(one, anyFunction))
    case 'map':
      return value[1].some(([key, one]) => isPartial(key, anyFunction) || isPartial(one, anyFunction))
    case 'object':
      return value[2].some(([, one]) => isPartial(one, anyFunction))
    default:
      return false
  }
}
