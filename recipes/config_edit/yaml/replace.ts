/** One value in the place of another; the comment behind it stays on its line. */
import type { Json } from '../value.js'
import type { Layout } from './layout.js'
import { column, isBlank, lineEnd, lineStart } from './lines.js'
import type { Child, Node } from './nodes.js'
import { isBlock, isNothing } from './nodes.js'
import type { Printed, Site } from './print.js'
import { print, printInline, remark } from './print.js'
import type { Quote } from './scalar.js'

/** A value is at most two ranges: on the line of its key or dash, and the lines below that one. */
interface Extent {
  readonly from: number
  readonly to: number
  /** The end of the line, behind the comment. */
  readonly line: number
  readonly end: number
}

export function replaced(text: string, { step, from, node }: Child, value: Json, layout: Layout): string {
  const behind = typeof step === 'number' ? 'dash' : 'key'
  const site: Site = {
    behind,
    column: behind === 'key' ? column(text, from) : itemColumn(text, from, node, layout),
  }
  const printed = print(value, site, layout, typeof value === 'string' ? quoteOf(node) : undefined)
  const extent = extentOf(text, node, printed)
  const comment = commentBeside(text.slice(extent.to, extent.line), step, value)
  return joined(text, node, extent, printed, comment, layout.eol)
}

/** Between brackets, and for the whole file. */
export function replacedInline(text: string, node: Node, value: Json, layout: Layout): string {
  const printed = printInline(value, layout, true, typeof value === 'string' ? quoteOf(node) : undefined)
  const lead = isNothing(node) && /\S/.test(text[node.head - 1] ?? ' ') ? ' ' : ''
  return text.slice(0, node.from) + lead + printed + text.slice(node.end)
}

function joined(
  text: string,
  { head }: Node,
  { from, to, line, end }: Extent,
  { inline, lines }: Printed,
  comment: string,
  eol: string,
): string {
  const start = text.slice(0, from)
  const before = inline === '' ? text.slice(0, head) + text.slice(head, from).trimEnd() : start
  const pad = inline === '' || /(?:^|\s)$/.test(before) ? '' : ' '
  const beside = isBlank(comment) && from !== to ? comment : comment.trimEnd()
  const below = lines.map((one) => eol + one).join('')
  return before + pad + inline + beside + below + text.slice(Math.max(line, end))
}

function extentOf(text: string, node: Node, { inline }: Printed): Extent {
  const extent = extentNow(text, node)
  const between = text.slice(node.head, extent.from)
  if (inline !== '' || !between.includes('\n')) return extent
  // A block goes below the line of its key, and the value that stood alone on a later line goes with that line.
  if (isBlank(between)) return { ...extent, from: node.head }
  return { from: node.head, to: node.head, line: lineEnd(text, node.head), end: extent.end }
}

function extentNow(text: string, node: Node): Extent {
  const { head, from, end, quote } = node
  const last = lineEnd(text, end)
  if (quote === '|' || quote === '>') {
    const to = from + (/^[|>][-+0-9]*/.exec(text.slice(from, from + 4))?.[0].length ?? 0)
    return { from, to, line: lineEnd(text, to), end: last }
  }
  if (!isBlock(node)) return { from, to: end, line: last, end: last }
  if (lineStart(text, from) > head) return { from: head, to: head, line: lineEnd(text, head), end: last }
  return text.slice(from, end).includes('\n')
    ? { from, to: last, line: last, end: last }
    : { from, to: end, line: last, end: last }
}

const quoteOf = ({ quote }: Node): Quote | undefined => (quote === "'" || quote === '"' ? quote : undefined)

/** The column at which the text of an item begins, where it begins on the line of its dash. */
function itemColumn(text: string, dash: number, { from, head }: Node, { gap }: Layout): number {
  return from > head && lineStart(text, from) < dash + 1
    ? column(text, from)
    : column(text, dash) + 1 + gap.length
}

const VERSION = /^[ \t]+#[ \t]*(?:tag[=:]?[ \t]*|pin@|ratchet:\S*@)?v?\d+(?:\.[\w.-]+)?[ \t]*$/

/** The version of an action that is used no more would be a lie. */
function commentBeside(comment: string, step: Child['step'], value: Json): string {
  if (step !== 'uses') return comment
  const rest = VERSION.test(comment) ? '' : comment
  return isBlank(rest) ? remark(step, value) : rest
}
