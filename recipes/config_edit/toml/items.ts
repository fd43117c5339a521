/** What stands between brackets: items of a list, keys of an inline table. */
import type { Json, Step } from '../value.js'
import { printInline } from './print.js'
import { commaAfter, indentAt, pastComment, splice } from './text.js'
import type { Node } from './tree.js'
import { printKey } from './tree.js'

export interface Manner {
  /** Of the file. */
  readonly eol: string
  /** The position of the child before which it goes. */
  readonly before: number
}

export function insertItem(
  text: string,
  parent: Node,
  key: Step,
  value: Json,
  { eol, before }: Manner,
): string {
  const piece = typeof key === 'number' ? printInline(value) : `${printKey(key)} = ${printInline(value)}`
  return insertPiece(text, parent, piece, before, eol)
}

/** In the manner of its neighbours: on a line of its own, with a comma behind the last, where they are so. */
export function insertPiece(text: string, parent: Node, piece: string, before: number, eol: string): string {
  const { from, to } = parent.span ?? { from: 0, to: 0 }
  const items = itemsOf(parent)
  const next = items[before]
  const last = items.at(-1)
  if (last === undefined) {
    const pad = parent.kind === 'inline' ? ' ' : ''
    return splice(text, { from: from + 1, to: to - 1 }, pad + piece + pad)
  }
  const isSpread = text.slice(from, items[0]?.from).includes('\n')
  const lead = isSpread ? eol + indentAt(text, last.from) : ' '
  if (next !== undefined) return splice(text, { from: next.from, to: next.from }, `${piece},${lead}`)
  const comma = commaAfter(text, last.to)
  const behind = comma === undefined ? last.to : comma + 1
  const at = isSpread ? pastComment(text, behind) : behind
  const added = splice(text, { from: at, to: at }, lead + piece + (comma === undefined ? '' : ','))
  return comma === undefined ? splice(added, { from: last.to, to: last.to }, ',') : added
}

/** Of a list its values, of an inline table its statements. */
export const itemsOf = (parent: Node) =>
  [...parent.children.values()].flatMap(
    (child) => (parent.kind === 'array' ? child.span : child.pieces[0]) ?? [],
  )

export function dropItem(text: string, parent: Node, node: Node): string {
  const items = itemsOf(parent)
  const own = parent.kind === 'array' ? node.span : node.pieces[0]
  const index = items.findIndex(({ from }) => from === own?.from)
  const [item, previous, next] = [items[index], items[index - 1], items[index + 1]]
  if (item === undefined || parent.span === undefined) return text
  if (next !== undefined) return splice(text, { from: item.from, to: next.from }, '')
  if (previous === undefined) return splice(text, { from: parent.span.from + 1, to: parent.span.to - 1 }, '')
  const [commaBefore, comma] = [commaAfter(text, previous.to) ?? previous.to, commaAfter(text, item.to)]
  const from = pastComment(text, commaBefore + 1)
  const rest = splice(text, { from, to: pastComment(text, comma === undefined ? item.to : comma + 1) }, '')
  return comma === undefined ? splice(rest, { from: commaBefore, to: commaBefore + 1 }, '') : rest
}
