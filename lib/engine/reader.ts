/** The eyes of a recipe, and the list of what they saw. */
import type { Claim, Content, Digest, Path, Place } from '../core/place.js'
import { isInside, placeOf } from '../core/place.js'
import type { Reader } from '../core/recipe.js'
import type { State } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { Pattern, Task, TaskId } from '../core/task.js'
import type { World } from '../core/world.js'

export interface Looked {
  readonly paths: Map<Path, Content>
  /** Lists, by `listing`: which files there were. */
  readonly lists: Map<string, Content>
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
  readonly isMade?: Target['isMade']
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
    measurement: (path) => textOf(world.disk.read(path)),
    digest(path) {
      saw(path)
      return world.disk.digest(path)
    },
    list(patterns) {
      const paths = world.disk.expand(patterns)
      looked?.lists.set(listing(patterns), listDigest(paths, self, world))
      return paths
    },
    hash: (text) => world.hash(text),
    render: (template, data) => world.pens.render(template, data, saw),
    format: (path, text) => world.pens.format(path, text),
    others: (place) => othersInside(world.store.state, place, self.task.id),
    proposed: (place) => proposedFor(world, place),
    experiment: (experiment) => world.scratch.run(experiment),
  }
}

/** Places strictly inside `place` that another task wrote last. */
function othersInside(state: State, place: Place, self: TaskId): Place[] {
  const found: Place[] = []
  for (const [other, { by }] of state.places) if (by !== self && isInside(other, place)) found.push(other)
  return found
}

/** By place, whoever wrote it: a renamed task finds its merge base. */
function proposedFor({ store }: World, place: Place): string | undefined {
  const proposed = store.state.places.get(place)?.proposed ?? 'absent'
  return proposed === 'absent' ? undefined : textOf(store.kept(proposed))
}

const LISTING = 'list:'

/** Which files there are, but for those that the roadmap itself makes. */
export const listDigest = (paths: readonly Path[], { isMade }: Pick<Self, 'isMade'>, world: World): Digest =>
  world.hash(
    paths
      .filter((path) => isMade?.(path) !== true)
      .sort()
      .join('\n'),
  )

/** A list that was looked at, as a name for which files there are. */
const listing = (patterns: readonly Pattern[]): string => LISTING + JSON.stringify(patterns)

/** The patterns of a list that was looked at. */
export function listed(name: string): readonly Pattern[] | undefined {
  return name.startsWith(LISTING) ? (JSON.parse(name.slice(LISTING.length)) as Pattern[]) : undefined
}

export const emptyLook = (): Looked => ({ paths: new Map(), lists: new Map() })

/** The folder place of a claim such as `dist/`, or the file's. */
export const claimedPlace = (path: string): Place =>
  path.endsWith('/') ? (`${placeOf(path.slice(0, -1) as Path)}/` as Place) : placeOf(path as Path)
