/** What the platform does, as far as guards ask it: methods of plain values, and functions without side effects. */
import { Place, Unclear, USUAL_DATE } from './scene.js'

export const isPlain = (value: unknown): boolean =>
  value === null || typeof value !== 'object' || value instanceof Date || Array.isArray(value)
    ? typeof value !== 'function'
    : false

/** A member of a value of the platform. */
export function builtin(from: unknown, name: string): unknown {
  if (from === null || from === undefined) throw new TypeError(`nothing has a ${name}`)
  if (from instanceof Place || name === 'constructor' || name === '__proto__') throw new Unclear()
  return Reflect.get(Object(from) as object, name) as unknown
}

const CALLS: Readonly<Record<string, (...given: never[]) => unknown>> = {
  Number,
  String,
  Boolean,
  BigInt,
  parseInt,
  parseFloat,
  isNaN,
  isFinite,
  encodeURIComponent,
  decodeURIComponent,
  'Number.isInteger': Number.isInteger,
  'Number.isFinite': Number.isFinite,
  'Number.isNaN': Number.isNaN,
  'Number.isSafeInteger': Number.isSafeInteger,
  'Number.parseInt': Number.parseInt,
  'Number.parseFloat': Number.parseFloat,
  'Array.isArray': Array.isArray,
  'Array.from': Array.from,
  'Object.keys': Object.keys,
  'Object.values': Object.values,
  'Object.entries': Object.entries,
  'JSON.parse': JSON.parse,
  'JSON.stringify': JSON.stringify,
  'Date.parse': Date.parse,
  'Math.abs': Math.abs,
  'Math.max': Math.max,
  'Math.min': Math.min,
  'Math.floor': Math.floor,
  'Math.ceil': Math.ceil,
  'Math.round': Math.round,
  'Math.trunc': Math.trunc,
  'Date.now': () => Date.parse(USUAL_DATE),
  'Buffer.from': (text: never, encoding: never) => Buffer.from(text, encoding),
  'Buffer.isBuffer': (value: unknown) => Buffer.isBuffer(value),
  'URL.canParse': (text: string) => URL.canParse(text),
}

/** Undefined where it is none of these. */
export function globalCall(
  name: string,
  given: () => readonly unknown[],
): { readonly value: unknown } | undefined {
  const found = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined
  if (found === undefined) return undefined
  const words = given()
  if (name === 'Array.isArray' && words[0] instanceof Place) return { value: isList(words[0]) }
  if (words.some((one) => one instanceof Place)) throw new Unclear()
  return { value: Reflect.apply(found, globalThis, words) as unknown }
}

/** As the name of its type says. */
const isList = ({ type }: Place): boolean =>
  (type?.symbol as { name: string } | undefined)?.name.endsWith('Array') ?? false

const MADE: Readonly<Record<string, new (...given: never[]) => unknown>> = {
  'Intl.DateTimeFormat': Intl.DateTimeFormat,
  'Intl.NumberFormat': Intl.NumberFormat,
  'Intl.Locale': Intl.Locale,
  Set,
  Map,
  Date,
  RegExp,
  URL,
  URLSearchParams,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
}

/** `new Set([…])`, or what a name of the platform stands for. */
export function globalValue(name: string, given: readonly unknown[] | undefined): unknown {
  if (given === undefined) {
    if (name === 'NaN') return NaN
    if (name === 'Infinity') return Infinity
    const called = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined
    if (called !== undefined) return called
    throw new Unclear()
  }
  const found = Object.hasOwn(MADE, name) ? MADE[name] : undefined
  if (found === undefined || given.some((one) => one instanceof Place)) throw new Unclear()
  const words = name === 'Date' && given.length === 0 ? [USUAL_DATE] : given
  return Reflect.construct(found, words) as unknown
}

/** As it is written: `/a+/i`. */
export function regexOf(text: string): RegExp {
  const end = text.lastIndexOf('/')
  return new RegExp(text.slice(1, end), text.slice(end + 1))
}

/** An operator on two values. */
export function operate(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '===' || operator === '==') return same(left, right, operator === '==')
  if (operator === '!==' || operator === '!=') return !same(left, right, operator === '!=')
  if (!isPlain(left) || !isPlain(right)) throw new Unclear()
  const [a, b] = [left as number, right as number]
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    default:
      throw new Unclear()
  }
}

/** Two places are told apart by what they are: what is made for one is not what is made for another. */
function same(left: unknown, right: unknown, isLoose: boolean): boolean {
  if (left instanceof Place && right instanceof Place) return left.at === right.at
  if (isLoose && (left === null || left === undefined)) return right === null || right === undefined
  return left === right
}
