/** The eyes of a recipe, and the list of what they saw. */
import type { Claim, Content, Path, Place } from '../core/place.js'
import { isInside, placeOf } from '../core/place.js'
import type { Reader } from '../core/recipe.js'
import type { State } from '../core/record.js'
import type { Task, TaskId } from '../core/task.js'
import type { World } from '../core/world.js'

export interface Looked {
  readonly paths: Map<Path, Content>
  readonly patterns: Set<string>
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
export const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : decoder.decode(bytes)
const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Whose eyes these are: what it claims is no input of its own. */
export interface Self {
  readonly task: Pick<Task, 'id'>
  readonly claims: readonly Claim[]
}

/** A reader of the world for one task. `looked` gathers what was read; left out, nothing is tracked. */
export function readerFor(self: Self, world: World, looked?: Looked): Reader {
  const claimed = new Set(self.claims.map(({ path }) => path))
  const saw = (path: string): void => {
    if (!claimed.has(path)) looked?.paths.set(path as Path, world.disk.digest(path))
  }
  return {
    text(path) {
      saw(path)
      return textOf(world.disk.read(path))
    },
    digest(path) {
      saw(path)
      return world.disk.digest(path)
    },
    list(patterns) {
      for (const pattern of patterns) looked?.patterns.add(pattern)
      return world.disk.expand(patterns)
    },
    hash: (text) => world.hash(text),
    render: (template, data) => world.pens.render(template, data, saw),
    format: (path, text) => world.pens.format(path, text),
    others: (place) => othersInside(world.store.state, place, self.task.id),
  }
}

/** Places strictly inside `place` that another task wrote last. */
function othersInside(state: State, place: Place, self: TaskId): Place[] {
  const found: Place[] = []
  for (const [other, { by }] of state.places) if (by !== self && isInside(other, place)) found.push(other)
  return found
}

export const emptyLook = (): Looked => ({ paths: new Map(), patterns: new Set() })

/** The folder place of a claim such as `dist/`, or the file's. */
export const claimedPlace = (path: string): Place =>
  path.endsWith('/') ? (`${placeOf(path.slice(0, -1) as Path)}/` as Place) : placeOf(path as Path)
