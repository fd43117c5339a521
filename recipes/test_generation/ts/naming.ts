/** Names of tests: what was seen, and when it is so. */
import type { Case } from './cases.js'
import { spoken } from './literals.js'
import type { Kept } from './select.js'
import type { Seen, Value } from './seen.js'
import { codeOf, isStable } from './seen.js'

export function nameOf({ labels, isResponse, isValue }: Case, seen: Seen): string {
  const when = labels.slice(0, 3).map((label) => label.replaceAll('`', ''))
  return [
    isValue === true ? whatOf(seen, isResponse).replace(/^returns/, 'is made of') : whatOf(seen, isResponse),
    ...(when.length === 0 ? [] : ['when', when.join(' and ')]),
  ].join(' ')
}

function whatOf({ outcome, value, calls }: Seen, isResponse: boolean | undefined): string {
  if (outcome === 'threw') {
    const { message } = errorOf(value)
    return message === undefined ? 'throws' : `throws ${spoken(message)}`
  }
  if (isResponse === true && value[0] === 'object') {
    const status = value[2].find(([name]) => name === 'statusCode')?.[1]
    return `answers ${status === undefined ? '' : (codeOf(status, undefined) ?? '')}`
  }
  switch (value[0]) {
    case 'undefined': {
      const called = calls
        .filter(([, made]) => made.length > 0)
        .map(([stub]) => stub.split('.').at(-1) ?? stub)
      return called.length > 0 ? `calls ${listed(called)}` : 'returns nothing'
    }
    case 'local':
      return `returns the ${value[1]}`
    case 'list':
      return value[1].length === 0
        ? 'returns an empty list'
        : `returns ${value[1].length} ${value[1].length === 1 ? 'item' : 'items'}`
    case 'object':
      return value[2].length === 0
        ? 'returns an empty object'
        : `returns ${listed(value[2].map(([name]) => name))}`
    case 'error':
      return `returns an error`
    case 'fn':
      return 'returns a function'
    case 'map':
    case 'set':
      return `returns a ${value[0]} of ${value[1].length}`
    case 'bytes':
      return `returns ${value[2].length} bytes`
    case 'large':
      return `returns ${value[1]}`
    case 'unstable':
      return 'returns'
    default:
      return `returns ${spoken(codeOf(value, undefined) ?? 'a value').replace(/^empty$/, 'an empty text')}`
  }
}

const listed = (names: readonly string[]): string => {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export type Names = (one: Kept) => string

/** One that is held is nobody else's. */
export function namesBeside(kept: readonly Kept[], held: ReadonlyMap<string, string>): Names {
  const scopeOf = ({ case: { subject, method } }: Kept): string => `${subject} ${method}`
  const given = new Map<string, number>()
  const taken = new Set(kept.map((one) => `${scopeOf(one)} ${held.get(one.case.id) ?? ''}`))
  return (one) => {
    const own = held.get(one.case.id)
    if (own !== undefined) return own
    const scope = scopeOf(one)
    for (;;) {
      const name = unique(nameOf(one.case, one.seen), scope, given)
      if (!taken.has(`${scope} ${name}`)) return name
    }
  }
}

function unique(name: string, scope: string, names: Map<string, number>): string {
  const count = (names.get(`${scope} ${name}`) ?? 0) + 1
  names.set(`${scope} ${name}`, count)
  return count === 1 ? name : `${name} (${count})`
}

export const quoteName = (name: string): string =>
  `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`

/** Name and message of an error, the latter as an expression. */
export function errorOf(value: Value): { readonly name: string; readonly message: string | undefined } {
  if (value[0] !== 'error') return { name: 'Error', message: undefined }
  const message = value[2].find(([name]) => name === 'message')?.[1]
  const code =
    message === undefined || message[1] === '' || !isStable(message) ? undefined : codeOf(message, undefined)
  return { name: value[1], message: code }
}
