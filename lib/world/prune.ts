/** Keeps a folder of ours bounded in age and size: the oldest go first, what is needed stays. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from './errno.js'
import { removeQuietly } from './replace.js'

export interface Bounds {
  readonly days?: number
  readonly bytes?: number
  readonly count?: number
  readonly isNeeded?: (file: string) => boolean
}

const DAY_MS = 24 * 60 * 60 * 1000

export function prune(folder: string, bounds: Bounds): void {
  const { days = Infinity, bytes = Infinity, count = Infinity, isNeeded = () => false } = bounds
  const oldest = Date.now() - days * DAY_MS
  const files = filesOf(folder).sort((a, b) => a.mtimeMs - b.mtimeMs)
  let left = files.length
  let size = files.reduce((sum, file) => sum + file.size, 0)
  for (const file of files) {
    if (file.mtimeMs >= oldest && size <= bytes && left <= count) return
    if (isNeeded(file.path)) continue
    removeQuietly(file.path)
    left--
    size -= file.size
  }
}

interface Aged {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

function filesOf(folder: string): Aged[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const path = join(folder, name)
      const stat = statSync(path, { throwIfNoEntry: false })
      return stat?.isFile() === true ? [{ path, size: stat.size, mtimeMs: stat.mtimeMs }] : []
    })
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return [] // no folder yet, or one that we may not read: nothing to remove
  }
}
