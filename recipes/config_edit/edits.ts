/** The generic edits: what each wants to be true of a file's value, and the changes that make it so. */
import type { Region } from '../../lib/core/place.js'
import type { Segment, Segments, Sought } from './path.js'
import { itemSegment, printPath, seek } from './path.js'
import type { Change } from './tree.js'
import { around, changes, isEmpty, without } from './tree.js'
import type { Json, Step } from './value.js'
import { child, equal, isList, isObject, kindOf } from './value.js'

export type Edit =
  | { readonly do: 'set'; readonly path: Segments; readonly value: Json }
  /** `whole`: with what other tasks govern inside it, for it stands elsewhere afterwards. */
  | { readonly do: 'remove'; readonly path: Segments; readonly whole?: true }
  /** `unless`: an item (or a part of one) that makes the edit needless. */
  | { readonly do: 'append'; readonly path: Segments; readonly value: Json; readonly unless?: Json }
  /** The path is that of the item next to which the value is to stand. */
  | { readonly do: 'insert_before' | 'insert_after'; readonly path: Segments; readonly value: Json }

/** Why an edit cannot be made, and how far into the file its path could be followed. */
export interface Hindrance {
  readonly steps: readonly Step[]
  readonly message: string
}

/** Paths, from an edit's region, of what other tasks govern inside it. */
export type Holes = readonly Segments[]

/** The way to what an edit governs: for an appended item the item, never its index. */
export function governed(edit: Edit): Segments {
  const list = listOf(edit)
  return list === undefined || edit.do === 'remove' ? edit.path : [...list, itemSegment(edit.value)]
}

/** The list into which an edit puts an item. */
function listOf(edit: Edit): Segments | undefined {
  if (edit.do === 'append') return edit.path
  return edit.do === 'insert_before' || edit.do === 'insert_after' ? edit.path.slice(0, -1) : undefined
}

export const regionOfEdit = (edit: Edit): Region => printPath(governed(edit))

/** The postcondition. */
export function holds(edit: Edit, root: Json, holes: Holes): boolean {
  const { found, at } = seek(root, governed(edit))
  if (edit.do === 'remove') return !found || (holes.length > 0 && isEmpty(without(at, holes)))
  if (found && equal(without(at, holes), without(edit.value, holes))) return true
  const unless = edit.do === 'append' ? edit.unless : undefined
  const list = listOf(edit)
  return list !== undefined && isNeedless(seek(root, list), edit.value, unless)
}

/** Is an equal item in the list, or one that makes it needless? */
function isNeedless({ found, at }: Sought, value: Json, unless: Json | undefined): boolean {
  if (!found || !isList(at)) return false
  return at.some((item) => equal(item, value) || (unless !== undefined && isPart(unless, item)))
}

function isPart(part: Json, whole: Json): boolean {
  if (!isObject(part) || !isObject(whole)) return equal(part, whole)
  return Object.entries(part).every(([key, inner]) => {
    const other = child(whole, key)
    return other !== undefined && isPart(inner, other)
  })
}

/** What has to change so that the edit holds; nothing where it does. */
export function changesFor(edit: Edit, root: Json, holes: Holes): Change[] | Hindrance {
  if (holds(edit, root, holes)) return []
  const { found, at, steps } = seek(root, governed(edit))
  if (edit.do === 'remove') return removal(at, steps, holes)
  // An item with the name of the wanted one is that item: it is brought to its value, not doubled.
  if (found) return changes(at, around(edit.value, at, holes), steps)
  if (edit.do === 'set') return addition(edit.path, edit.value, root)
  return edit.do === 'append' ? append(edit.path, edit.value, root) : insert(edit, root)
}

function insert(
  { do: kind, path, value }: Extract<Edit, { do: 'insert_before' | 'insert_after' }>,
  root: Json,
): Change[] | Hindrance {
  const { found, at, steps } = seek(root, path)
  const index = steps.at(-1)
  if (!found || typeof index !== 'number')
    return { steps, message: whyNot(path, steps.length, at, path[steps.length]) }
  const before = kind === 'insert_before' ? index : index + 1
  return [{ steps: [...steps.slice(0, -1), before], value, before }]
}

/** What others govern inside stays. */
function removal(at: Json, steps: readonly Step[], holes: Holes): Change[] {
  const rest = isList(at) || isObject(at) ? around(isList(at) ? [] : {}, at, holes) : {}
  return isEmpty(rest) ? [{ steps }] : changes(at, rest, steps)
}

function append(path: Segments, value: Json, root: Json): Change[] | Hindrance {
  const list = seek(root, path)
  if (!list.found) return addition(path, [value], root)
  if (isList(list.at)) return [{ steps: [...list.steps, list.at.length], value }]
  return { steps: list.steps, message: `\`${printPath(path)}\` has to be a list, and is ${kindOf(list.at)}` }
}

/** Puts a value where nothing stands, with the parents that are missing. */
function addition(path: Segments, value: Json, root: Json): Change[] | Hindrance {
  const { steps, at } = seek(root, path)
  const [first, ...rest] = path.slice(steps.length)
  // A key with nothing behind it (`workflow_dispatch:`) is a map that has nothing yet.
  const isEmpty = at === null && steps.length > 0
  if (first?.kind !== 'key' || !(isObject(at) || isEmpty))
    return { steps, message: whyNot(path, steps.length, at, first) }
  const chosen = rest.findIndex(({ kind }) => kind !== 'key')
  if (chosen >= 0) {
    const missing = printPath(path.slice(0, steps.length + 1))
    return { steps, message: `\`${printPath(path)}\` chooses from a list, and there is no \`${missing}\`` }
  }
  const nested = rest.reduceRight<Json>((inner, key) => Object.fromEntries([[keyOf(key), inner]]), value)
  if (isEmpty) return [{ steps, value: Object.fromEntries([[first.key, nested]]) }]
  return [{ steps: [...steps, first.key], value: nested }]
}

const keyOf = (segment: Segment): string => (segment.kind === 'key' ? segment.key : '')

function whyNot(path: Segments, depth: number, at: Json, segment: Segment | undefined): string {
  const parent = depth === 0 ? 'the file' : `\`${printPath(path.slice(0, depth))}\``
  if (segment?.kind === 'key')
    return `${parent} has to be an object to hold \`${segment.key}\`, and is ${kindOf(at)}`
  if (!isList(at)) return `${parent} has to be a list, and is ${kindOf(at)}`
  const wanted = segment === undefined ? '' : printPath([segment])
  return `${parent} has ${at.length} ${at.length === 1 ? 'item' : 'items'}, and none is \`${wanted}\``
}

/**
 * Why two edits of one task cannot both hold, if they cannot: one lies in the other's region, and they want different things of it.
 */
export function contradiction(a: Edit, b: Edit): string | undefined {
  const [outer, inner] = governed(a).length <= governed(b).length ? [a, b] : [b, a]
  const [outerPath, innerPath] = [governed(outer), governed(inner)]
  const region = printPath(outerPath)
  if (printPath(innerPath.slice(0, outerPath.length)) !== region) return undefined
  const rest = innerPath.slice(outerPath.length)
  const sought = outer.do === 'remove' ? undefined : seek(outer.value, rest)
  const given = sought?.found === true ? sought.at : undefined
  const wanted = inner.do === 'remove' ? undefined : inner.value
  if (given === undefined ? wanted === undefined : wanted !== undefined && equal(given, wanted))
    return undefined
  return `two edits want different values for \`${printPath(innerPath)}\``
}
