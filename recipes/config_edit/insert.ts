/** A new property or item put into a text among its neighbours, in their style. */
import { isSpread } from './layout.js'
import type { Node } from './syntax.js'
import {
  afterComma,
  beginsLine,
  childrenOf,
  commaAfter,
  endOf,
  indentAt,
  isBlank,
  pastComments,
  splice,
} from './syntax.js'

/** How a text is laid out: line breaks, one level of indentation, and whether commas and brackets stand apart from what is beside them. */
export interface Spacing {
  readonly eol: string
  readonly unit: string
  readonly spaced: boolean
  /** A comma behind the last child where it has a line of its own. */
  readonly trailing?: boolean
}

/** Prints what is to be put in, for the indentation of its line; `spread`: it may go over several. */
export type Piece = (indent: string, spread: boolean) => string

/** Behind the last child, or before the one at the position. */
export function insertPiece(
  text: string,
  container: Node,
  piece: Piece,
  spacing: Spacing,
  before?: number,
): string {
  const children = childrenOf(container)
  const [last, next] = [children.at(-1), before === undefined ? undefined : children[before]]
  if (last === undefined) return insertFirst(text, container, piece, spacing)
  if (next !== undefined) return insertBefore(text, container, next, piece, spacing)
  const line = beginsLine(text, last.offset)
  const indent = indentAt(text, last.offset)
  const comma = commaAfter(text, endOf(last))
  const at = afterComma(text, last)
  const behind = line ? pastComments(text, at) : at
  const lead = line ? spacing.eol + indent : leadOnLine(text, container, spacing)
  const own = lead + piece(indent, line) + (comma === undefined ? '' : ',')
  const added = splice(text, behind, behind, own)
  return comma === undefined ? splice(added, endOf(last), endOf(last), ',') : added
}

/** Comments above the next child go on standing above it. */
function insertBefore(text: string, container: Node, next: Node, piece: Piece, spacing: Spacing): string {
  const children = childrenOf(container)
  const previous = children[children.indexOf(next) - 1]
  const indent = indentAt(text, next.offset)
  if (!beginsLine(text, next.offset)) {
    const gap = leadOnLine(text, container, spacing)
    return splice(text, next.offset, next.offset, `${piece(indent, false)},${gap}`)
  }
  const at = previous === undefined ? container.offset + 1 : afterComma(text, previous)
  const behind = pastComments(text, at)
  return splice(text, behind, behind, `${spacing.eol}${indent}${piece(indent, true)},`)
}

function insertFirst(text: string, container: Node, piece: Piece, spacing: Spacing): string {
  const [from, to] = [container.offset + 1, endOf(container) - 1]
  const inside = text.slice(from, to)
  const base = indentAt(text, container.offset)
  if (inside.includes('\n') || isSpread(text, container)) {
    const indent = base + spacing.unit
    const own = piece(indent, true) + (spacing.trailing === true ? ',' : '')
    return splice(text, from, to, inside.trimEnd() + spacing.eol + indent + own + spacing.eol + base)
  }
  const pad = isBlank(inside) && (container.type === 'array' || !spacing.spaced) ? '' : ' '
  return splice(text, from, to, inside.trimEnd() + pad + piece(base, false) + pad)
}

/** What stands between a comma and the next child on one line. */
function leadOnLine(text: string, container: Node, spacing: Spacing): string {
  const [previous, last] = childrenOf(container).slice(-2)
  if (previous !== undefined && last !== undefined) {
    const between = text.slice(afterComma(text, previous), last.offset)
    if (isBlank(between) && !between.includes('\n')) return between
  }
  return spacing.spaced ? ' ' : ''
}
