/** The regions that recipes wrote: what stands in one now, and that what this program does to a file itself is no edit of any. */
import type { Content, Path, Place } from '../core/place.js'
import { pathOf, regionOf } from '../core/place.js'
import type { Recipe } from '../core/recipe.js'
import type { Written } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { bytesOf, readerFor } from './reader.js'

export interface Region {
  readonly world: World
  readonly recipes: ReadonlyMap<string, Recipe>
}

/** What stands in a place, without what other tasks than the one that wrote it last govern inside. */
export function standing(place: Place, by: TaskId, { world, recipes }: Region): Content {
  if (regionOf(place) === undefined) return world.disk.digest(pathOf(place))
  const reader = readerFor({ task: { id: by }, claims: [] }, world)
  return recipeOf(place, { world, recipes })?.standing?.(place, reader) ?? 'absent'
}

/** The recipe that wrote a region, and knows how to give it back. */
export const recipeOf = (place: Place, { world, recipes }: Region): Recipe | undefined =>
  recipes.get(world.store.state.places.get(place)?.recipe.split('@')[0] ?? '')

/** Did the task that governs a region change anything in it? One that found it as it wanted it did not. */
export function isChanged(place: Place, { before, by }: Written, region: Region): boolean {
  const reader = readerFor({ task: { id: by }, claims: [] }, region.world)
  const kept = recipeOf(place, region)?.keep?.(place, reader)
  return kept === undefined || region.world.store.keep(bytesOf(kept)) !== before
}

/** The regions in these files, as far as `isMeant` says, that stand as they were written: nobody edited them since. */
export function untouched(
  paths: ReadonlySet<Path>,
  isMeant: (place: Place, by: TaskId) => boolean,
  region: Region,
): Place[] {
  const found: Place[] = []
  for (const [place, { by, written }] of region.world.store.state.places)
    if (regionOf(place) !== undefined && paths.has(pathOf(place)) && isMeant(place, by))
      if (standing(place, by, region) === written) found.push(place)
  return found
}

/** What is to be known of regions that nobody had edited before a write: as they stand after it, they count as written. */
export function restated(places: readonly Place[], region: Region): [Place, Written][] {
  return places.flatMap((place): [Place, Written][] => {
    const known = region.world.store.state.places.get(place)
    if (known === undefined) return []
    const written = standing(place, known.by, region)
    return written === known.written ? [] : [[place, { ...known, written }]]
  })
}
