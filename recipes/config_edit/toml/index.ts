/** TOML as `config_edit` sees it: edits are splices of the text at the ranges of its statements. */
import type { Format, Kept } from '../format.js'
import { Stuck } from '../format.js'
import type { Json, Step } from '../value.js'
import { isList, isObject } from '../value.js'
import type { Manner } from './items.js'
import { dropItem, insertItem } from './items.js'
import { printInline, printSections } from './print.js'
import { putItem, putLines, spotOf } from './spot.js'
import { cutLines, eolOf, headerEnd, indentAt, lineEnd, lineStart, splice } from './text.js'
import type { Node } from './tree.js'
import { isInline, nodeAt, offsetOf, printKey, readToml, treeOf } from './tree.js'

export const toml: Format = {
  read: readToml,

  put(text, steps, value, like, before) {
    const root = treeOf(text)
    const [parent, step] = [nodeAt(root, steps.slice(0, -1)), steps.at(-1)]
    const there = step === undefined ? root : parent.children.get(step)
    if (there === undefined || before !== undefined)
      return insert(text, root, steps, value, { eol: eolOf(like), before: before ?? parent.children.size })
    if (there.span === undefined)
      throw new Stuck('a table stands there, and it can be changed key by key alone', offsetOf(there))
    return splice(text, there.span, printInline(value))
  },

  drop(text, steps) {
    const parent = nodeAt(treeOf(text), steps.slice(0, -1))
    const node = parent.children.get(steps.at(-1) ?? '')
    if (node === undefined) return text
    return isInline(parent) ? dropItem(text, parent, node) : cutLines(text, node.pieces)
  },

  offset: (text, steps) => offsetOf(nodeAt(treeOf(text), steps)),

  keep(text, steps): Kept {
    const parent = nodeAt(treeOf(text), steps.slice(0, -1))
    const node = nodeAt(treeOf(text), steps)
    const source = node.span === undefined ? '' : text.slice(node.span.from, node.span.to)
    return steps.length === 0 ? { source } : { source, spot: spotOf(text, parent, node) }
  },

  putBack(text, steps, { source, spot }) {
    const root = treeOf(text)
    const parent = nodeAt(root, steps.slice(0, -1))
    const there = parent.children.get(steps.at(-1) ?? '')
    if (there?.span !== undefined) return splice(text, there.span, source)
    if (spot === undefined) return text
    if (there !== undefined) return putLines(cutLines(text, there.pieces), steps, spot)
    return isInline(parent) ? putItem(text, parent, spot) : putLines(text, steps, spot)
  },

  inside(text, steps) {
    const { span } = nodeAt(treeOf(text), steps)
    return span === undefined ? '' : text.slice(span.from + 1, span.to - 1)
  },

  emptyAs(text, steps, inside) {
    const { span } = nodeAt(treeOf(text), steps)
    return span === undefined ? text : splice(text, { from: span.from + 1, to: span.to - 1 }, inside)
  },
}

function insert(text: string, root: Node, steps: readonly Step[], value: Json, manner: Manner): string {
  const parent = nodeAt(root, steps.slice(0, -1))
  const key = steps.at(-1) ?? ''
  if (parent.kind === 'value') throw new Stuck('what stands there holds nothing', offsetOf(parent))
  if (isInline(parent)) return insertItem(text, parent, key, value, manner)
  if (parent.kind === 'tables' || isSections(value))
    return addSections(text, parent, steps, value, manner.eol)
  return insertStatement(text, parent, steps, value, manner)
}

/** Tables, and lists of them, get sections of their own. */
const isSections = (value: Json): boolean =>
  isList(value)
    ? value.length > 0 && value.every((item) => isObject(item) && Object.keys(item).length > 0)
    : isObject(value) && Object.keys(value).length > 0

function addSections(text: string, parent: Node, steps: readonly Step[], value: Json, eol: string): string {
  const path = steps.filter((step) => typeof step === 'string')
  const last = parent.kind === 'tables' || steps.length > 1 ? parent.pieces.at(-1) : undefined
  const at = last === undefined ? text.length : lineEnd(text, last.to)
  const isItem = parent.kind === 'tables'
  const printed = printSections(path, isItem ? [value] : value, eol)
  const [head, tail] = [text.slice(0, at), text.slice(at)]
  const gap = head === '' ? '' : head.endsWith('\n') ? eol : eol + eol
  return head + gap + printed + (tail === '' || /^\r?\n/.test(tail) ? '' : eol) + tail
}

function insertStatement(
  text: string,
  parent: Node,
  steps: readonly Step[],
  value: Json,
  { eol, before }: Manner,
): string {
  const statement = `${parent.prefix ?? ''}${printKey(String(steps.at(-1) ?? ''))} = ${printInline(value)}`
  const section = parent.section
  if (section === undefined) {
    const at = lineStart(text, offsetOf(parent))
    const name = steps.slice(0, -1).map((step) => printKey(String(step)))
    return `${text.slice(0, at)}[${name.join('.')}]${eol}${statement}${eol}${eol}${text.slice(at)}`
  }
  const own = [...parent.children.values()].filter(
    ({ span, pieces }) => span !== undefined && pieces[0] !== undefined,
  )
  const next = [...parent.children.values()][before]
  if (next?.span !== undefined && next.pieces[0] !== undefined) {
    const at = lineStart(text, next.pieces[0].from)
    return text.slice(0, at) + indentAt(text, next.pieces[0].from) + statement + eol + text.slice(at)
  }
  const previous = own.at(-1)?.pieces.at(-1)
  const from = previous?.from ?? section.from
  const at =
    previous === undefined && section.to === 0
      ? 0
      : lineEnd(text, previous?.to ?? headerEnd(text, section.from))
  const indent = previous === undefined ? '' : indentAt(text, from)
  const head = text.slice(0, at)
  const line = indent + statement + eol
  const gap = at === 0 && text !== '' ? eol : ''
  return (head === '' || head.endsWith('\n') ? head : head + eol) + line + gap + text.slice(at)
}
