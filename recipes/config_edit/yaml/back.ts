/** A child as it stood among its neighbours, and put back there, byte for byte. */
import type { Spot } from '../format.js'
import { itemSegment, printPath } from '../path.js'
import { endBefore, linesOf } from './block.js'
import { dropFromFlow, insertBehind } from './flow.js'
import { beginsLine, isBlank, lineEnd, lineStart, splice, startBelow } from './lines.js'
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
  return {
    ...common,
    ...commentsBefore(text, container, index),
    piece: text.slice(child.from, end),
    line: true,
    lead: text.slice(up, start),
    pad: text.slice(start, child.from),
    tail: '',
    ...(next === undefined ? {} : { gap: text.slice(end, down) }),
  }
}

/** The comment lines above that belong to no child; `suffix`: how many of them follow each neighbour, and the container's key. */
function commentsBefore(text: string, container: Node, index: number): Pick<Spot, 'between' | 'suffix'> {
  const { children } = container
  const groups = children.slice(0, index + 1).map((child, i) => {
    const lines = text
      .slice(endBefore(text, container, children[i - 1]), lineStart(text, child.from))
      .split('\n')
    return lines.map((line) => line.trim()).filter((line) => line.startsWith('#'))
  })
  const near = groups.reverse().slice(0, MOST_NEIGHBOURS + 1)
  const counts = near.map((_, i) => near.slice(0, i + 1).flat().length)
  return { between: near.toReversed().flat().join('\n'), suffix: counts.join(' ') }
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
  if (isFlowSpot(spot)) return splice(text, from, node.end, spot.piece)
  const end = lineEnd(text, node.end)
  return splice(text, from, pastLeft(text, end, text.slice(from, end), spot.piece), spot.piece)
}

/** Past the comments below that were inside the piece, and were left when the children above and below them went. */
function pastLeft(text: string, end: number, now: string, piece: string): number {
  const inside = commentLines(piece).slice(commentLines(now).length)
  let last = end
  for (let at = end; inside.length > 0;) {
    const start = text.indexOf('\n', at) + 1
    const stop = lineEnd(text, start)
    const line = text.slice(start, stop)
    if (start === 0 || (!isBlank(line) && !inside.includes(line))) return last
    if (!isBlank(line)) last = stop
    at = stop
    if (stop === text.length) return last
  }
  return last
}

const commentLines = (text: string): string[] =>
  text.split(/\r?\n/).filter((line) => line.trimStart().startsWith('#'))

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
  const above = endBefore(text, container, container.children[anchor])
  const comments = commentsBehind(spot, neighbour)
  return putLines(text, pastThose(text, above, comments), container.children[anchor + 1], spot)
}

/** The comments that stood between the neighbour, or else the key of the container, and the child. */
function commentsBehind({ before, between, suffix }: Spot, neighbour: string | undefined): readonly string[] {
  const counts = suffix.split(' ')
  const count = Number(neighbour === undefined ? counts.at(-1) : counts[before.indexOf(neighbour)])
  return count === 0 ? [] : between.split('\n').slice(-count)
}

/** The end of the last of these comments that follow, with blank lines and other comments among them. */
function pastThose(text: string, above: number, comments: readonly string[]): number {
  let [end, left] = [above, comments]
  const lines = /[^\S\n]*(#[^\n]*)?(?:\n|$)/y
  lines.lastIndex = above === 0 ? 0 : text.indexOf('\n', above) + 1
  while (left.length > 0 && lines.lastIndex < text.length) {
    const start = lines.lastIndex
    const found = lines.exec(text)
    if (found === null) return end
    if (found[1] !== undefined && found[1].trim() === left[0])
      [end, left] = [lineEnd(text, start), left.slice(1)]
  }
  return end
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
function putAlone(text: string, node: Node, isRoot: boolean, spot: Spot): string {
  const { head, from, end } = node
  if (!spot.line) return splice(text, head, end, spot.lead + spot.piece)
  if (isRoot && isBlank(text.slice(0, from) + text.slice(end)))
    return splice(text, from, end, spot.lead + spot.piece)
  const bare = isRoot ? withoutLine(text, node) : splice(text, head, end, '')
  const above = isRoot ? endBefore(text, node, undefined) : lineEnd(bare, head)
  return putLines(bare, pastThose(bare, above, commentsBehind(spot, undefined)), undefined, spot)
}

function withoutLine(text: string, { from, end }: Node): string {
  const [start, next] = [lineStart(text, from), text.indexOf('\n', end) + 1]
  if (next > 0) return splice(text, start, next, '')
  return splice(text, start === 0 ? 0 : lineEnd(text, start - 1), text.length, '')
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

function putLines(text: string, up: number, next: Child | undefined, spot: Spot): string {
  const down = startBelow(text, up)
  // Above the first line there is no line break that could follow.
  const rest = (up === 0 && text !== '' ? (/\r?\n/.exec(text)?.[0] ?? '\n') : '') + text.slice(up, down)
  // A comment at its column was that of a neighbour which is still to come back.
  const isFollowed = next !== undefined || text.startsWith(`${spot.pad}#`, down)
  const below = isFollowed ? spot.gap : undefined
  return splice(text, up, down, spot.lead + spot.pad + spot.piece + (below ?? rest))
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
