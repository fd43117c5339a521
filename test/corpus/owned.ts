/** Where the regions of a task stand in a YAML text: found with the parser of `yaml` alone, and by no code that edits. */
import type { Node, Pair } from 'yaml'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Segments } from '../../recipes/config_edit/path.js'
import { seek } from '../../recipes/config_edit/path.js'
import type { Json, Step } from '../../recipes/config_edit/value.js'

export interface Owned {
  readonly from: number
  readonly to: number
  /** Between brackets, where commas come and go with it. */
  readonly isFlow: boolean
}

export const valueOf = (text: string): Json => read(text).value

interface Reading {
  readonly root: Node | null
  readonly value: Json
}

/** Of texts that are looked at one after the other each is read once. */
const recent = new Map<string, Reading>()

function read(text: string): Reading {
  const known = recent.get(text)
  if (known !== undefined) return known
  const document = parseDocument(text, { merge: true })
  const reading = { root: document.contents, value: document.toJS({ maxAliasCount: -1 }) as Json }
  if (recent.size > 4) recent.clear()
  recent.set(text, reading)
  return reading
}

/** Parents that are in one of both texts alone belong to the region for which they were made, or with which they went. */
export function ownedIn(text: string, other: string, regions: readonly Segments[]): Owned[] {
  const { root, value: here } = read(text)
  const there = valueOf(other)
  return regions.flatMap((region) => {
    const depth = Math.min(seek(here, region).steps.length, seek(there, region).steps.length)
    const parent = region.slice(0, depth)
    const own = seek(here, region.slice(0, depth + 1))
    if (depth < region.length && [here, there].some((value) => isEmptied(seek(value, parent).at)))
      return placed(text, root, seek(here, parent).steps, true)
    return own.found ? placed(text, root, own.steps, false) : []
  })
}

const isEmptied = (value: Json): boolean => JSON.stringify(value) === '{}' || JSON.stringify(value) === '[]'

/** `isBare`: without its key. */
function placed(text: string, root: Node | null, steps: readonly Step[], isBare: boolean): Owned[] {
  const way = [...steps]
  const last = way.pop()
  if (last === undefined) return [{ from: 0, to: text.length, isFlow: false }]
  const container = way.reduce<Node | null>((node, step) => childOf(node, step)?.value ?? null, root)
  const child = childOf(container, last)
  if (container === null || child === undefined) return []
  const isFlow = (isMap(container) || isSeq(container)) && container.flow === true
  const from = isBare ? child.after : child.from
  return [{ from, to: isFlow ? child.to : withComments(text, child.from, child.to), isFlow }]

  function childOf(node: Node | null, step: Step) {
    if (isMap(node)) return pairAt(text, node.items, step)
    const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined
    if (item?.range == null) return undefined
    const from = dashBefore(text, item.range[0])
    return { value: item, from, after: item.range[0], to: trimmed(text, item.range[1]) }
  }
}

function pairAt(text: string, pairs: readonly Pair[], step: Step) {
  const pair = pairs.find(({ key }) => isScalar(key) && String(key.source ?? key.value) === String(step))
  const [key, value] = [pair?.key as Node | undefined, pair?.value as Node | null | undefined]
  if (key?.range == null) return undefined
  const colon = text.indexOf(':', key.range[1]) + 1
  const to = value?.range == null ? colon : Math.max(colon, trimmed(text, value.range[1]))
  return { value: value ?? null, from: key.range[0], after: colon, to }
}

const dashBefore = (text: string, offset: number): number =>
  offset - (/-\s+(?:[&!]\S+\s+)*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0)

const trimmed = (text: string, end: number): number => text.slice(0, end).trimEnd().length

/** With the comment behind it, and with those below that stand deeper than it begins. */
function withComments(text: string, from: number, to: number): number {
  const column = from - (text.lastIndexOf('\n', from - 1) + 1)
  const [beside = '', ...below] = text.slice(to).split('\n')
  let [end, at] = [to + (/^[ \t]*(?:#.*\S)?/.exec(beside)?.[0].length ?? 0), to + beside.length]
  for (const line of below) {
    if (!/^\s*(?:#|$)/.test(line)) return end
    if (line.indexOf('#') > column) end = at + 1 + line.trimEnd().length
    at += 1 + line.length
  }
  return end
}
