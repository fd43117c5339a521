/** One property or item among its neighbours: taken out of a JSON text, and put back where it stood, byte for byte. */
import type { Spot } from './format.js'
import type { Node } from './syntax.js'
import {
  afterComma,
  beginsLine,
  childrenOf,
  commaAfter,
  endOf,
  endOfLineAbove,
  isBlank,
  keyOf,
  pastComments,
  splice,
  valueOf,
} from './syntax.js'
import { digestOf } from './value.js'

const MOST_NEIGHBOURS = 50

interface Cut {
  readonly from: number
  readonly to: number
  readonly line: boolean
  /** What takes its place: white space. */
  readonly by?: string
  /** The text without it. */
  readonly rest: string
}

/** Takes a child out: with its line where it has one of its own, and with the comma that is then too many. */
export function cutOf(text: string, container: Node, index: number): Cut {
  const range = rangeOf(text, container, index)
  const [child, previous] = [childrenOf(container)[index], childrenOf(container)[index - 1]]
  let rest = splice(text, range.from, range.to, range.by ?? '')
  if (child === undefined || commaAfter(text, endOf(child)) !== undefined) return { ...range, rest }
  const comma = previous === undefined ? undefined : commaAfter(text, endOf(previous))
  if (comma !== undefined) rest = splice(rest, comma, comma + 1, '')
  return { ...range, rest }
}

function rangeOf(text: string, container: Node, index: number): Omit<Cut, 'rest'> {
  const children = childrenOf(container)
  const [child, next] = [children[index], children[index + 1]]
  if (child === undefined) return { from: 0, to: 0, line: false }
  const behind = pastComments(text, afterComma(text, child))
  const line = beginsLine(text, child.offset) && /^[ \t]*(?:\r?\n|[}\]])/.test(text.slice(behind))
  const [open, close] = [container.offset + 1, endOf(container) - 1]
  const from = line ? endOfLineAbove(text, child.offset) : child.offset
  const to = line ? behind : afterComma(text, child)
  if (children.length === 1 && isBlank(text.slice(open, from) + text.slice(to, close)))
    return { from: open, to: close, line }
  const previous = children[index - 1]
  // The bracket that had a line of its own goes back to the line that is left.
  if (line && next === undefined && previous !== undefined && !beginsLine(text, previous.offset))
    if (isBlank(text.slice(to, close))) return { from, to: close, line, by: padOf(text, open) }
  if (line) return { from, to, line }
  if (next !== undefined) return { from, to: isBlank(text.slice(to, next.offset)) ? next.offset : to, line }
  return { from: text.slice(0, from).replace(/[ \t]+$/, '').length, to, line }
}

/** How a child stands among its neighbours. */
export function spotOf(text: string, container: Node, index: number): Spot {
  const children = childrenOf(container)
  const [child, previous, next, last] = [
    children[index],
    children[index - 1],
    children[index + 1],
    children.at(-1),
  ]
  if (child === undefined || last === undefined) throw new Error('there is no such child')
  const open = container.offset + 1
  const { line } = rangeOf(text, container, index)
  const comma = commaAfter(text, endOf(child))
  const anchor = previous === undefined ? open : afterComma(text, previous)
  const start = line ? endOfLineAbove(text, child.offset) : blankBefore(text, child.offset)
  const behind = afterComma(text, child)
  const gap = next === undefined ? undefined : text.slice(behind, next.offset)
  return {
    piece: text.slice(child.offset, comma ?? endOf(child)),
    line,
    lead: text.slice(start, child.offset),
    suffix: line ? text.slice(behind, pastComments(text, behind)) : '',
    between: line ? text.slice(pastComments(text, anchor), start) : '',
    ...(gap !== undefined && isBlank(gap) ? { gap } : {}),
    before: children
      .slice(Math.max(0, index - MOST_NEIGHBOURS), index)
      .reverse()
      .map(nameOf),
    pad: padOf(text, open),
    tail: /\s*$/.exec(text.slice(0, endOf(container) - 1))?.[0] ?? '',
    trailingComma: commaAfter(text, endOf(last)) !== undefined,
  }
}

const padOf = (text: string, open: number): string => /^\s*/.exec(text.slice(open))?.[0] ?? ''

const blankBefore = (text: string, offset: number): number => text.slice(0, offset).trimEnd().length

/** What tells a child from its neighbours: its key, or the digest of its value. */
function nameOf(child: Node): string {
  return child.type === 'property' ? keyOf(child) : digestOf(valueOf(child)).slice(0, 8)
}

/** Puts a child back, behind the nearest of its old neighbours that is still there. */
export function putPiece(text: string, container: Node, spot: Spot): string {
  const children = childrenOf(container)
  if (children.length === 0) return putAlone(text, container, spot)
  const names = children.map(nameOf)
  const neighbour = spot.before.find((name) => names.includes(name))
  const anchor = neighbour === undefined ? -1 : names.lastIndexOf(neighbour)
  const [previous, next] = [children[anchor], children[anchor + 1]]
  if (!spot.line && next !== undefined && spot.gap !== undefined)
    return splice(text, next.offset, next.offset, `${spot.piece},${spot.gap}`)
  const at = previous === undefined ? container.offset + 1 : afterComma(text, previous)
  const comma = previous === undefined ? next !== undefined : commaAfter(text, endOf(previous)) !== undefined
  const close = endOf(container) - 1
  const behind = spot.line ? pastBetween(text, at, next?.offset ?? close, spot) : at
  const isLast = next === undefined && isBlank(text.slice(behind, close))
  const own = spot.lead + spot.piece + (comma ? ',' : '') + spot.suffix
  const added = splice(text, behind, isLast ? close : behind, isLast ? own + spot.tail : own)
  return previous === undefined || comma ? added : splice(added, endOf(previous), endOf(previous), ',')
}

/** Behind the comments of the line above, and those that stood between it and the child. */
function pastBetween(text: string, at: number, limit: number, { between }: Spot): number {
  const end = pastComments(text, at)
  const found = between === '' ? -1 : text.slice(end, limit).indexOf(between)
  return found < 0 ? end : end + found + between.length
}

function putAlone(text: string, container: Node, spot: Spot): string {
  const [open, close] = [container.offset + 1, endOf(container) - 1]
  const own = spot.piece + (spot.trailingComma ? ',' : '') + spot.suffix
  if (isBlank(text.slice(open, close)))
    return splice(text, open, close, (spot.line ? spot.lead : spot.pad) + own + spot.tail)
  const at = spot.line ? pastBetween(text, open, close, spot) : open
  return splice(text, at, at, spot.lead + own)
}
