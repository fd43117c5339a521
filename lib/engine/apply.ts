/** Does the file effects of one task: the only code, with `transaction.ts`, that changes the project's files. */
import type { Node } from '../core/graph.js'
import type { Side } from '../core/merge.js'
import { firstBefore } from '../core/merge.js'
import type { Content, Path, Place, Tree } from '../core/place.js'
import { pathOf, placeOf, regionOf } from '../core/place.js'
import type { Effect } from '../core/recipe.js'
import type { Change, Move, RunRecord, Transaction, Written } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { World } from '../core/world.js'
import type { Done } from '../core/event.js'
import type { Holders } from './later.js'
import { overlap } from './later.js'
import { bytesOf, readerFor, textOf } from './reader.js'
import { untouched } from './regions.js'
import type { Conflict, Resolved } from './resolve.js'
import { resolveFiles } from './resolve.js'
import { governedBy } from './snapshot.js'
import { carryOut, movesOf } from './transaction.js'

export interface Applied {
  /** To go into the journal line that records the task. */
  readonly change: Change
  readonly moves: readonly Move[]
  readonly done: readonly Done[]
  /** Regions of earlier tasks nearby, as they stood before. */
  readonly near: ReadonlyMap<Node, Tree>
  /** Regions of other tasks nearby that nobody had edited. */
  readonly untouched: readonly Place[]
}

export interface ApplyStage {
  readonly world: World
  readonly holders: Holders
  readonly run: string
  readonly side?: Side
}

/** Settles, then writes. A conflict changes nothing. Throws `Refusal` where the disk or the recipe's claims forbid it. */
export async function applyFiles(
  target: Target,
  node: Node,
  effects: readonly Effect[],
  recorded: RunRecord | undefined,
  { world, holders, run, side }: ApplyStage,
): Promise<Applied | Conflict> {
  const resolved = await resolveFiles(target, effects, world, side)
  if ('why' in resolved) return resolved
  const { state } = world.store
  const before = governedBy(target, world)
  const regions = regionsNow(target, before, world)
  const moves = movesOf(resolved.files, world)
  const near = holders.regionsNear(
    node,
    before.keys(),
    moves.map(({ path }) => path),
  )
  const task = target.task.id
  const own = [...before.keys()].filter((place) => regionOf(place) !== undefined)
  const others = untouched(
    new Set(own.map(pathOf)),
    (place, by) => by !== task && own.some((one) => overlap(one, place)),
    { world, recipes: holders.recipes },
  )
  if (moves.length > 0) {
    const places = [...before.keys()].map((place) => [place, state.places.get(place)] as const)
    const transaction: Transaction = { run, task, moves, places, regions, record: recorded }
    carryOut(transaction, world, firstPlaces(target, before, new Map(regions), moves, world))
  }
  const written = writtenPlaces(target, resolved, before, new Map(regions), world)
  const change: Change = { places: written, ...(moves.length > 0 ? { applied: [[task, true]] } : {}) }
  return { change, moves, near, untouched: others, done: doneOf(moves, resolved.merged) }
}

/** What stands in each region that the task governs, as its recipe keeps it. */
function regionsNow(target: Target, governed: Tree, world: World): [Place, Content][] {
  const { recipe } = target
  if (recipe.keep === undefined) return []
  const look = readerFor(target, world)
  return [...governed.keys()].flatMap((place): [Place, Content][] =>
    regionOf(place) === undefined
      ? []
      : [[place, world.store.keep(bytesOf(recipe.keep?.(place, look) ?? ''))]],
  )
}

/**
 * What stands in the places now, with whatever stood there first; for commands nothing, their outputs are in the record.
 * A pure recipe that wants no change of a file proposes what stands there.
 */
function writtenPlaces(
  target: Target,
  { proposed }: Resolved,
  before: Tree,
  regions: ReadonlyMap<Place, Content>,
  world: World,
): [Place, Written][] {
  const { recipe, task } = target
  if (!recipe.pure && proposed.size === 0 && regions.size === 0) return []
  const wanted = recipe.proposals?.(target.settings, readerFor(target, world))
  const standing = (place: Place): string | undefined =>
    regionOf(place) === undefined ? textOf(world.disk.read(pathOf(place))) : wanted?.get(place)
  return [...governedBy(target, world)].map(([place, content]) => {
    const known = world.store.state.places.get(place)
    const proposal = proposed.get(pathOf(place)) ?? standing(place)
    const first = regionOf(place) === undefined ? before.get(place) : regions.get(place)
    return [
      place,
      {
        by: task.id,
        recipe: `${recipe.name}@${recipe.version}`,
        before: firstBefore(known, first ?? 'absent'),
        proposed: proposal === undefined ? content : world.store.keep(bytesOf(proposal)),
        written: content,
      },
    ]
  })
}

/** What stood first in places that nothing is known of: put on record before the write, so that a kill cannot lose it. */
function firstPlaces(
  { task, recipe }: Target,
  before: Tree,
  regions: ReadonlyMap<Place, Content>,
  moves: readonly Move[],
  { store }: World,
): [Place, Written][] {
  return [...before].flatMap(([place, content]): [Place, Written][] => {
    if (store.state.places.has(place)) return []
    const after = moves.find(({ path }) => placeOf(path) === place)?.after ?? 'absent'
    const first = { before: regions.get(place) ?? content, proposed: after, written: after }
    return [[place, { by: task.id, recipe: `${recipe.name}@${recipe.version}`, ...first }]]
  })
}

function doneOf(moves: readonly Move[], merged: ReadonlySet<Path>): Done[] {
  return moves.map(({ path, before, after }) => ({
    do: after === 'absent' ? 'remove' : 'write',
    path,
    before,
    after,
    ...(merged.has(path) ? { merged: true } : {}),
  }))
}
