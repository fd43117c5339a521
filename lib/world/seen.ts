/** What all answers depended on, as the columns that the index of what is fresh is made of. */
import type { OpenDisk } from './disk.js'
import type { Mark } from './glimpse.js'
import type { OpenStore } from './store.js'

export interface Seen {
  /** size, mtimeMs, ctimeMs, ino of each file; undefined: looked for and not there. */
  readonly files: ReadonlyMap<string, readonly number[] | undefined>
  readonly folders: ReadonlyMap<string, readonly number[] | undefined>
  /** Generation of the state, and length of its journal in bytes. */
  readonly state: () => { readonly generation: number; readonly length: number }
  /** Milliseconds since 1970 after which a change would surely show in these stats. */
  readonly settledAt: number
}

/** Something was read so soon after it had changed that its stat will never prove anything. */
const NEVER = Number.MAX_SAFE_INTEGER

export function seenBy(disk: OpenDisk, store: OpenStore): Seen {
  const { files, folders, unproven } = disk.dependencies()
  return {
    files: columns(files),
    folders: columns(folders),
    state: () => ({ generation: store.generation, length: store.journalLength }),
    settledAt: unproven.length === 0 ? 0 : NEVER,
  }
}

function columns(marks: ReadonlyMap<string, Mark | undefined>): Map<string, readonly number[] | undefined> {
  const found = new Map<string, readonly number[] | undefined>()
  for (const [path, mark] of marks)
    found.set(path, mark === undefined ? undefined : [mark.size, mark.mtimeMs, mark.ctimeMs, mark.ino])
  return found
}
