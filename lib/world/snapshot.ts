/** `state.json`: the whole state as lowdb keeps it, through an adapter that replaces the file durably. */
import { readFileSync, statSync } from 'node:fs'
import type { SyncAdapter } from 'lowdb'
import { LowSync } from 'lowdb'
import type { State } from '../core/record.js'
import { emptyState } from '../core/record.js'
import type { Cell } from './cells.js'
import { decodeState, encodeState } from './codec.js'
import { codeOf } from './errno.js'
import { replaceFile } from './replace.js'
import { checkVersion, VERSION } from './version.js'

export interface Snapshot {
  /** Raised with each writing, so that a journal can say which one it goes on from. 0: never written. */
  readonly gen: number
  readonly state: State
}

export type SnapshotFile = LowSync<Snapshot>

export const openSnapshot = (file: string): SnapshotFile =>
  new LowSync(adapter(file), { gen: 0, state: emptyState() })

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** Reading throws SyntaxError or TypeError where the file is damaged, and `Refusal` where it is of a newer version. */
function adapter(file: string): SyncAdapter<Snapshot> {
  return {
    read() {
      const text = textOf(file)
      if (text === undefined) return null
      const stored: unknown = JSON.parse(text)
      checkVersion(stored, 'state.json')
      const { gen, state } = stored as { readonly gen?: unknown; readonly state?: unknown }
      if (typeof gen !== 'number') throw new TypeError('no generation')
      return { gen, state: decodeState(state) }
    },
    write({ gen, state }) {
      const stored: Cell = { version: VERSION, gen, state: encodeState(state) }
      replaceFile(file, JSON.stringify(stored), 0o600)
    },
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
