/** JSON and JSONC as `config_edit` sees them: edits are splices of the text at the ranges of its syntax tree. */
import type { Format, Kept } from './format.js'
import type { Layout } from './layout.js'
import { isSpread, layoutOf, print } from './layout.js'
import { cutOf, putPiece, spotOf } from './spot.js'
import type { Node } from './syntax.js'
import {
  afterComma,
  beginsLine,
  childrenOf,
  commaAfter,
  endOf,
  indentAt,
  indexOfStep,
  isBlank,
  nodeAt,
  pastComments,
  readJson,
  rootOf,
  splice,
} from './syntax.js'
import type { Json, Step } from './value.js'

export const json: Format = {
  read: readJson,

  put(text, steps, value, like, before) {
    const root = rootOf(text)
    const [container, step] = [nodeAt(root, steps.slice(0, -1)), steps.at(-1)]
    const there = step === undefined ? root : childrenOf(container)[indexOfStep(container, step)]
    if (there === undefined || before !== undefined)
      return insert(text, container, step ?? 0, value, layoutOf(text, root, container, like), before)
    const node = nodeAt(root, steps)
    const layout = layoutOf(text, root, container, like)
    return splice(
      text,
      node.offset,
      endOf(node),
      print(value, indentAt(text, node.offset), isSpread(text, node), layout),
    )
  },

  drop(text, steps) {
    const container = nodeAt(rootOf(text), steps.slice(0, -1))
    return cutOf(text, container, indexOfStep(container, steps.at(-1) ?? 0)).rest
  },

  offset: (text, steps) => nodeAt(rootOf(text), steps).offset,

  keep(text, steps): Kept {
    const root = rootOf(text)
    const node = nodeAt(root, steps)
    const source = text.slice(node.offset, endOf(node))
    const step = steps.at(-1)
    if (step === undefined) return { source }
    const container = nodeAt(root, steps.slice(0, -1))
    return { source, spot: spotOf(text, container, indexOfStep(container, step)) }
  },

  inside(text, steps) {
    const container = nodeAt(rootOf(text), steps)
    return text.slice(container.offset + 1, endOf(container) - 1)
  },

  putBack(text, steps, { source, spot }) {
    const root = rootOf(text)
    const container = nodeAt(root, steps.slice(0, -1))
    const step = steps.at(-1)
    const isThere = step === undefined || childrenOf(container)[indexOfStep(container, step)] !== undefined
    if (!isThere && spot !== undefined) return putPiece(text, container, spot)
    const node = nodeAt(root, steps)
    return splice(text, node.offset, endOf(node), source)
  },

  emptyAs(text, steps, inside) {
    const container = nodeAt(rootOf(text), steps)
    return splice(text, container.offset + 1, endOf(container) - 1, inside)
  },
}

/** Puts a property or item behind the last one or before another, in the style of its neighbour. */
function insert(
  text: string,
  container: Node,
  step: Step,
  value: Json,
  layout: Layout,
  before = childrenOf(container).length,
): string {
  const last = childrenOf(container)[before - 1]
  const next = childrenOf(container)[before]
  if (last === undefined && next !== undefined)
    return insertBefore(text, container, next, step, value, layout)
  if (last === undefined) return insertFirst(text, container, step, value, layout)
  const line = beginsLine(text, last.offset)
  const indent = indentAt(text, last.offset)
  const piece = printPiece(step, value, indent, line, layout)
  const comma = commaAfter(text, endOf(last))
  const at = afterComma(text, last)
  const behind = line ? pastComments(text, at) : at
  const lead = line ? layout.eol + indent : leadOnLine(text, container, layout)
  const added = splice(text, behind, behind, lead + piece + (comma === undefined ? '' : ','))
  return comma === undefined ? splice(added, endOf(last), endOf(last), ',') : added
}

/** Before the first of a container, and before the comments above that. */
function insertBefore(
  text: string,
  container: Node,
  next: Node,
  step: Step,
  value: Json,
  layout: Layout,
): string {
  const line = beginsLine(text, next.offset)
  const indent = indentAt(text, next.offset)
  const piece = printPiece(step, value, indent, line, layout)
  if (!line) return splice(text, next.offset, next.offset, `${piece},${layout.spaced ? ' ' : ''}`)
  const at = pastComments(text, container.offset + 1)
  return splice(text, at, at, `${layout.eol}${indent}${piece},`)
}

function insertFirst(text: string, container: Node, step: Step, value: Json, layout: Layout): string {
  const [from, to] = [container.offset + 1, endOf(container) - 1]
  const inside = text.slice(from, to)
  const base = indentAt(text, container.offset)
  if (inside.includes('\n') || isSpread(text, container)) {
    const indent = base + layout.unit
    const piece = printPiece(step, value, indent, true, layout)
    return splice(text, from, to, inside.trimEnd() + layout.eol + indent + piece + layout.eol + base)
  }
  const piece = printPiece(step, value, base, false, layout)
  const pad = isBlank(inside) && (container.type === 'array' || !layout.spaced) ? '' : ' '
  return splice(text, from, to, inside.trimEnd() + pad + piece + pad)
}

function printPiece(step: Step, value: Json, indent: string, spread: boolean, layout: Layout): string {
  const printed = print(value, indent, spread, layout)
  return typeof step === 'number' ? printed : JSON.stringify(step) + layout.colon + printed
}

/** What stands between a comma and the next child on one line. */
function leadOnLine(text: string, container: Node, layout: Layout): string {
  const [previous, last] = childrenOf(container).slice(-2)
  if (previous !== undefined && last !== undefined) {
    const between = text.slice(afterComma(text, previous), last.offset)
    if (isBlank(between) && !between.includes('\n')) return between
  }
  return layout.spaced ? ' ' : ''
}
