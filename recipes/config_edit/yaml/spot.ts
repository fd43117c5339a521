/** How a child stands among its neighbours, so that it can be put back there. */
import type { Spot } from '../format.js'
import { itemSegment, printPath } from '../path.js'
import { endBefore, endOf, linesOf } from './drop.js'
import { dropFromFlow } from './flow.js'
import { beginsLine, isBlank, lineStart } from './lines.js'
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
    const end = endOf(text, child)
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

/** The comments that stood between the neighbour, or else the key of the container, and the child. */
export function commentsBehind(
  { before, between, suffix }: Spot,
  neighbour: string | undefined,
): readonly string[] {
  const counts = suffix.split(' ')
  const count = Number(neighbour === undefined ? counts.at(-1) : counts[before.indexOf(neighbour)])
  return count === 0 ? [] : between.split('\n').slice(-count)
}

/** What tells each child from its neighbours: its key, or what names the item and how many of that name stand before it. */
export function namesOf({ children }: Node): string[] {
  const seen = new Map<string, number>()
  return children.map(({ step, node }) => {
    if (typeof step === 'string') return step
    const name = printPath([itemSegment(node.value)])
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return times === 0 ? name : `${name}#${times}`
  })
}
