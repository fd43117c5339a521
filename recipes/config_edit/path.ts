/** The PATH of an edit: read with its faults, printed in one spelling, followed into a value. */
import type { Region } from '../../lib/core/place.js'
import type { Json, Step } from './value.js'
import { child, digestOf, isList, isObject } from './value.js'

export type Segment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  /** `[name=Safety]`: the first item with that value. */
  | { readonly kind: 'match'; readonly by: string; readonly value: string }
  /** `[=x1Y2z3A4]`: the item whose digest begins so. Only regions have it. */
  | { readonly kind: 'item'; readonly digest: string }

export type Segments = readonly Segment[]

export type PathReading =
  | { readonly ok: true; readonly segments: Segments }
  | { readonly ok: false; readonly message: string; readonly offset: number }

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`
const TOKEN = new RegExp(
  String.raw`(\.?)(?:${QUOTED}|([^.[\]"]+))|\[(-?\d+)\]|\[=([\w-]{8})\]|\[([^\]="]+)=(?:${QUOTED}|([^\]"]+))\]`,
  'y',
)

/** Reads `jobs.security.steps[name=Safety]."a.key"`. */
export function readPath(text: string): PathReading {
  const segments: Segment[] = []
  let offset = 0
  while (offset < text.length) {
    TOKEN.lastIndex = offset
    const match = TOKEN.exec(text)
    if (match === null) return { ok: false, message: whatIsWrong(text, offset), offset }
    const isKey = match[2] !== undefined || match[3] !== undefined
    if (isKey && (match[1] === '.') === (offset === 0))
      return {
        ok: false,
        message: offset === 0 ? 'a key comes before the first dot' : 'a dot is missing',
        offset,
      }
    const segment = segmentOf(match)
    if (segment === undefined) return { ok: false, message: 'the quoted text is not as in JSON', offset }
    segments.push(segment)
    offset += match[0].length
  }
  if (segments.length === 0) return { ok: false, message: 'it is empty', offset }
  return { ok: true, segments }
}

function segmentOf([, , quoted, bare, index, item, by, quotedValue, bareValue]: RegExpExecArray):
  Segment | undefined {
  if (index !== undefined) return { kind: 'index', index: Number(index) }
  if (item !== undefined) return { kind: 'item', digest: item }
  if (by === undefined) {
    const key = bare?.trim() ?? unquoted(quoted)
    return key === undefined ? undefined : { kind: 'key', key }
  }
  const value = bareValue?.trim() ?? unquoted(quotedValue)
  return value === undefined ? undefined : { kind: 'match', by: by.trim(), value }
}

function unquoted(text: string | undefined): string | undefined {
  try {
    return JSON.parse(`"${text ?? ''}"`) as string
  } catch {
    return undefined
  }
}

function whatIsWrong(text: string, offset: number): string {
  if (text[offset] === '[') return '`[` takes a number or `name=value`, and then `]`'
  if (text[offset] === ']') return '`]` has no `[` before it'
  if (text.slice(offset).replace(/^\./, '').startsWith('"')) return 'the quote is not closed'
  return 'a key has to follow the dot'
}

/** One spelling for each way, so that equal places are equal texts. */
export function printPath(segments: Segments): Region {
  return segments.map(printSegment).join('').replace(/^\./, '') as Region
}

function printSegment(segment: Segment): string {
  switch (segment.kind) {
    case 'key':
      return `.${/^[^.[\]"=#\s]+$/.test(segment.key) ? segment.key : JSON.stringify(segment.key)}`
    case 'index':
      return `[${segment.index}]`
    case 'match':
      return `[${segment.by}=${/^(?!\s)[^\]"\p{Cc}]+(?<!\s)$/u.test(segment.value) ? segment.value : JSON.stringify(segment.value)}]`
    case 'item':
      return `[=${segment.digest}]`
  }
}

/** What tells an item from the others of its list: its `name`, `id` or `uses`, else its value; never its index. */
export function itemSegment(value: Json): Segment {
  for (const by of ['name', 'id', 'uses']) {
    const name = child(value, by)
    if (typeof name === 'string' && name !== '' && name === name.trim())
      return { kind: 'match', by, value: name }
  }
  return { kind: 'item', digest: digestOf(value).slice(0, 8) }
}

export interface Sought {
  /** As far as the way exists. */
  readonly steps: readonly Step[]
  /** Where the way ends: the value itself, or the last one on the way that exists. */
  readonly at: Json
  readonly found: boolean
}

/** Follows a path into a value. */
export function seek(root: Json, segments: Segments): Sought {
  const steps: Step[] = []
  let at = root
  for (const segment of segments) {
    const step = stepIn(at, segment)
    const inner = step === undefined ? undefined : child(at, step)
    if (step === undefined || inner === undefined) return { steps, at, found: false }
    steps.push(step)
    at = inner
  }
  return { steps, at, found: true }
}

/** Which child of a value a segment chooses. */
export function stepIn(value: Json, segment: Segment): Step | undefined {
  if (segment.kind === 'key')
    return isObject(value) && Object.hasOwn(value, segment.key) ? segment.key : undefined
  if (!isList(value)) return undefined
  const index = indexIn(value, segment)
  return index >= 0 && index < value.length ? index : undefined
}

function indexIn(list: readonly Json[], segment: Exclude<Segment, { kind: 'key' }>): number {
  switch (segment.kind) {
    case 'index':
      return segment.index < 0 ? list.length + segment.index : segment.index
    case 'match':
      return list.findIndex((item) => isNamed(item, segment.by, segment.value))
    case 'item':
      return list.findIndex((item) => digestOf(item).startsWith(segment.digest))
  }
}

function isNamed(item: Json, by: string, value: string): boolean {
  const name = child(item, by)
  return name !== undefined && typeof name !== 'object' && String(name) === value
}
