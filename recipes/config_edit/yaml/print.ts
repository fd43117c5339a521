/** Values as YAML text: maps and lists as blocks, texts of several lines as `|`, everything else on its line. */
import { remarkFor } from '../pins.js'
import type { Json, JsonObject } from '../value.js'
import { isList, isObject } from '../value.js'
import type { Layout } from './layout.js'
import type { Quote } from './scalar.js'
import { printKey, printString, quoted } from './scalar.js'

/** A value behind its key or dash: what stands on that line, and the lines below with their indentation. */
export interface Printed {
  readonly inline: string
  readonly lines: readonly string[]
}

/** Where a value is to stand: behind a key that begins at this column, or as an item whose own text begins at it. */
export interface Site {
  readonly behind: 'key' | 'dash'
  readonly column: number
}

/** `quote`: of the text in whose place it stands. */
export function print(value: Json, { behind, column }: Site, layout: Layout, quote?: Quote): Printed {
  if (typeof value === 'string' && isLiteral(value))
    return literal(value, behind === 'key' ? column + layout.unit : column)
  if (!isFilled(value)) return { inline: printInline(value, layout, false, quote), lines: [] }
  if (behind === 'key')
    return { inline: '', lines: blockLines(value, column + stepOf(value, layout), layout) }
  const [first = '', ...lines] = blockLines(value, column, layout)
  return { inline: first.slice(column), lines }
}

const isFilled = (value: Json): value is readonly Json[] | JsonObject =>
  isList(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0

const stepOf = (value: Json, layout: Layout): number => (isList(value) ? layout.dash : layout.unit)

function blockLines(value: readonly Json[] | JsonObject, column: number, layout: Layout): string[] {
  if (isList(value)) return value.flatMap((item) => itemLines(item, column, layout))
  return Object.entries(value).flatMap(([key, inner]) => pairLines(key, inner, column, layout))
}

/** An item, with its dash at the column. */
export function itemLines(value: Json, column: number, layout: Layout): string[] {
  const site: Site = { behind: 'dash', column: column + 1 + layout.gap.length }
  const { inline, lines } = print(value, site, layout)
  return [`${' '.repeat(column)}-${inline === '' ? '' : layout.gap}${inline}`, ...lines]
}

/** A key at the column, with its value. Nothing stands for null, as people write it. */
export function pairLines(key: string, value: Json, column: number, layout: Layout): string[] {
  const { inline, lines } = print(value, { behind: 'key', column }, layout)
  const head = `${' '.repeat(column)}${printKey(key, { quote: layout.quote, flow: false })}:`
  if (value === null) return [head]
  return [head + (inline === '' ? '' : ` ${inline}`) + remark(key, value), ...lines]
}

/** What a pinned action is, for people. */
export function remark(key: string | number, value: Json): string {
  const words = key === 'uses' && typeof value === 'string' ? remarkFor(value) : undefined
  return words === undefined ? '' : ` # ${words}`
}

/** Everything on one line, as between brackets it has to be. */
export function printInline(value: Json, layout: Layout, flow = true, quote?: Quote): string {
  if (typeof value === 'string')
    return quote === undefined ? printString(value, { quote: layout.quote, flow }) : quoted(value, quote)
  if (isList(value)) return `[${value.map((item) => printInline(item, layout)).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const pairs = Object.entries(value).map(([key, inner]) => printPair(key, inner, layout))
  return pairs.length === 0 ? '{}' : `{${layout.brace}${pairs.join(', ')}${layout.brace}}`
}

export const printPair = (key: string, value: Json, layout: Layout): string =>
  `${printKey(key, { quote: layout.quote, flow: true })}: ${printInline(value, layout)}`

/** Neither what begins or ends with blanks, nor what ends in more than one line break: there readers differ. */
const isLiteral = (text: string): boolean =>
  /\S[^]*\n|\n[^]*\S/.test(text) &&
  !/^\n*[ \t]|\n[ \t]*\n$|\n[ \t]+$|[^\P{Cc}\t\n]|[\u2028\u2029\uFEFF]/u.test(text)

function literal(text: string, column: number): Printed {
  const [body, chomp] = text.endsWith('\n') ? [text.slice(0, -1), ''] : [text, '-']
  const indent = ' '.repeat(column)
  return { inline: `|${chomp}`, lines: body.split('\n').map((line) => (line === '' ? '' : indent + line)) }
}
