/** Values as TOML. */
import { Stuck } from '../format.js'
import type { Json } from '../value.js'
import { isList, isObject } from '../value.js'
import { printKey } from './tree.js'

/** Behind a `=`. */
export function printInline(value: Json): string {
  if (value === null) throw new Stuck('TOML has no `null`', 0)
  if (isList(value)) return `[${value.map(printInline).join(', ')}]`
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${printKey(key)} = ${printInline(inner)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  if (typeof value === 'string') return printText(value)
  return String(value)
}

function printText(text: string): string {
  const basic = JSON.stringify(text).replaceAll('\u007f', '\\u007f')
  return text.includes('\\') && !/['\p{Cc}]/u.test(text) ? `'${text}'` : basic
}

/** A table as `[a.b]`, a list of tables as `[[a.b]]` each, what is in them behind. */
export function printSections(path: readonly string[], value: Json, eol: string): string {
  if (isList(value))
    return value.map((item) => printSection(path, item, `[[${nameOf(path)}]]`, eol)).join(eol)
  return printSection(path, value, `[${nameOf(path)}]`, eol)
}

const nameOf = (path: readonly string[]): string => path.map(printKey).join('.')

function printSection(path: readonly string[], value: Json, head: string, eol: string): string {
  const entries = isObject(value) ? Object.entries(value) : []
  const inner = entries.filter(([, child]) => isObject(child) && Object.keys(child).length > 0)
  const own = entries.filter((entry) => !inner.includes(entry))
  const lines = own.map(([key, child]) => `${printKey(key)} = ${printInline(child)}${eol}`)
  const header =
    own.length > 0 || inner.length === 0 || head.startsWith('[[') ? [head + eol + lines.join('')] : []
  return [...header, ...inner.map(([key, child]) => printSections([...path, key], child, eol))].join(eol)
}
