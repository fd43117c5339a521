/** What one lstat tells, and when it proves that contents are still what they were. */
import type { Stats } from 'node:fs'
import { lstatSync } from 'node:fs'
import type { Stat } from '../core/world.js'

export interface Glimpse extends Stat {
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
  readonly dev: number
}

/** What a stat proves something by: all that changes when contents do. */
export type Mark = Pick<Glimpse, 'size' | 'mtimeMs' | 'ctimeMs' | 'ino' | 'dev'>

/**
 * A file can change without a new time where both writes fall into one tick of the file system's clock.
 * So a stat is proof only where it was this much older than the moment of reading.
 */
const RACY_MS = 2000

export function glimpse(file: string): Glimpse | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false })
  return stats === undefined ? undefined : glimpseOf(stats)
}

export function glimpseOf(stats: Stats): Glimpse {
  const { size, mode, mtimeMs, ctimeMs, ino, dev } = stats
  return { kind: kindOf(stats), size, mode: mode & 0o7777, mtimeMs, ctimeMs, ino, dev }
}

function kindOf(stats: Stats): Stat['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}

export const isSame = (a: Mark, b: Mark): boolean =>
  a.size === b.size &&
  a.mtimeMs === b.mtimeMs &&
  a.ctimeMs === b.ctimeMs &&
  a.ino === b.ino &&
  a.dev === b.dev

/** Would a change after `readAt` show in this stat? A date in the future never proves anything. */
export const isSettled = (mark: Mark, readAt: number): boolean =>
  mark.mtimeMs <= readAt - RACY_MS && mark.ctimeMs <= readAt - RACY_MS

/** Is what was read at `readAt`, when the stat was `then`, still what stands there `now`? */
export const proves = (then: Mark, readAt: number, now: Mark): boolean =>
  isSame(then, now) && isSettled(now, readAt)
