/** YAML as `config_edit` sees it: edits are splices of the text at the ranges of its nodes, each checked by what it comes to. */
import type { Format, Kept } from '../format.js'
import type { Change } from '../tree.js'
import { changed } from '../tree.js'
import type { Json, Step } from '../value.js'
import { child, equal, isList } from '../value.js'
import { putAmong, putInPlace } from './back.js'
import { dropChild } from './drop.js'
import { dropFromFlow } from './flow.js'
import { splice } from './lines.js'
import { childAt, wayTo } from './nodes.js'
import { parse, rootOf } from './parse.js'
import { withChange } from './put.js'
import { isFlowSpot, spotOf } from './spot.js'
import { inherited, otherwise, ownWay } from './stuck.js'

export const yaml: Format = {
  read(text) {
    const parsed = parse(text)
    return parsed.ok ? { ok: true, value: parsed.root.value } : parsed
  },

  put(text, steps, value, like, before) {
    const change = { steps, value, ...(before === undefined ? {} : { before }) }
    return checked(text, withChange(text, change, like), change)
  },

  drop(text, steps) {
    const rest = dropped(text, steps)
    return rest === text ? text : checked(text, rest, { steps })
  },

  offset(text, steps) {
    const root = rootOf(text)
    return (wayTo(root, steps).at(-1) ?? root).from
  },

  /** `source` is the value as JSON: what is put back where the text around it allows no more than that. */
  keep(text, steps): Kept {
    const root = rootOf(text)
    const way = wayTo(root, steps)
    const [container, node] = [way.at(-2), way.at(-1) ?? root]
    if (steps.length === 0) return { source: text.slice(root.from, root.end) }
    const there = way.length > steps.length ? container?.children.find((one) => one.node === node) : undefined
    const source = JSON.stringify(node.value)
    // What an alias or `<<` brings has no text of its own here.
    if (container === undefined || there === undefined || container.style === 'pair') return { source }
    return { source, spot: spotOf(text, container, there) }
  },

  putBack(text, steps, kept) {
    const root = rootOf(text)
    const step = steps.at(-1)
    if (step === undefined) return splice(text, root.from, root.end, kept.source)
    const container = wayTo(root, steps.slice(0, -1)).at(-1) ?? root
    const there = childAt(container, step)
    const { source, spot } = kept
    if (spot === undefined) return there === undefined ? text : dropped(text, steps)
    const fits = container.children.length === 0 || (container.style === 'flow') === isFlowSpot(spot)
    const back = !fits
      ? text
      : there === undefined
        ? putAmong(text, container, container === root, spot)
        : putInPlace(text, there, spot)
    const value = JSON.parse(source) as Json
    return isBack(text, back, { steps, value }, there !== undefined)
      ? back
      : yaml.put(text, steps, value, text)
  },

  inside(text, steps) {
    const root = rootOf(text)
    const way = wayTo(root, steps)
    const { head, end } = way.at(-1) ?? root
    return way.length > steps.length ? text.slice(head, end) : ''
  },

  emptyAs(text, steps, inside) {
    const root = rootOf(text)
    const { head, end } = wayTo(root, steps).at(-1) ?? root
    return inside === '' ? text : splice(text, head, end, inside)
  },
}

function dropped(text: string, steps: readonly Step[]): string {
  const root = rootOf(text)
  const container = ownWay(text, root, steps.slice(0, -1)).at(-1) ?? root
  const step = steps.at(-1) ?? ''
  const there = childAt(container, step)
  if (there === undefined && child(container.value, step) === undefined) return text
  if (there === undefined) throw inherited(container, step)
  return container.style === 'flow' ? dropFromFlow(text, container, there) : dropChild(text, container, there)
}

/** The text after an edit, which has to be worth what the edit makes of the value, and nothing else. */
function checked(before: string, after: string, change: Change): string {
  const root = rootOf(before)
  const parsed = parse(after)
  if (parsed.ok && equal(parsed.root.value, changed(root.value, change))) return after
  throw otherwise(before, root, change)
}

/** Is the value back, and everything else as it was? An item that was gone is wherever its old neighbours are. */
function isBack(before: string, after: string, change: Change, isThere: boolean): boolean {
  const parsed = parse(after)
  if (!parsed.ok) return false
  const [was, is] = [rootOf(before).value, parsed.root.value]
  const way = change.steps.slice(0, -1)
  if (isThere || typeof change.steps.at(-1) === 'string') return equal(is, changed(was, change))
  const list = valueAt(is, way)
  const places = isList(list) ? [...list.keys()] : []
  return places.some((at) => equal(is, changed(was, { ...change, steps: [...way, at], before: at })))
}

const valueAt = (root: Json, steps: readonly Step[]): Json =>
  steps.reduce<Json>((at, step) => child(at, step) ?? null, root)
