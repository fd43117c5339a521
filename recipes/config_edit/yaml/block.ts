/** Children of block maps and lists: put in among their neighbours, in lines of their own. */
import type { Json, Step } from '../value.js'
import type { Layout } from './layout.js'
import {
  beginsLine,
  blankLines,
  column,
  endAbove,
  lineEnd,
  lineStart,
  pastOwnComments,
  splice,
} from './lines.js'
import type { Child, Node } from './nodes.js'
import { endBefore } from './drop.js'
import { itemLines, pairLines } from './print.js'

/** A key or item, printed as lines for a column. */
export const childLines = (step: Step, value: Json, at: number, layout: Layout): string[] =>
  typeof step === 'number' ? itemLines(value, at, layout) : pairLines(step, value, at, layout)

/** Before the child at a position, in front of the comments above it; without one behind the last. */
export function insertChild(
  text: string,
  way: readonly Node[],
  step: Step,
  value: Json,
  layout: Layout,
  before?: number,
): string {
  const container = way.at(-1)
  const first = container?.children[0]
  if (container === undefined || first === undefined) return text
  const at = column(text, first.from)
  const lines = childLines(step, value, at, layout)
  const next = before === undefined ? undefined : container.children[before]
  const usual = usualGap(text, way)
  if (next === undefined) {
    const last = pastOwnComments(text, lineEnd(text, container.end), at)
    return splice(text, last, last, layout.eol.repeat(1 + usual) + lines.join(layout.eol))
  }
  if (!beginsLine(text, next.from)) {
    const own = lines.join(layout.eol).slice(at) + layout.eol + ' '.repeat(at)
    return splice(text, next.from, next.from, own)
  }
  // What stands above the first key of a file speaks of the file.
  const isHeading = next === first && way.length === 1
  const start = isHeading ? lineStart(text, next.from) : aboveComments(text, next.from, at)
  const above = endBefore(text, container, before === undefined ? undefined : container.children[before - 1])
  const up = Math.max(above, endAbove(text, start))
  const isTop = next === first && up === above
  const gap = isTop ? usual : Math.min(usual, blankLines(text.slice(up, start)))
  return splice(text, start, start, lines.join(layout.eol) + layout.eol.repeat(1 + gap))
}

/** Into a container that was `{}` or `[]`: in lines below its key, or behind its dash. */
export function fillEmpty(
  text: string,
  parent: Child | undefined,
  node: Node,
  lines: readonly string[],
  eol: string,
) {
  const printed = lines.join(eol)
  if (parent === undefined) return splice(text, node.from, node.end, printed)
  if (typeof parent.step === 'number') return splice(text, node.head, node.end, ` ${printed.trimStart()}`)
  const rest = text.slice(node.end, lineEnd(text, node.end)).trimEnd()
  const at = pastOwnComments(text, lineEnd(text, node.end), column(text, parent.from) + 1)
  const below = text.slice(lineEnd(text, node.end), at)
  return text.slice(0, node.head) + rest + below + eol + printed + text.slice(at)
}

/** How many blank lines the neighbours keep between them. A lone child that is long stands as its parents do. */
function usualGap(text: string, way: readonly Node[]): number {
  const container = way.at(-1)
  if (container?.style !== 'block') return 0
  const [first, second] = container.children
  if (second === undefined) {
    const isLong = first !== undefined && text.slice(first.from, first.node.end).split('\n').length >= 5
    return isLong && container.kind === 'map' && way.length > 1 ? usualGap(text, way.slice(0, -1)) : 0
  }
  const gaps = container.children.slice(1).map((child, i) => {
    const end = lineEnd(text, container.children[i]?.node.end ?? 0)
    return Math.max(0, ...blankRuns(text.slice(end, lineStart(text, child.from))))
  })
  const spaced = gaps.filter((gap) => gap > 0)
  return spaced.length * 2 > gaps.length ? (spaced.at(-1) ?? 0) : 0
}

const blankRuns = (between: string): number[] =>
  [...between.matchAll(/\n(?:[ \t]*\r?\n)+/g)].map(([run]) => blankLines(run))

/** The start of the first of the comment lines directly above that stand at the child's column. */
function aboveComments(text: string, from: number, at: number): number {
  let start = lineStart(text, from)
  while (start > 0) {
    const above = lineStart(text, start - 1)
    const line = text.slice(above, start)
    if (!line.trimStart().startsWith('#') || line.length - line.trimStart().length !== at) return start
    start = above
  }
  return start
}
