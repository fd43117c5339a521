/** What stood in a region before it was edited, as a text; and a file's text with that in the region again. */
import type { Format, Kept } from './format.js'
import type { Segments } from './path.js'
import { seek } from './path.js'
import { isEmpty } from './tree.js'

type Before =
  | ({ readonly was: 'there' } & Kept)
  /** `depth`: how many segments of the way did exist; `inside`: what an empty container held there (white space, comments). */
  | { readonly was: 'absent'; readonly depth: number; readonly inside?: string }

/** What stands in the region now. A file that cannot be read has nothing in it. */
export function keepRegion(text: string | undefined, region: Segments, format: Format): string {
  const reading = text === undefined ? undefined : format.read(text)
  if (text === undefined || reading?.ok !== true) return print({ was: 'absent', depth: 0 })
  const { found, steps, at } = seek(reading.value, region)
  if (found) return print({ was: 'there', ...format.keep(text, steps) })
  const inside = isEmpty(at) ? { inside: format.inside(text, steps) } : {}
  return print({ was: 'absent', depth: steps.length, ...inside })
}

const print = (before: Before): string => JSON.stringify(before)

/** The text with the region as `kept` says; every other byte as it is. Of a region of which nothing was kept, it is the text. */
export function giveRegionBack(text: string, region: Segments, kept: string, format: Format): string {
  if (kept === '') return text
  const before = JSON.parse(kept) as Before
  const reading = format.read(text)
  if (!reading.ok) return text
  const { found, steps } = seek(reading.value, region)
  if (before.was === 'there') return restore(text, region, before, format)
  if (!found) return text
  return removeParents(format.drop(text, steps), region, before, format)
}

function restore(text: string, region: Segments, kept: Kept, format: Format): string {
  const reading = format.read(text)
  if (!reading.ok) return text
  const { found, steps, at } = seek(reading.value, region)
  if (found) return format.putBack(text, steps, kept)
  if (steps.length === region.length - 1) {
    const last = region.at(-1)
    if (last?.kind === 'key') return format.putBack(text, [...steps, last.key], kept)
    if (Array.isArray(at)) return format.putBack(text, [...steps, at.length], kept)
  }
  return text
}

/** Takes away the parents that were made for the region, where nothing else is in them now. */
function removeParents(
  text: string,
  region: Segments,
  { depth, inside }: Extract<Before, { was: 'absent' }>,
  format: Format,
): string {
  let current = text
  for (let length = region.length - 1; length >= depth; length--) {
    const reading = format.read(current)
    if (!reading.ok) return current
    const { found, steps, at } = seek(reading.value, region.slice(0, length))
    if (!found || !isEmpty(at)) return current
    if (length > depth) current = format.drop(current, steps)
    else if (inside !== undefined) current = format.emptyAs(current, steps, inside)
  }
  return current
}
