/** A value put into a YAML text: in the place of one, or among the children of a map or list. */
import type { Change } from '../tree.js'
import type { Json, Step } from '../value.js'
import { isList, isObject } from '../value.js'
import { childLines, fillEmpty, insertChild } from './block.js'
import { insertInFlow } from './flow.js'
import type { Layout } from './layout.js'
import { layoutOf } from './layout.js'
import { column, isBlank, splice } from './lines.js'
import type { Child, Node } from './nodes.js'
import { childAt } from './nodes.js'
import { rootOf } from './parse.js'
import { print, printInline, printPair } from './print.js'
import { replaced, replacedInline } from './replace.js'
import { ownWay } from './stuck.js'

/** `like`: the text before its first edit. */
export function withChange(text: string, { steps, value = null, before }: Change, like: string): string {
  const root = rootOf(text)
  const step = steps.at(-1)
  if (step === undefined) return putRoot(text, root, value, layoutOf(text, [root], like))
  const way = ownWay(text, root, steps.slice(0, -1))
  const container = way.at(-1) ?? root
  const layout = layoutOf(text, way, like)
  const there = before === undefined ? childAt(container, step) : undefined
  if (there !== undefined) {
    const isInline = container.style === 'flow' || staysFlow(there.node, value)
    return isInline ? replacedInline(text, there.node, value, layout) : replaced(text, there, value, layout)
  }
  const position = before === undefined ? undefined : positionOf(container, before)
  if (container.style === 'block') return insertChild(text, way, step, value, layout, position)
  if (becomesBlock(text, way)) return fill(text, way, step, value, layout)
  const piece = typeof step === 'number' ? printInline(value, layout) : printPair(step, value, layout)
  return insertInFlow(text, container, piece, layout, position)
}

function putRoot(text: string, { from, end }: Node, value: Json, layout: Layout): string {
  const { inline, lines } = print(value, { behind: 'dash', column: 0 }, layout)
  return splice(text, from, end, [inline, ...lines].join(layout.eol))
}

const staysFlow = ({ style, kind, children }: Node, value: Json): boolean =>
  style === 'flow' && children.length > 0 && (kind === 'list' ? isList(value) : isObject(value))

/** `{}` and `[]` are how a block has to write that it is empty. */
function becomesBlock(text: string, way: readonly Node[]): boolean {
  const container = way.at(-1)
  if (container === undefined || container.children.length > 0) return false
  const inside = text.slice(container.from + 1, container.end - 1)
  return isBlank(inside) && way.slice(0, -1).every(({ style }) => style === 'block')
}

function fill(text: string, way: readonly Node[], step: Step, value: Json, layout: Layout): string {
  const [parent, container] = [way.at(-2), way.at(-1)]
  if (container === undefined) return text
  const owner = parent?.children.find((one) => one.node === container)
  const lines = childLines(step, value, columnIn(text, owner, container, layout), layout)
  return fillEmpty(text, owner, container, lines, layout.eol)
}

function columnIn(text: string, owner: Child | undefined, { kind }: Node, layout: Layout): number {
  if (owner === undefined) return 0
  const at = column(text, owner.from)
  if (typeof owner.step === 'number') return at + 1 + layout.gap.length
  return at + (kind === 'list' ? layout.dash : layout.unit)
}

/** The position among the children of the text: the value may have those of `<<`, too, and numbers first. */
function positionOf({ kind, value, children }: Node, before: number): number | undefined {
  if (kind === 'list') return before
  const key = Object.keys(isObject(value) ? value : {})[before]
  const index = children.findIndex(({ step }) => step === key)
  return index < 0 ? undefined : index
}
