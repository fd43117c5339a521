/** What a run leaves behind: which inputs moved under it, which outputs it made, and what of these counts. */
import type { Present } from '../core/decide.js'
import { difference } from '../core/fingerprint.js'
import type { Path, Place, Tree } from '../core/place.js'
import { pathOf, placeOf, regionOf } from '../core/place.js'
import type { Move, Written } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { Performance } from './perform.js'
import type { Looked } from './reader.js'
import { governedBy, inputsOf, lookedList } from './snapshot.js'

/** Inputs that were seen changing are quiet when they stay the same for this long, in milliseconds. */
const QUIET = 100
/** An older file that a command is about to write over is kept, for `clean`, up to this many bytes. */
const KEPT = 1_000_000

/** Declared outputs that are not there although the command succeeded. */
export function outputsNotMade(target: Target, { world }: Performance): string[] {
  return target.claims
    .filter(({ path, whole }) => {
      if (!whole) return false
      if (path.endsWith('/')) return world.disk.stat(path.slice(0, -1))?.kind !== 'folder'
      return world.disk.digest(path) === 'absent'
    })
    .map(({ path }) => path)
}

/** What it declares, as it was before, with what it looked at. */
export function inputsBefore(present: Present, looked: Looked): Tree {
  if (looked.paths.size + looked.lists.size === 0) return present.inputs
  const inputs = new Map(present.inputs)
  for (const [path, content] of looked.paths) inputs.set(placeOf(path), content)
  for (const [name, content] of looked.lists) inputs.set(placeOf(name as Path), content)
  return inputs
}

export function changedInputs(target: Target, before: Tree, looked: Looked, { world }: Performance): Path[] {
  world.disk.forget()
  const now = inputsOf(target, world, lookedList(looked))
  const mayRewrite = target.rewrites.length > 0 ? world.globs.matcher(target.rewrites) : () => false
  return difference(before, now)
    .map(({ place }) => pathOf(place))
    .filter((path) => !mayRewrite(path) && !path.startsWith('task:'))
}

/** What a formatter rewrote counts as it is now. */
export function afterRewrites(target: Target, inputs: Tree, { world }: Performance): Tree {
  if (target.rewrites.length === 0) return inputs
  const isRewritten = world.globs.matcher(target.rewrites)
  const after = new Map([...inputs].filter(([place]) => !isRewritten(pathOf(place))))
  for (const path of world.disk.expand(target.rewrites)) after.set(placeOf(path), world.disk.digest(path))
  return after
}

/** What a command's run did to its outputs and to what it may rewrite. */
export function movesOfCommand(target: Target, before: Present, after: Tree, { world }: Performance): Move[] {
  const moves: Move[] = []
  const compare = (then: Tree, now: Tree): void => {
    for (const { place } of difference(then, now))
      if (regionOf(place) === undefined && !place.endsWith('/'))
        moves.push({
          path: pathOf(place),
          before: then.get(place) ?? 'absent',
          after: now.get(place) ?? 'absent',
        })
  }
  compare(before.governed, after)
  if (target.rewrites.length > 0) {
    const isRewritten = world.globs.matcher(target.rewrites)
    const only = (tree: Tree): Tree => new Map([...tree].filter(([place]) => isRewritten(pathOf(place))))
    compare(only(before.inputs), only(inputsOf(target, world, [])))
  }
  return moves
}

/** Half an output is none: what a failed or ended command changed among its own outputs goes. */
export function dropOutputs(target: Target, before: Present, { world }: Performance): void {
  const own = new Set(target.claims.filter(({ whole }) => whole).map(({ path }) => path))
  if (own.size === 0 || target.recipe.pure) return
  world.disk.forget()
  for (const { place, kind } of difference(before.governed, governedBy(target, world)))
    if (kind !== 'removed' && !place.endsWith('/')) world.disk.remove(pathOf(place))
  world.disk.forget()
}

/** Waits until the inputs stand still. */
export async function quiet(target: Target, { world, stop }: Performance): Promise<void> {
  for (let before: Tree | undefined, looks = 0; looks < 50 && !stop.aborted; looks++) {
    world.disk.forget()
    const now = inputsOf(target, world, [])
    if (before !== undefined && difference(before, now).length === 0) return
    before = now
    await world.clock.sleep(QUIET, stop)
  }
}

/** Files that stand where a command will write for the first time: their texts are kept. What a task made is none of them. */
export function keepOlder(
  target: Target,
  { governed }: Present,
  { world }: Performance,
): Map<Place, Written['before']> {
  const older = new Map<Place, Written['before']>()
  const { records, running } = world.store.state
  const { id } = target.task
  if (target.recipe.pure || records.has(id) || running.has(id)) return older
  for (const [place, content] of governed) {
    if (content === 'absent' || place.endsWith('/')) continue
    // The task had another name then.
    if ([...records.values()].some(({ fingerprint }) => fingerprint.governed.get(place) === content)) continue
    if ((world.disk.stat(pathOf(place))?.size ?? 0) > KEPT) continue
    const bytes = world.disk.read(pathOf(place))
    if (bytes !== undefined) older.set(place, world.store.keep(bytes))
  }
  return older
}

/** Only where something stood before a command first wrote does its output need more than its task's record. */
export function commandPlaces(
  { task, recipe }: Target,
  older: ReadonlyMap<Place, Written['before']>,
  governed: Tree,
  { world }: Performance,
): [Place, Written][] {
  const { places } = world.store.state
  const found: [Place, Written][] = []
  for (const [place, written] of governed) {
    const before = places.get(place)?.before ?? older.get(place)
    if (before === undefined) continue
    found.push([
      place,
      { by: task.id, recipe: `${recipe.name}@${recipe.version}`, before, proposed: written, written },
    ])
  }
  return found
}
