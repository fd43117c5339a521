/** How a script is laid out, and values printed in that layout, as prettier would print them. */
import type { Spacing } from '../insert.js'
import { beginsLine, childrenOf, commaAfter, endOf, indentAt, isContainer, valueNode } from '../syntax.js'
import type { Node } from '../syntax.js'
import type { Json } from '../value.js'
import { isList, isObject } from '../value.js'

export interface Layout extends Spacing {
  readonly colon: string
  readonly quote: string
  /** Keys in quotes that do not need them. */
  readonly quotedKeys: boolean
  readonly trailing: boolean
}

export function layoutOf(text: string, root: Node, near: Node, like: string): Layout {
  const all = [near, ...containersIn(root)]
  const keys = all.flatMap((node) => keysOf(text, node))
  const first = all.find((node) => isOverLines(text, node))
  return {
    eol: /\r?\n/.exec(like)?.[0] ?? '\n',
    unit: unitOf(text, all) ?? /\n([ \t]+)[\w'"`[{.]/.exec(like)?.[1] ?? '  ',
    colon: all.map((node) => colonOf(text, node)).find((colon) => colon !== undefined) ?? ': ',
    spaced: isSpaced(text, all),
    quote: countOf(like, '"') > countOf(like, "'") ? '"' : "'",
    quotedKeys: keys.some((key) => isName(key.slice(1, -1))) && !keys.some(isName),
    trailing: first === undefined || hasTrailingComma(text, first),
  }
}

function containersIn(node: Node): Node[] {
  const inner = childrenOf(node).map(valueNode).filter(isContainer)
  return [node, ...inner.flatMap(containersIn)]
}

const isOverLines = (text: string, node: Node): boolean =>
  childrenOf(node).some((one) => beginsLine(text, one.offset))

function hasTrailingComma(text: string, node: Node): boolean {
  const last = childrenOf(node).at(-1)
  return last !== undefined && commaAfter(text, endOf(last)) !== undefined
}

function unitOf(text: string, all: readonly Node[]): string | undefined {
  for (const node of all) {
    const outer = indentAt(text, node.offset)
    const inner = childrenOf(node).find((one) => beginsLine(text, one.offset))
    const indent = inner === undefined ? outer : indentAt(text, inner.offset)
    if (indent.length > outer.length && indent.startsWith(outer)) return indent.slice(outer.length)
  }
  return undefined
}

function colonOf(text: string, node: Node): string | undefined {
  const betweens = childrenOf(node).map(({ children }) => {
    const [key, value] = children ?? []
    return key === undefined || value === undefined ? '' : text.slice(endOf(key), value.offset)
  })
  return betweens.find((between) => /^[ \t]*:[ \t]*$/.test(between))
}

const keysOf = (text: string, node: Node): string[] =>
  childrenOf(node).flatMap(({ type, children: [key] = [] }) =>
    type === 'property' && key !== undefined ? [text.slice(key.offset, endOf(key))] : [],
  )

/** Objects on one line, with a space inside the braces or without one. */
function isSpaced(text: string, all: readonly Node[]): boolean {
  const braces = all
    .filter(({ type, children = [] }) => type === 'object' && children.length > 0)
    .map(({ offset }) => text[offset + 1] ?? '')
    .filter((next) => !/[\r\n]/.test(next))
  return braces[0] === undefined || /\s/.test(braces[0])
}

const countOf = (text: string, part: string): number => text.split(part).length - 1

const isName = (key: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)

const WIDTH = 80

/** `indent`: of the line on which the value begins; `used`: what stands before it there. */
export function print(value: Json, indent: string, spread: boolean, layout: Layout, used = 0): string {
  const line = printOnLine(value, layout)
  if (!spread || line === '{}' || !(isList(value) || isObject(value))) return line
  // Lists of plain values stay on the line where they fit; objects do not.
  const isPlain = isList(value) && !value.some((item) => isObject(item))
  if (isPlain && indent.length + used + line.length < WIDTH) return line
  const inner = indent + layout.unit
  const children = isList(value)
    ? value.map((item) => print(item, inner, true, layout))
    : Object.entries(value).map(([key, item]) => property(key, item, inner, true, layout))
  const [open, close] = isList(value) ? '[]' : '{}'
  const rows = children.map((child) => layout.eol + inner + child).join(',')
  return `${open ?? ''}${rows}${layout.trailing ? ',' : ''}${layout.eol}${indent}${close ?? ''}`
}

export function property(key: string, value: Json, indent: string, spread: boolean, layout: Layout): string {
  const name = printKey(key, layout) + layout.colon
  return name + print(value, indent, spread, layout, name.length)
}

function printOnLine(value: Json, layout: Layout): string {
  const comma = layout.spaced ? ', ' : ','
  if (isList(value)) return `[${value.map((item) => printOnLine(item, layout)).join(comma)}]`
  if (typeof value === 'string') return quoted(value, layout.quote)
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, item]) => property(key, item, '', false, layout))
  if (entries.length === 0) return '{}'
  return layout.spaced ? `{ ${entries.join(comma)} }` : `{${entries.join(comma)}}`
}

/** `__proto__` would be no key, but what the object inherits from. */
function printKey(key: string, layout: Layout): string {
  if (key === '__proto__') return `[${quoted(key, layout.quote)}]`
  return isName(key) && !layout.quotedKeys ? key : quoted(key, layout.quote)
}

/** In the quotes of the file, or the other ones where that saves escapes. */
function quoted(value: string, quote: string): string {
  const other = quote === "'" ? '"' : "'"
  const by = countOf(value, quote) > countOf(value, other) ? other : quote
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')
  return by + inner.replaceAll(by, `\\${by}`) + by
}
