/** What stands at a path: one lstat until told to forget, and a digest that is read only where no stat vouches for it. */
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import type { Content, Digest } from '../core/place.js'
import { codeOf, refusing } from './errno.js'
import type { Glimpse } from './glimpse.js'
import { glimpse, isSame, isSettled, proves } from './glimpse.js'
import { hash, hashFile } from './hash.js'
import type { Jail } from './jail.js'
import { tidy } from './jail.js'
import type { StatCache } from './stats.js'

export interface Contents {
  readonly look: (path: string) => Glimpse | undefined
  readonly read: (path: string) => Uint8Array | undefined
  readonly digest: (path: string) => Content
  /** One path is not what it was. */
  touch(path: string): void
  forget(): void
  /** All paths ever looked at, as they were seen last. */
  seen(): Iterable<readonly [string, Glimpse | undefined]>
  /** Was the path's digest read so long after its last change that its stat proves it? True for what was not read. */
  isProven(path: string, now: Glimpse): boolean
}

interface Seen {
  readonly now: Glimpse | undefined
  readonly look: number
}

export function openContents(jail: Jail, cache: StatCache): Contents {
  const paths = new Map<string, Seen>()
  let digests = new Map<string, Content>()
  let looks = 0

  function look(path: string): Glimpse | undefined {
    const at = tidy(path)
    const before = paths.get(at)
    if (before?.look === looks) return before.now
    const now = refusing('look at', at, () => glimpse(jail.absolute(at)))
    paths.set(at, { now, look: looks })
    return now
  }

  function digest(path: string): Content {
    const at = tidy(path)
    let content = digests.get(at)
    if (content === undefined) digests.set(at, (content = digestOf(at)))
    return content
  }

  function digestOf(path: string): Content {
    const now = look(path)
    if (now?.kind === 'link') return digestOfLink(path)
    if (now?.kind !== 'file') return absent(path)
    const then = cache.files.get(path)
    return then !== undefined && proves(then, then.at, now) ? then.digest : hashed(path, now)
  }

  /** The stat was taken before the contents are read: a write in between shows as a stat that differs next time. */
  function hashed(path: string, { size, mtimeMs, ctimeMs, ino, dev }: Glimpse): Content {
    const at = Date.now()
    const digest = refusing('read', path, () => hashIfThere(jail.absolute(path)))
    if (digest === undefined) return absent(path)
    cache.files.set(path, { size, mtimeMs, ctimeMs, ino, dev, at, digest })
    cache.changed = true
    return digest
  }

  function digestOfLink(path: string): Content {
    const behind = jail.behind(path)
    if (behind !== undefined && look(behind)?.kind === 'file') return digest(behind)
    return hash(readlinkSync(jail.absolute(path)))
  }

  function absent(path: string): 'absent' {
    if (cache.files.delete(path)) cache.changed = true
    return 'absent'
  }

  function read(path: string): Uint8Array | undefined {
    const kind = look(path)?.kind
    const file = kind === 'link' ? jail.real(path) : kind === 'file' ? jail.absolute(path) : undefined
    if (file === undefined) return undefined
    if (kind === 'link' && statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined
    return refusing('read', path, () => readFileSync(file))
  }

  return {
    look,
    read,
    digest,
    touch(path) {
      paths.delete(path)
      digests.delete(path)
    },
    forget() {
      looks++
      digests = new Map()
    },
    *seen() {
      for (const [path, { now }] of paths) yield [path, now]
    },
    isProven(path, now) {
      const then = cache.files.get(path)
      // A digest of what stood there under another stat is none of what stands there now.
      return then === undefined || !isSame(then, now) || isSettled(now, then.at)
    },
  }
}

/** undefined where the file went away since it was looked at. */
function hashIfThere(file: string): Digest | undefined {
  try {
    return hashFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
