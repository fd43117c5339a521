/** A child as it stood among its neighbours, and put back there, byte for byte. */
import type { Spot } from '../format.js'
import { itemSegment, printPath } from '../path.js'
import { endBefore, linesOf } from './block.js'
import { dropFromFlow, insertBehind } from './flow.js'
import { beginsLine, isBlank, lineEnd, splice, startBelow } from './lines.js'
import type { Child, Node } from './nodes.js'

const MOST_NEIGHBOURS = 50

/**
 * In a block `lead` and `gap` are the line breaks around the lines of a child, or behind the dash what stands before and behind it;
 * `pad` is its indentation. Between brackets `pad` is the whole container with it, and `tail` without it.
 */
export function spotOf(text: string, container: Node, child: Child): Spot {
  const index = container.children.indexOf(child)
  const before = namesOf(container)
    .slice(Math.max(0, index - MOST_NEIGHBOURS), index)
    .reverse()
  const common = { suffix: '', before, trailingComma: false }
  if (container.style !== 'block') return { ...common, ...flowSpot(text, container, child, index) }
  const next = container.children[index + 1]
  if (!beginsLine(text, child.from)) {
    const end = lineEnd(text, child.node.end)
    const gap = /^\s*/.exec(text.slice(end))?.[0] ?? ''
    const lead = text.slice(container.head, child.from)
    const piece = text.slice(child.from, end)
    const own = { piece, line: false, lead, between: '', pad: '', tail: '' }
    return { ...common, ...own, ...(next === undefined ? {} : { gap }) }
  }
  const { up, start, end, down } = linesOf(text, container, child)
  const above = endBefore(text, container, container.children[index - 1])
  return {
    ...common,
    piece: text.slice(child.from, end),
    line: true,
    lead: text.slice(up, start),
    between: text.slice(above, up),
    pad: text.slice(start, child.from),
    tail: '',
    ...(next === undefined ? {} : { gap: text.slice(end, down) }),
  }
}

function flowSpot(text: string, container: Node, child: Child, index: number) {
  const [previous, next] = [container.children[index - 1], container.children[index + 1]]
  const open = previous?.comma === undefined ? container.from + 1 : previous.comma + 1
  const end = child.comma === undefined ? child.node.end : child.comma + 1
  const [lead, gap] = [text.slice(open, child.from), text.slice(end, next?.from ?? end)]
  const dropped = dropFromFlow(text, container, child)
  return {
    piece: text.slice(child.from, child.node.end),
    line: beginsLine(text, child.from),
    lead: isBlank(lead) ? lead : ' ',
    between: '',
    pad: text.slice(container.from, container.end),
    tail: dropped.slice(container.from, container.end + dropped.length - text.length),
    ...(next !== undefined && isBlank(gap) ? { gap } : {}),
  }
}

export const isFlowSpot = ({ pad }: Spot): boolean => /^[[{]/.test(pad)

/** In the place of what stands there now. */
export function putInPlace(text: string, { from, node }: Child, spot: Spot): string {
  return splice(text, from, isFlowSpot(spot) ? node.end : lineEnd(text, node.end), spot.piece)
}

/** Where it is no more: behind the nearest of its old neighbours that is still there. */
export function putAmong(text: string, container: Node, isRoot: boolean, spot: Spot): string {
  const names = namesOf(container)
  const neighbour = spot.before.find((name) => names.includes(name))
  const anchor = neighbour === undefined ? -1 : names.indexOf(neighbour)
  if (isFlowSpot(spot)) return putInFlow(text, container, container.children[anchor], spot)
  if (container.children.length === 0) return putAlone(text, container, isRoot, spot)
  const first = container.children[0]
  if (anchor < 0 && first !== undefined && !(spot.line && beginsLine(text, first.from)))
    return putFirst(text, container, first, spot)
  const previous = container.children[anchor]
  return putLines(text, endBefore(text, container, previous), container.children[anchor + 1], spot)
}

function putInFlow(text: string, container: Node, previous: Child | undefined, spot: Spot): string {
  const { from, end, children } = container
  if (text.slice(from, end) === spot.tail) return splice(text, from, end, spot.pad)
  if (previous !== undefined) return insertBehind(text, previous, spot.lead + spot.piece)
  const [first] = children
  if (first !== undefined) return splice(text, first.from, first.from, `${spot.piece},${spot.gap ?? ' '}`)
  const [open, close] = [/^.(\s*)/.exec(spot.pad)?.[1] ?? '', /(\s*).$/.exec(spot.pad)?.[1] ?? '']
  return splice(text, from + 1, end - 1, open + spot.piece + close)
}

/** Into `{}` or `[]`, which only stand for what is put back. */
function putAlone(text: string, { head, from, end }: Node, isRoot: boolean, spot: Spot): string {
  if (isRoot) return splice(text, from, end, spot.piece)
  if (!spot.line) return splice(text, head, end, spot.lead + spot.piece)
  const bare = splice(text, head, end, '')
  return putLines(bare, lineEnd(bare, head), undefined, spot)
}

function putFirst(text: string, { head }: Node, { from }: Child, spot: Spot): string {
  if (spot.line) return splice(text, from, from, spot.piece + (spot.gap ?? '\n') + spot.pad)
  const own = spot.piece + (spot.gap ?? ' ')
  if (text.startsWith(spot.lead, head))
    return splice(text, head + spot.lead.length, head + spot.lead.length, own)
  return isBlank(text.slice(head, from))
    ? splice(text, head, from, spot.lead + own)
    : splice(text, from, from, own)
}

function putLines(text: string, above: number, next: Child | undefined, spot: Spot): string {
  const until = next?.from ?? text.length
  const found = spot.between === '' ? 0 : text.slice(above, until).indexOf(spot.between)
  const up = found < 0 ? above : above + found + spot.between.length
  const down = startBelow(text, up)
  const below = next === undefined ? undefined : spot.gap
  return splice(text, up, down, spot.lead + spot.pad + spot.piece + (below ?? text.slice(up, down)))
}

/** What tells each child from its neighbours: its key, or what names the item and how many of that name stand before it. */
function namesOf({ children }: Node): string[] {
  const seen = new Map<string, number>()
  return children.map(({ step, node }) => {
    if (typeof step === 'string') return step
    const name = printPath([itemSegment(node.value)])
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return times === 0 ? name : `${name}#${times}`
  })
}
