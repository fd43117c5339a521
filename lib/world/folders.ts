/** What stands in each folder of the project, listed again only where the folder's stat does not vouch for it. */
import { readdirSync, statSync } from 'node:fs'
import type { Path } from '../core/place.js'
import { codeOf, refusing } from './errno.js'
import type { Glimpse } from './glimpse.js'
import { proves } from './glimpse.js'
import type { Jail } from './jail.js'

/** Names by kind. The same object comes back for as long as nothing in the folder came or went. */
export interface Listing {
  readonly files: readonly string[]
  readonly folders: readonly string[]
  readonly links: readonly string[]
}

export interface Folders {
  /** undefined where no folder is. A link to a folder is not one. */
  list(folder: string): Listing | undefined
  isLinkToFile(path: string): boolean
  forget(): void
  /** Folders that were listed, with the stat they had. `settled` false: the stat proves nothing yet. */
  visited(): Iterable<readonly [string, Glimpse, settled: boolean]>
}

interface Known {
  readonly listing: Listing
  readonly glimpse: Glimpse
  readonly at: number
}

export function openFolders(jail: Jail, look: (path: string) => Glimpse | undefined): Folders {
  const known = new Map<string, Known>()
  let checked = new Map<string, Listing | undefined>()

  function again(folder: string): Listing | undefined {
    const now = look(folder)
    const then = known.get(folder)
    if (now?.kind !== 'folder') {
      known.delete(folder)
      return undefined
    }
    if (then !== undefined && proves(then.glimpse, then.at, now)) return then.listing
    const at = Date.now()
    const fresh = refusing('list', folder, () => read(jail.absolute(folder)))
    const listing = then !== undefined && isSame(then.listing, fresh) ? then.listing : fresh
    known.set(folder, { listing, glimpse: now, at })
    return listing
  }

  return {
    list(folder) {
      if (checked.has(folder)) return checked.get(folder)
      const listing = again(folder)
      checked.set(folder, listing)
      return listing
    },
    isLinkToFile(path) {
      try {
        return statSync(jail.absolute(path), { throwIfNoEntry: false })?.isFile() ?? false
      } catch (error) {
        if (codeOf(error) === 'ELOOP') return false
        throw error
      }
    },
    forget: () => (checked = new Map()),
    *visited() {
      for (const [folder, { glimpse, at }] of known) yield [folder, glimpse, proves(glimpse, at, glimpse)]
    },
  }
}

/** Names of files come out in no particular order: whoever shows them sorts. */
function read(folder: string): Listing {
  const listing = { files: [] as string[], folders: [] as string[], links: [] as string[] }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) listing.files.push(entry.name)
    else if (entry.isDirectory()) listing.folders.push(entry.name)
    else if (entry.isSymbolicLink()) listing.links.push(entry.name)
  }
  return listing
}

const isSame = (a: Listing, b: Listing): boolean =>
  isSameList(a.files, b.files) && isSameList(a.folders, b.folders) && isSameList(a.links, b.links)

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index])

/** `src` and `a.ts` to `src/a.ts`; '' is the project itself. */
export const below = (folder: string, name: string): Path =>
  (folder === '' ? name : `${folder}/${name}`) as Path
