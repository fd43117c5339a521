/** File changes of one task as one step: all of them or none, whatever happens in between. */
import type { Content, Path } from '../core/place.js'
import type { FileEffect } from '../core/recipe.js'
import type { Change, Move, Transaction } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { bytesOf } from './reader.js'

/** Texts into `objects/`, each path's content before and after; what changes nothing is left out. */
export function movesOf(effects: readonly FileEffect[], { disk, store }: World): Move[] {
  const last = new Map(effects.map((effect) => [effect.path, effect]))
  const moves: Move[] = []
  for (const effect of last.values()) {
    const bytes = disk.read(effect.path)
    const before: Content = bytes === undefined ? 'absent' : store.keep(bytes)
    const after: Content = effect.do === 'remove' ? 'absent' : store.keep(bytesOf(effect.text))
    if (before === after) continue
    const mode = effect.do === 'write' ? effect.mode : undefined
    moves.push({ path: effect.path, before, after, ...(mode === undefined ? {} : { mode }) })
  }
  return moves
}

/**
 * Begins the transaction durably, then makes its moves. What ends it (`applied`) is the caller's to put on record.
 * `places`: what is to be known of the places from its beginning on.
 * Where one cannot be made, those before it are taken back and the refusal goes on.
 */
export function carryOut(
  transaction: Transaction,
  world: World,
  places: NonNullable<Change['places']> = [],
): void {
  world.store.change({ applying: transaction, ...(places.length > 0 ? { places } : {}) })
  world.store.durable()
  const made: Move[] = []
  try {
    for (const move of transaction.moves) {
      made.push(move)
      make(move.path, move.after, world, move.mode)
    }
  } catch (error) {
    for (const { path, before } of made.reverse()) make(path, before, world)
    world.store.change({ applied: [[transaction.task, false]], places: transaction.places })
    throw error
  } finally {
    world.disk.forget()
  }
}

function make(path: Path, content: Content, { disk, store }: World, mode?: number): void {
  if (content === 'absent') {
    disk.remove(path)
    return
  }
  const bytes = store.kept(content)
  if (bytes === undefined) throw new Error(`the text of ${path} is not in objects/`)
  disk.write(path, bytes, mode)
}

/**
 * What a run that died left half done: finished where every text is there, else returned. A file that is neither as it was
 * nor as it was to be belongs to somebody else by now: it is left, and named.
 */
export function recover(world: World): { finished: TaskId[]; returned: TaskId[]; left: Path[] } {
  const result = { finished: [] as TaskId[], returned: [] as TaskId[], left: [] as Path[] }
  for (const [task, { moves, places }] of [...world.store.state.applying]) {
    const canFinish = moves.every(({ after }) => isKept(after, world))
    for (const { path, before, after, mode } of moves) {
      const now = world.disk.digest(path)
      const wanted = canFinish ? after : before
      if (now === wanted) continue
      if (now !== before && now !== after) result.left.push(path)
      else if (isKept(wanted, world)) make(path, wanted, world, mode)
      else result.left.push(path)
    }
    const ended: Change = { applied: [[task, canFinish]], ...(canFinish ? {} : { places }) }
    world.store.change(ended)
    ;(canFinish ? result.finished : result.returned).push(task)
  }
  world.disk.forget()
  return result
}

export const isKept = (content: Content, { store }: World): boolean =>
  content === 'absent' || store.kept(content) !== undefined
