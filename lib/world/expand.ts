/** Patterns to the files that match them, as the folders stand. */
import type { Path } from '../core/place.js'
import type { Pattern } from '../core/task.js'
import { UNIGNORED } from '../core/task.js'
import type { Folders, Listing } from './folders.js'
import { below } from './folders.js'
import { base, isGlob, isHidden, literal, matches, mayMatchBelow, named, takesAway } from './globs.js'
import { tidy } from './jail.js'
import type { Unignored } from './unignored.js'

export interface Expansions {
  readonly expand: (patterns: readonly Pattern[]) => readonly Path[]
  forget(): void
}

interface Found {
  readonly paths: readonly Path[]
  /** Each folder that was looked into, and what it held. While all hold the same, so does the answer. */
  readonly from: readonly (readonly [string, Listing | undefined])[]
  /** A link's target can change without a trace in its folder, and so can what git ignores: not to be kept. */
  readonly unsure: boolean
}

export function openExpansions(
  folders: Folders,
  isFile: (path: string) => boolean,
  unignored: Unignored,
): Expansions {
  const globbed = new Map<Pattern, Found>()
  let lists = new Map<string, readonly Path[]>()
  let current = new Set<Pattern>()

  function glob(pattern: Pattern): readonly Path[] {
    const before = globbed.get(pattern)
    if (before !== undefined && (current.has(pattern) || stands(before))) return before.paths
    const found = walk(pattern)
    globbed.set(pattern, found)
    current.add(pattern)
    return found.paths
  }

  const stands = ({ from, unsure }: Found): boolean =>
    !unsure && from.every(([folder, listing]) => folders.list(folder) === listing)

  function walk(pattern: Pattern): Found {
    const paths: Path[] = []
    const from: [string, Listing | undefined][] = []
    const takes = matches(pattern)
    const allowed = named(pattern)
    const ignores = pattern === UNIGNORED ? unignored : undefined
    let unsure = ignores !== undefined
    const take = (path: Path): void => {
      if (takes(path) && ignores?.isIgnored(path) !== true) paths.push(path)
    }
    const enter = (folder: string): void => {
      const listing = folders.list(folder)
      from.push([folder, listing])
      if (listing === undefined) return
      for (const name of listing.files) take(below(folder, name))
      for (const name of listing.links) {
        unsure = true
        if (folders.isLinkToFile(below(folder, name))) take(below(folder, name))
      }
      for (const name of listing.folders) {
        const inner = below(folder, name)
        if (isHidden(name, allowed) || !mayMatchBelow(pattern, inner)) continue
        if (ignores?.isIgnored(`${inner}/`) !== true) enter(inner)
      }
    }
    enter(base(pattern))
    return { paths: paths.sort(), from, unsure }
  }

  function inOrder(patterns: readonly Pattern[]): readonly Path[] {
    const [only] = patterns
    if (patterns.length === 1 && only !== undefined && !takesAway(only) && isGlob(only)) return glob(only)
    const found = new Set<Path>()
    for (const pattern of patterns)
      if (takesAway(pattern)) remove(found, matches(pattern))
      else for (const path of isGlob(pattern) ? glob(pattern) : one(literal(pattern))) found.add(path)
    return [...found].sort()
  }

  const one = (path: string): Path[] => (isFile(path) ? [tidy(path) as Path] : [])

  return {
    expand(patterns) {
      const key = patterns.join('\0')
      let paths = lists.get(key)
      if (paths === undefined) lists.set(key, (paths = inOrder(patterns)))
      return paths
    },
    forget() {
      lists = new Map()
      current = new Set()
    },
  }
}

function remove(paths: Set<Path>, takes: (path: string) => boolean): void {
  for (const path of paths) if (takes(path)) paths.delete(path)
}

/** All files below a folder, links too, without entering any; `.git` apart. */
export function filesBelow(folders: Folders, folder: string): readonly Path[] | undefined {
  const listing = folders.list(folder)
  if (listing === undefined) return undefined
  const paths = [...listing.files, ...listing.links].map((name) => below(folder, name))
  for (const name of listing.folders)
    if (name !== '.git') for (const path of filesBelow(folders, below(folder, name)) ?? []) paths.push(path)
  return paths.sort()
}
