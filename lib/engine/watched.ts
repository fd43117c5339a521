/** Where the things stand that a roadmap speaks of: what lies elsewhere need not be listened to. */
import { folderOf } from '../core/place.js'
import type { Target } from '../core/target.js'
import type { Globs } from '../core/world.js'

/** Could something that these tasks read or write stand in a folder (from the project) or below it? */
export function foldersOf(targets: readonly Target[], globs: Globs): (folder: string) => boolean {
  const within = new Set<string>()
  for (const { inputs, claims, rewrites } of targets) {
    for (const pattern of [...inputs, ...rewrites])
      if (!pattern.startsWith('!') && !pattern.startsWith('task:')) within.add(baseOf(pattern, globs))
    for (const { path } of claims) within.add(path.endsWith('/') ? path.slice(0, -1) : folderOf(path))
  }
  const above = new Set<string>()
  for (const folder of within) for (let at = folder; at !== ''; at = folderOf(at)) above.add(folderOf(at))
  return (folder) => {
    if (above.has(folder)) return true
    for (let at = folder; ; at = folderOf(at)) {
      if (within.has(at)) return true
      if (at === '') return false
    }
  }
}

const baseOf = (pattern: string, globs: Globs): string =>
  pattern.startsWith(':') ? '' : globs.isGlob(pattern) ? globs.base(pattern) : folderOf(pattern)
