/** An edited text as prettier wants it, where prettier had nothing against it before: for that, no byte outside of the regions changes. */
import type { Reader } from '../../lib/core/recipe.js'
import type { Format } from './format.js'
import { Stuck } from './format.js'
import { giveRegionBack, keepRegion } from './keep.js'
import type { Segments } from './path.js'
import { equal } from './value.js'

export interface Edited {
  readonly path: string
  readonly before: string
  readonly after: string
  /** Where it was edited, in that order. */
  readonly regions: readonly Segments[]
}

export async function neat(edited: Edited, format: Format, look: Pick<Reader, 'format'>): Promise<string> {
  const { path, before, after } = edited
  if (after === before || (await look.format(path, before)) !== before) return after
  const tidy = await look.format(path, after)
  return tidy !== after && isWithinRegions({ ...edited, after: tidy }, after, format) ? tidy : after
}

/** It says the same, and without the regions it is what was there before. */
function isWithinRegions({ before, after: tidy, regions }: Edited, untidy: string, format: Format): boolean {
  const [is, was] = [format.read(tidy), format.read(untidy)]
  if (!is.ok || !was.ok || !equal(is.value, was.value)) return false
  try {
    const kept = regions.map((region) => [region, keepRegion(before, region, format)] as const)
    const back = kept.reduceRight((text, [region, its]) => giveRegionBack(text, region, its, format), tidy)
    return back === before
  } catch (error) {
    if (!(error instanceof Stuck)) throw error
    return false
  }
}
