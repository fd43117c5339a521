/** Where a statement, a section or an item stood, and how it goes back there. */
import type { Spot } from '../format.js'
import type { Step } from '../value.js'
import { digestOf } from '../value.js'
import { insertPiece } from './items.js'
import { eolOf, headerEnd, lineEnd, linesOf } from './text.js'
import type { Node } from './tree.js'
import { isInline, nodeAt, treeOf, valueOf } from './tree.js'

/** What `drop` takes, and the neighbours before it. */
export function spotOf(text: string, parent: Node, node: Node): Spot {
  const names = namesOf(parent)
  const index = [...parent.children.values()].indexOf(node)
  const own = isInline(parent) ? (parent.kind === 'array' ? node.span : node.pieces[0]) : undefined
  const lines = linesOf(text, node.pieces)
  const [first] = lines
  const piece =
    own === undefined
      ? lines.map(({ from, to }) => text.slice(from, to)).join('')
      : text.slice(own.from, own.to)
  return {
    piece,
    line: own === undefined,
    // The text before and behind it, by which its lines find back.
    lead: own === undefined ? text.slice(Math.max(0, (first?.from ?? 0) - 200), first?.from) : '',
    suffix: own === undefined ? text.slice(first?.to, (first?.to ?? 0) + 200) : '',
    between: '',
    before: names.slice(0, Math.max(0, index)).reverse(),
    pad: '',
    tail: '',
    trailingComma: false,
  }
}

const namesOf = (parent: Node): string[] =>
  [...parent.children].map(([key, child]) =>
    typeof key === 'string' ? key : digestOf(valueOf(child)).slice(0, 8),
  )

export function putItem(text: string, parent: Node, { piece, before }: Spot): string {
  const names = namesOf(parent)
  const neighbour = before.find((name) => names.includes(name))
  return insertPiece(
    text,
    parent,
    piece,
    neighbour === undefined ? 0 : names.indexOf(neighbour) + 1,
    eolOf(text),
  )
}

/** Lines go back between what stood around them, else behind the nearest statement before them that is still there. */
export function putLines(
  text: string,
  steps: readonly Step[],
  { piece, lead, suffix, before }: Spot,
): string {
  for (let length = Math.max(lead.length, suffix.length); length > 0; length = Math.floor(length / 2)) {
    const around = [lead.slice(-length), suffix.slice(0, length)]
    const found = text.indexOf(around.join(''))
    if (found >= 0 && found === text.lastIndexOf(around.join(''))) {
      const at = found + (around[0]?.length ?? 0)
      return text.slice(0, at) + piece + text.slice(at)
    }
  }
  const parent = nodeAt(treeOf(text), steps.slice(0, -1))
  const neighbour = before.map((name) => parent.children.get(name)).find((node) => node !== undefined)
  const last = neighbour?.pieces.at(-1)
  const at =
    last === undefined
      ? parent.section === undefined
        ? text.length
        : headerEnd(text, parent.section.from) + 1
      : lineEnd(text, last.to)
  return text.slice(0, at) + piece + text.slice(at)
}
