/** Values as they are written in a test: what a name and the source's own literals suggest, and their words in the test's name. */
import type { Literals } from './unit.js'
import { numbersFor, stringsFor } from './words.js'

/** A value in the words of a test's name. */
export function spoken(code: string): string {
  if (code === "''") return 'empty'
  const text = code.replace(/^'(.*)'$/, '"$1"').replaceAll("\\'", "'")
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

export function strings(name: string, { strings: known }: Literals, depth: number): readonly string[] {
  const usual = stringsFor(name)
  return depth > 1 ? usual : [...usual.slice(0, 1), '', ...known, ...usual.slice(1)]
}

export function numbers(name: string, { numbers: known }: Literals, depth: number): readonly number[] {
  const usual = numbersFor(name)
  return depth > 1
    ? usual.slice(0, 2)
    : [...usual.slice(0, 1), 0, -1, ...known.slice(0, 8), ...usual.slice(1)]
}

/** Without a type: what the name suggests, then one of each kind. */
export function unknowns(name: string, { strings: known }: Literals): readonly string[] {
  if (/^(err|error|e|cause|reason)$/i.test(name)) return ["new Error('failed')", "'failed'", 'null']
  if (/^(cb|callback|next|done|fn|iteratee|predicate|handler)$/i.test(name))
    return ['(value) => value', 'null']
  if (/^(opts|options|config|settings|params|props)$/i.test(name)) return ['{}', 'undefined', 'null']
  if (/^(arr|array|list|items|values|collection|elements)$/i.test(name))
    return ["['one', 'two']", '[]', '[3, 1, 2]', 'null']
  if (/^(obj|object|map|data|record|payload)$/i.test(name))
    return ["{ name: 'Ada', age: 36 }", '{}', 'null', "'text'"]
  if (/^(n|num|number|count|index|size|length|i|x|y|a|b)$/i.test(name))
    return ['3', '0', '-1', "'text'", 'null']
  return [
    ...stringsFor(name).slice(0, 1).map(quote),
    '42',
    'null',
    'undefined',
    "['one', 'two']",
    "{ name: 'Ada' }",
    'true',
    "''",
    ...known.map(quote),
  ]
}

export const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '') || 'item'

export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

export const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`
