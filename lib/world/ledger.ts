/**
 * The state and its two files. A change goes into the journal at once; when that has grown long, both are folded:
 *
 *     state.json (gen 4) + state.jsonl (gen 4, lines)  ->  state.json (gen 5), then state.jsonl (gen 5, empty)
 *
 * A crash between the two leaves a journal of an older generation, which is known to be in the state already.
 */
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Change, State } from '../core/record.js'
import { emptyState, forgetOldTransactions, put } from '../core/record.js'
import { codeOf, refusing } from './errno.js'
import type { Appender, Journal } from './journal.js'
import { beginJournal, openAppender, readJournal } from './journal.js'
import { removeQuietly } from './replace.js'
import type { SnapshotFile } from './snapshot.js'
import { openSnapshot, sizeOf } from './snapshot.js'

export type Mode = 'ask' | 'write'
export type Notice = (text: string) => void

export interface Ledger {
  readonly state: State
  change(change: Change): void
  durable(): void
  readonly generation: number
  readonly journalLength: number
  /** Folds the files where that is due; says whether it did. */
  close(): boolean
}

/** Who only asks may read in the moment of a fold, between the two files: then once more. */
const TRIES = 5

const FOLD_ABOVE = 64 * 1024

/** How many damaged states are kept for somebody to look at. */
const CORRUPT_KEPT = 3

const REBUILT = 'the state was damaged and is rebuilt: every task runs again'
const CUT = 'the journal of the state ended in a damaged line: what it held from there on runs again'

/** With `ask` nothing is written, not even to mend what is damaged. */
export function openLedger(folder: string, mode: Mode, notice: Notice): Ledger {
  const files = { state: join(folder, 'state.json'), journal: join(folder, 'state.jsonl') }
  const snapshot = openSnapshot(files.state)
  const journal = load(snapshot, files.journal)
  if (journal === 'damaged') {
    notice(REBUILT)
    if (mode === 'write') setAside(folder, 'state.json')
    snapshot.data = { gen: 0, state: emptyState() }
  }
  const { gen, state } = snapshot.data
  const goesOn = journal !== 'damaged' && journal.gen === gen
  if (goesOn) for (const change of journal.changes) put(state, change)
  else if (isLost(journal, gen)) notice(gen === 0 ? REBUILT : CUT)

  let appender: Appender | undefined
  function open(): Appender {
    if (!goesOn) return openAppender(files.journal, { length: beginJournal(files.journal, gen), torn: false })
    if (journal.torn) notice(CUT)
    return openAppender(files.journal, journal)
  }
  let folded: number | undefined
  const length = (): number => folded ?? appender?.length ?? (goesOn ? journal.length : 0)

  return {
    state,
    get generation() {
      return snapshot.data.gen
    },
    get journalLength() {
      return length()
    },
    change(change) {
      if (mode === 'ask') throw new Error('a question changed the state')
      refusing('write', '.orchestrate/state.jsonl', () => {
        appender ??= open()
        appender.append(change)
      })
      put(state, change)
    },
    durable() {
      refusing('write', '.orchestrate/state.jsonl', () => appender?.sync())
    },
    close() {
      appender?.close()
      if (mode === 'ask' || length() <= Math.max(FOLD_ABOVE, sizeOf(files.state) / 2)) return false
      folded = fold(snapshot, files.journal, notice)
      return folded !== undefined
    },
  }
}

/** Reads the snapshot, which is then in `snapshot.data`, and the journal beside it. */
function load(snapshot: SnapshotFile, file: string): Journal | 'damaged' {
  return refusing('read', '.orchestrate/state.json', () => {
    try {
      for (let tries = 1; ; tries++) {
        snapshot.read()
        const journal = readJournal(file)
        if ((journal.gen ?? 0) <= snapshot.data.gen || tries === TRIES) return journal
      }
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError) return 'damaged'
      throw error
    }
  })
}

/** Lines that nothing can be made of: their state is gone, or their first line is. */
const isLost = (journal: Journal | 'damaged', gen: number): boolean =>
  journal !== 'damaged' && ((journal.gen ?? 0) > gen || (journal.gen === undefined && journal.torn))

/** Returns the new journal's length. A fold that fails (a full disk) costs nothing: the journal still holds all. */
function fold(snapshot: SnapshotFile, journal: string, notice: Notice): number | undefined {
  const { gen, state } = snapshot.data
  forgetOldTransactions(state)
  try {
    snapshot.data = { gen: gen + 1, state }
    snapshot.write()
    return beginJournal(journal, gen + 1)
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    notice(`the state could not be folded (${code}): its journal is kept as it is`)
    return undefined
  }
}

function setAside(folder: string, name: string): void {
  const time = new Date().toISOString().replace(/[:.]/g, '-')
  refusing('move', `.orchestrate/${name}`, () => {
    renameSync(join(folder, name), join(folder, `state.corrupt-${time}`))
  })
  const kept = readdirSync(folder).filter((entry) => entry.startsWith('state.corrupt-'))
  for (const old of kept.sort().slice(0, -CORRUPT_KEPT)) removeQuietly(join(folder, old))
}
