/** A file of the roadmap as plain data that knows where each value of it is written. */
import type { LineCounter } from 'yaml'
import type { Span } from '../core/diagnostic.js'

export type Data = string | number | boolean | null | List | Fields
export type List = readonly Data[]
export interface Fields {
  readonly [key: string]: Data
}

/**
 * Where the entries of one map or list are written: for each of them four offsets, start and end of its key and of its
 * value. Kept beside the data so that the YAML nodes, which take many times the room, can go.
 */
export interface Origin {
  /** Keys in the order of `offsets`; a list has none. */
  readonly names: readonly string[]
  readonly offsets: readonly number[]
}

export interface Source {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly root: Data
  readonly origins: ReadonlyMap<object, Origin>
}

/** A map or list of a file. */
export interface Part {
  readonly source: Source
  readonly data: Fields
}

export const isFields = (data: Data | undefined): data is Fields =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
export const fieldsOf = (data: Data | undefined): Fields => (isFields(data) ? data : {})
export const listOf = (data: Data | undefined): List => (Array.isArray(data) ? (data as List) : [])
export const textOf = (data: Data | undefined): string | undefined =>
  typeof data === 'string' ? data : undefined

/** The texts of a list, or the one text that stands for a list; each with its path below `data`. */
export function textsOf(data: Data | undefined): { text: string; path: number[] }[] {
  if (typeof data === 'string') return [{ text: data, path: [] }]
  return listOf(data).flatMap((item, i) => (typeof item === 'string' ? [{ text: item, path: [i] }] : []))
}

/** A place of the text; it ends where its first line does. */
export function spanOf(
  { file, text, lines }: Pick<Source, 'file' | 'text' | 'lines'>,
  start: number,
  end = start,
): Span {
  const { line, col } = lines.linePos(start)
  const newline = text.indexOf('\n', start)
  const stop = Math.min(end, newline < 0 ? text.length : newline)
  return { file, line, column: col, length: text.slice(start, stop).trimEnd().length }
}

export type Steps = readonly (string | number)[]

/** Start and end of what `steps` lead to from `from`, a map or list of this source; undefined where they lead nowhere. */
export function offsetsOf(
  { origins }: Pick<Source, 'origins'>,
  from: Data,
  steps: Steps,
  part: 'key' | 'value' = 'value',
): [number, number] | undefined {
  let at: Data | undefined = from
  let found: [number, number] | undefined
  for (const [i, step] of steps.entries()) {
    const origin: Origin | undefined = typeof at === 'object' && at !== null ? origins.get(at) : undefined
    const index: number =
      origin === undefined ? -1 : typeof step === 'number' ? step : origin.names.indexOf(step)
    const first = index * 4 + (part === 'key' && i === steps.length - 1 ? 0 : 2)
    const [start, end] = [origin?.offsets[first], origin?.offsets[first + 1]]
    if (index < 0 || start === undefined || end === undefined) return undefined
    found = [start, end]
    at = Array.isArray(at) ? (at as List)[index] : isFields(at) ? at[step] : undefined
  }
  return found
}

/**
 * The place of what `steps` lead to. Of what is not there: the place of its owner, which is the owner's id or name, else
 * the key it stands under, else its start.
 */
export function locate(part: Part, steps: Steps, side: 'key' | 'value' = 'value'): Span {
  const found = offsetsOf(part.source, part.data, steps, side)
  if (found !== undefined) return spanOf(part.source, ...found)
  for (let length = steps.length - 1; length >= 0; length--) {
    const owner = steps.slice(0, length)
    const own =
      offsetsOf(part.source, part.data, [...owner, 'id']) ??
      offsetsOf(part.source, part.data, [...owner, 'name']) ??
      offsetsOf(part.source, part.data, owner, 'key')
    if (own !== undefined) return spanOf(part.source, ...own)
  }
  return spanOf(part.source, part.source.origins.get(part.data)?.offsets[0] ?? 0)
}

/** The id of a phase, group or task; one that lacks its quotes is refused elsewhere, and still is an id to others. */
export function idOf(part: Part): string | undefined {
  const { id } = part.data
  return typeof id === 'number' ? (writtenAt(part, ['id']) ?? String(id)) : textOf(id)
}

/** As it is written, where it is written on one line: `1.10` and not `1.1`. */
export function writtenAt({ source, data }: Part, steps: Steps): string | undefined {
  const found = offsetsOf(source, data, steps)
  const written = found === undefined ? '' : source.text.slice(...found)
  return written === '' || /[\n*&]/.test(written) ? undefined : written
}
