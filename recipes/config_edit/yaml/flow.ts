/** Children between brackets: put in and taken out with their commas, on the line or in lines as the others stand. */
import { beginsLine, column, isBlank, lineEnd, lineStart, splice } from './lines.js'
import type { Child, Node } from './nodes.js'
import type { Layout } from './layout.js'

export function insertInFlow(
  text: string,
  container: Node,
  piece: string,
  layout: Layout,
  before?: number,
): string {
  const { children } = container
  const last = children.at(-1)
  if (last === undefined) return insertAlone(text, container, piece, layout)
  const next = before === undefined ? undefined : children[before]
  if (next !== undefined) {
    const isLine = beginsLine(text, next.from)
    const gap = isLine ? layout.eol + ' '.repeat(column(text, next.from)) : gapOf(text, children)
    return splice(text, next.from, next.from, `${piece},${gap}`)
  }
  if (!beginsLine(text, last.from)) return insertBehind(text, last, gapOf(text, children) + piece)
  return insertBehind(text, last, layout.eol + ' '.repeat(column(text, last.from)) + piece)
}

/** Behind a child and the comment of its line; a comma behind the child tells whether one follows the new one. */
export function insertBehind(text: string, { node, comma }: Child, own: string): string {
  const behind = pastComment(text, comma === undefined ? node.end : comma + 1)
  const at =
    own.startsWith('\n') || own.startsWith('\r') ? behind : comma === undefined ? node.end : comma + 1
  const added = splice(text, at, at, comma === undefined ? own : `${own},`)
  return comma === undefined ? splice(added, node.end, node.end, ',') : added
}

function insertAlone(text: string, { kind, from, end }: Node, piece: string, layout: Layout): string {
  const inside = text.slice(from + 1, end - 1)
  const pad = kind === 'map' ? layout.brace : ''
  if (isBlank(inside)) return splice(text, from + 1, end - 1, pad + piece + pad)
  const base = layout.eol + (/^ */.exec(text.slice(lineStart(text, from)))?.[0] ?? '')
  const close = /\r?\n[ \t]*$/.exec(inside)?.[0] ?? base
  const lead = base + ' '.repeat(layout.unit)
  return splice(text, from + 1, end - 1, inside.trimEnd() + lead + piece + close)
}

/** What stands between a comma and the next child on one line. */
function gapOf(text: string, children: readonly Child[]): string {
  const [previous, last] = children.slice(-2)
  if (previous?.comma === undefined || last === undefined) return ' '
  const gap = text.slice(previous.comma + 1, last.from)
  return isBlank(gap) && !gap.includes('\n') ? gap : ' '
}

export function dropFromFlow(text: string, { children, from: open, end: close }: Node, child: Child): string {
  const index = children.indexOf(child)
  const [previous, next] = [children[index - 1], children[index + 1]]
  const end = child.comma === undefined ? child.node.end : child.comma + 1
  const rest = text.slice(open + 1, child.from) + text.slice(end, close - 1)
  if (previous === undefined && next === undefined && isBlank(rest))
    return splice(text, open + 1, close - 1, '')
  const cut = cutFrom(text, child, end, next)
  // The comma before a last child goes with it, unless the last child has one, too.
  const comma = next === undefined && child.comma === undefined ? previous?.comma : undefined
  return comma === undefined ? cut : splice(cut, comma, comma + 1, '')
}

function cutFrom(text: string, child: Child, end: number, next: Child | undefined): string {
  const behind = pastComment(text, end)
  if (beginsLine(text, child.from) && behind === lineEnd(text, end)) {
    const start = lineStart(text, child.from)
    return splice(text, start === 0 ? 0 : lineEnd(text, start - 1), behind, '')
  }
  if (next !== undefined)
    return splice(text, child.from, isBlank(text.slice(end, next.from)) ? next.from : end, '')
  return splice(text, text.slice(0, child.from).trimEnd().length, end, '')
}

function pastComment(text: string, offset: number): number {
  const comment = /[ \t]*(?:#[^\r\n]*|(?=\r?\n))/y
  comment.lastIndex = offset
  return offset + (comment.exec(text)?.[0].length ?? 0)
}
