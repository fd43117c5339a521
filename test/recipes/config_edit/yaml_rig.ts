/** Edits of a YAML text under test, made as `config_edit` makes them, and given back as `clean` does. */
import { changesFor, governed } from '../../../recipes/config_edit/edits.js'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { giveRegionBack, keepRegion } from '../../../recipes/config_edit/keep.js'
import type { Segments } from '../../../recipes/config_edit/path.js'
import { readPath } from '../../../recipes/config_edit/path.js'
import type { Json } from '../../../recipes/config_edit/value.js'
import { yaml } from '../../../recipes/config_edit/yaml/index.js'

export function pathOf(path: string): Segments {
  const reading = readPath(path)
  if (!reading.ok) throw new Error(reading.message)
  return reading.segments
}

export const set = (path: string, value: Json): Edit => ({ do: 'set', path: pathOf(path), value })
export const remove = (path: string): Edit => ({ do: 'remove', path: pathOf(path) })
export const append = (path: string, value: Json): Edit => ({ do: 'append', path: pathOf(path), value })
export const before = (path: string, value: Json): Edit => ({
  do: 'insert_before',
  path: pathOf(path),
  value,
})

export function read(text: string): Json {
  const reading = yaml.read(text)
  if (!reading.ok) throw new Error(`${reading.offset}: ${reading.message}`)
  return reading.value
}

/** The text with the edits made, one after the other. */
export const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((now, edit) => {
    const changes = changesFor(edit, read(now), [])
    if ('message' in changes) throw new Error(changes.message)
    return changes.reduce(
      (one, { steps, value, before: at }) =>
        value === undefined ? yaml.drop(one, steps) : yaml.put(one, steps, value, text, at),
      now,
    )
  }, text)

export type Kept = readonly (readonly [Segments, string])[]

/** What is kept of the regions before the edits. */
export const keptOf = (text: string, edits: readonly Edit[]): Kept =>
  edits.map((edit) => [governed(edit), keepRegion(text, governed(edit), yaml)])

export const givenBack = (text: string, kept: Kept): string =>
  kept.reduce((now, [region, what]) => giveRegionBack(now, region, what, yaml), text)
