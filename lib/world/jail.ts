/** The wall around the project: a path goes in, an absolute one inside comes out, or a `Refusal`. */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import { codeOf } from './errno.js'

/** Anything but plain names with single slashes between them. */
const UNTIDY = /(^|\/)\.{0,2}(\/|$)|\0/

export interface Jail {
  readonly root: string
  /** The absolute path; none of the folders on the way leads out. What stands at its end may be a link. */
  absolute(path: string): string
  /** The real file behind a path, all links followed: inside, or refused. Undefined where nothing is. */
  real(path: string): string | undefined
  /** As `real`, for a file that is about to be written: what is not there yet has no link to follow. */
  toWrite(path: string): string
  /** The path from the project of what a link leads to; undefined where that is nothing, or outside. */
  behind(path: string): string | undefined
  contains(absolute: string): boolean
  /** Folders may have become links since. */
  forget(): void
}

/** `root` is a real path: no link on the way to it. */
export function openJail(root: string): Jail {
  let safe = new Set<string>([''])
  const contains = (absolute: string): boolean =>
    root === '/' || absolute === root || absolute.startsWith(`${root}/`)

  function checkFolder(folder: string, path: string): void {
    if (safe.has(folder)) return
    checkFolder(folderOf(folder), path)
    const at = join(root, folder)
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      const behind = realpath(at)
      if (behind !== undefined && !contains(behind)) throw leads(path, `\`${folder}\` is a link out of it`)
    }
    safe.add(folder)
  }

  function absolute(path: string): string {
    const tidied = tidy(path)
    if (tidied === '') return root
    const folder = folderOf(tidied)
    checkFolder(folder, tidied)
    return `${root}/${tidied}`
  }

  function real(path: string): string | undefined {
    const behind = realpath(absolute(path))
    if (behind !== undefined && !contains(behind)) throw leads(path, 'it is a link out of it')
    return behind
  }

  return {
    root,
    absolute,
    real,
    contains,
    behind(path) {
      const behind = realpath(absolute(path))
      return behind !== undefined && contains(behind) ? behind.slice(root.length + 1) : undefined
    },
    toWrite(path) {
      safe = new Set(['']) // what was true when we looked may not be true now that we write
      const at = absolute(path)
      if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at
      const behind = real(path)
      if (behind !== undefined) return behind
      throw new Refusal(`\`${path}\` is a link to \`${readlinkSync(at)}\`, and there is no such file`)
    },
    forget: () => (safe = new Set([''])),
  }
}

/** A path in its normal form: no `./`, no doubled or trailing slash. Refused where it cannot be one of the project. */
export function tidy(path: string): string {
  if (!UNTIDY.test(path)) return path
  if (path.includes('\0')) throw new Refusal(`the path ${JSON.stringify(path)} has a NUL character in it`)
  if (path.startsWith('/')) throw leads(path, 'it is absolute; paths are from the project')
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  if (names.includes('..')) throw leads(path, 'it has `..` in it')
  return names.join('/')
}

const leads = (path: string, because: string): Refusal =>
  new Refusal(`\`${path}\` leads out of the project: ${because}`)

function realpath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}
