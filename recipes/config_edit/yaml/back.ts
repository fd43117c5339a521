/** A child put back where it stood, byte for byte. */
import type { Spot } from '../format.js'
import { endBefore } from './drop.js'
import { insertBehind } from './flow.js'
import { beginsLine, isBlank, lineEnd, lineStart, splice, startBelow } from './lines.js'
import type { Child, Node } from './nodes.js'
import { commentsBehind, isFlowSpot, namesOf } from './spot.js'

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
