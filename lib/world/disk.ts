/** The project's files for real: looked at once, known by hash, changed by rename; all behind the jail. */
import { lstatSync, mkdirSync, realpathSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { folderOf } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import type { Disk } from '../core/world.js'
import { openContents } from './contents.js'
import { codeOf, refusing } from './errno.js'
import { filesBelow, openExpansions } from './expand.js'
import { openFolders } from './folders.js'
import type { Glimpse } from './glimpse.js'
import type { Jail } from './jail.js'
import { openJail, tidy } from './jail.js'
import { replaceFile } from './replace.js'
import type { StatCache } from './stats.js'
import { emptyStats } from './stats.js'
import { openUnignored } from './unignored.js'

/** What the answers so far were made from: while all of it stands and is proven, they would be the same. */
export interface Dependencies {
  /** Each path that was looked at, as it was seen last; undefined: nothing was there. */
  readonly files: ReadonlyMap<string, Glimpse | undefined>
  /** Each folder that was listed. */
  readonly folders: ReadonlyMap<string, Glimpse>
  /** Of both, those that changed too shortly before they were read for their stat to prove anything. */
  readonly unproven: readonly string[]
}

export interface OpenDisk extends Disk {
  /** The absolute path of one inside the project; throws `Refusal` for any other. */
  absolute(path: string): string
  dependencies(): Dependencies
}

/** `root` is the project's real absolute folder; `cache` knows what was hashed before, and is kept up to date. */
export function openDisk(
  root: string,
  { cache = emptyStats() }: { readonly cache?: StatCache } = {},
): OpenDisk {
  const jail = openJail(root)
  const contents = openContents(jail, cache)
  const folders = openFolders(jail, contents.look)
  const unignored = openUnignored(root)
  const expansions = openExpansions(folders, isFile, unignored)

  function isFile(path: string): boolean {
    const kind = contents.look(path)?.kind
    return kind === 'file' || (kind === 'link' && folders.isLinkToFile(path))
  }

  /** Our own hand changed a path: it is looked at anew, and so are the folders above it. */
  function touch(path: string): void {
    contents.touch(path)
    if (path !== '') touch(folderOf(path))
    else rescan()
  }

  function rescan(): void {
    folders.forget()
    unignored.forget()
    expansions.forget()
  }

  function forget(): void {
    jail.forget()
    contents.forget()
    rescan()
  }

  return {
    stat: contents.look,
    read: contents.read,
    digest: contents.digest,
    expand: expansions.expand,
    files: (folder) => filesBelow(folders, tidy(folder)),
    write(path, bytes, mode) {
      const file = refusing('write', path, () => write(jail, path, bytes, mode))
      touch(file.slice(root.length + 1)) // a link was followed to its file
      touch(tidy(path))
    },
    remove(path, keep = '') {
      refusing('remove', path, () => remove(jail, tidy(path), tidy(keep)))
      touch(tidy(path))
    },
    forget,
    absolute: (path) => jail.absolute(path),
    dependencies() {
      const files = new Map(contents.seen())
      const unproven: string[] = []
      for (const [path, now] of files)
        if (now !== undefined && !contents.isProven(path, now)) unproven.push(path)
      const listed = new Map<string, Glimpse>()
      for (const [folder, then, settled] of folders.visited()) {
        files.delete(folder)
        listed.set(folder, then)
        if (!settled) unproven.push(folder)
      }
      return { files, folders: listed, unproven }
    },
  }
}

/** Returns the absolute path of the file that was written. */
function write(jail: Jail, path: string, bytes: Uint8Array, mode: number | undefined): string {
  const file = jail.toWrite(path)
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true })
  if (!jail.contains(realpathSync.native(folder)))
    throw new Refusal(`\`${path}\` leads out of the project: a folder above it has become a link`)
  const old = lstatSync(file, { throwIfNoEntry: false })
  if (old?.isDirectory() === true)
    throw new Refusal(`\`${path}\` is a folder, and a file would be written there`)
  if (old?.isFile() === false) throw new Refusal(`\`${path}\` is no file, and one would be written there`)
  replaceFile(file, bytes, mode ?? (old === undefined ? undefined : old.mode & 0o7777))
  return file
}

function remove(jail: Jail, path: string, keep: string): void {
  jail.forget() // what was true when we looked may not be true now
  const file = jail.absolute(path)
  const old = lstatSync(file, { throwIfNoEntry: false })
  if (old?.isDirectory() === true)
    throw new Refusal(`\`${path}\` is a folder, and a file would be removed there`)
  if (old !== undefined) unlinkSync(file)
  for (let folder = folderOf(path); folder !== '' && folder !== keep; folder = folderOf(folder))
    if (!removeEmpty(jail.absolute(folder))) return
}

function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    // Not empty, gone already, a link, or not ours to remove: then it stays.
    if (codeOf(error) === undefined) throw error
    return codeOf(error) === 'ENOENT'
  }
}
