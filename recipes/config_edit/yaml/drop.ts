/** Children of block maps and lists taken out, with their lines and no more blank ones than belong to them. */
import {
  beginsLine,
  blankLines,
  column,
  endAbove,
  lineEnd,
  lineStart,
  pastOwnComments,
  splice,
  startBelow,
} from './lines.js'
import type { Child, Node } from './nodes.js'

/** Comments above a child stay: nobody can say that they speak of it alone. */
export function dropChild(text: string, container: Node, child: Child): string {
  if (container.children.length === 1) return emptied(text, container, child)
  if (!beginsLine(text, child.from)) {
    const next = /\S|$/g
    next.lastIndex = endOf(text, child)
    return splice(text, child.from, next.exec(text)?.index ?? text.length, '')
  }
  const { up, down, stays } = linesOf(text, container, child)
  return splice(text, up, down, stays)
}

/** Nothing would be null, so it is written as empty: on the line of its key, or where the whole file is on a line of its own. */
function emptied(text: string, container: Node, child: Child): string {
  const empty = container.kind === 'map' ? '{}' : '[]'
  const { head } = container
  const isRoot = head === container.from
  if (!isRoot && !beginsLine(text, child.from)) return splice(text, head, endOf(text, child), ` ${empty}`)
  const { up, start, down, stays } = linesOf(text, container, child)
  if (!isRoot) return splice(splice(text, up, down, stays), head, head, ` ${empty}`)
  return splice(
    text,
    up,
    down,
    (/\r?\n/.exec(text.slice(up, up === 0 ? 0 : start))?.[0] ?? '') + empty + stays,
  )
}

/** The lines of a child with the blank ones around them, and what of these stays without it. */
export interface Lines {
  readonly up: number
  readonly start: number
  readonly end: number
  readonly down: number
  readonly stays: string
}

/** Above the first child and below the last one the gap there stays; elsewhere the wider one of both. */
export function linesOf(text: string, container: Node, child: Child): Lines {
  const { children } = container
  const { from } = child
  const previous = children[children.indexOf(child) - 1]
  const [start, end] = [lineStart(text, from), endOf(text, child)]
  // The blank lines below a `|+` are part of it.
  const least = endBefore(text, container, previous)
  const [up, down] = [Math.max(least, endAbove(text, start)), startBelow(text, end)]
  const [above, below] = [text.slice(up, start), text.slice(end, down)]
  const isTop = previous === undefined && up === least
  const isLast = children.at(-1) === child
  const wider = blankLines(above) >= blankLines(below) ? above : below
  return { up, start, end, down, stays: isLast ? below : isTop ? above : wider }
}

/** The end of a child with the comments below that stand deeper than it: they speak of what is inside. */
export const endOf = (text: string, { from, node }: Child): number =>
  pastOwnComments(text, lineEnd(text, node.end), column(text, from) + 1)

/** The end of the line after which a child may stand: of the one before it, of its container's key, or of the `---` of the file. */
export function endBefore(text: string, { head, from }: Node, previous: Child | undefined): number {
  if (previous !== undefined) return lineEnd(text, previous.node.end)
  if (head !== from) return lineEnd(text, head)
  const marks = [...text.slice(0, lineStart(text, from)).matchAll(/^(?:---|%).*$/gm)]
  const last = marks.at(-1)
  return last === undefined ? 0 : lineEnd(text, last.index)
}
