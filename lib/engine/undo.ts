/** `undo`: the same transactions as a task's own, the other way. */
import type { Left } from '../core/clean.js'
import { pathOf, placeOf } from '../core/place.js'
import type { Move, Transaction } from '../core/record.js'
import { laterWriters } from '../core/undo.js'
import type { Given, Stage } from './back.js'
import { giveBack, moveTo, regionMoves } from './back.js'
import { rehearsal } from './overlay.js'
import { standing } from './regions.js'
import { isKept } from './transaction.js'

/** Takes transactions back, the last first. All is looked at before anything is written: refused whole, or done whole. */
export function undoTransactions(transactions: readonly Transaction[], stage: Stage): Given {
  const clashes = laterWriters(stage.world.store.state, transactions)
  if (clashes.length > 0)
    return {
      moves: [],
      left: clashes.map(({ place, by }) => ({ task: by, place, why: `was written later by \`${by}\`` })),
    }
  const rehearsed = undoAll(transactions, { ...stage, world: rehearsal(stage.world) })
  return stage.dry || rehearsed.left.length > 0 ? rehearsed : undoAll(transactions, stage)
}

function undoAll(transactions: readonly Transaction[], stage: Stage): Given {
  const given: { moves: Given['moves'][number][]; left: Left[] } = { moves: [], left: [] }
  for (const transaction of transactions) {
    const { task, run } = transaction
    const { moves, left } = undoing(transaction, stage)
    given.left.push(...left)
    given.moves.push(...moves.map((move) => ({ ...move, task })))
    giveBack(task, moves, stage, {
      records: [[task, transaction.record]],
      places: transaction.places,
      undone: [[run, task]],
    })
  }
  return given
}

/** A transaction the other way: whole files where they still are as it left them, else its regions alone. */
function undoing({ task, moves, regions }: Transaction, stage: Stage): { moves: Move[]; left: Left[] } {
  const { world } = stage
  const undone: Move[] = []
  const left: Left[] = []
  for (const { path, before, after } of moves) {
    const own = regions.filter(([place]) => pathOf(place) === path)
    const isWhole = world.disk.digest(path) === after
    const lost = isWhole ? !isKept(before, world) : own.some(([, to]) => !isKept(to, world))
    if (lost) left.push({ task, place: placeOf(path), why: 'its earlier text is not kept any more' })
    else if (isWhole) undone.push(...moveTo(path, before, world))
    else if (own.length === 0) left.push({ task, place: placeOf(path), why: 'was edited since' })
    else {
      const edited = own.filter(
        ([place]) => standing(place, task, stage) !== world.store.state.places.get(place)?.written,
      )
      left.push(...edited.map(([place]) => ({ task, place, why: 'was edited since' })))
      const backs = own.map(([place, to]) => ({ place, to })).reverse()
      if (edited.length === 0) undone.push(...regionMoves(path, backs, stage))
    }
  }
  return { moves: undone, left }
}
