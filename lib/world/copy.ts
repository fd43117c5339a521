/** A copy of the project's unignored files, kept in step: what was changed on either side since the last look is copied again. */
import {
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Content, Path } from '../core/place.js'
import { UNIGNORED } from '../core/task.js'
import type { OpenDisk } from './disk.js'
import { openJail } from './jail.js'

export interface Copy {
  readonly root: string
  /** Brings it in step with the project, then lays files over it. */
  prepare(over: ReadonlyMap<string, string | undefined>): void
  absolute(path: string): string
}

interface Copied {
  readonly digest: Content
  /** How the copy looked when it was made. */
  readonly mark: string
}

export function openCopy(root: string, project: string, disk: OpenDisk): Copy {
  const copied = new Map<string, Copied>()
  const jail = openJail(root)
  const links = new Set<string>()
  /** Folders of packages, as they were when they were linked. */
  const modules = new Map<string, string>()
  mkdirSync(root, { recursive: true, mode: 0o700 })

  /** What stands in the copy and was not copied there, or is not as it was copied. */
  function forgetChanged(): void {
    const seen = new Set<string>()
    walk(root, '', (path) => {
      const known = copied.get(path)
      if (links.has(path)) return
      seen.add(path)
      if (known?.mark === markOf(join(root, path))) return
      rmSync(join(root, path), { recursive: true, force: true })
      copied.delete(path)
    })
    for (const path of copied.keys()) if (!seen.has(path)) copied.delete(path)
  }

  function bringInStep(): void {
    const files = disk.expand([UNIGNORED])
    const wanted = new Set<string>(files)
    for (const path of copied.keys()) if (!wanted.has(path)) drop(path)
    for (const path of files) {
      const digest = disk.digest(path)
      if (copied.get(path)?.digest !== digest) copy(path, digest)
    }
  }

  function copy(path: Path, digest: Content): void {
    const to = join(root, path)
    mkdirSync(dirname(to), { recursive: true })
    rmSync(to, { recursive: true, force: true })
    try {
      copyFileSync(disk.absolute(path), to, constants.COPYFILE_FICLONE)
      copied.set(path, { digest, mark: markOf(to) })
    } catch {
      copied.delete(path) // gone or unreadable since it was listed: the experiment does not have it either
    }
  }

  /**
   * A folder of packages of its own for each that the project has, with a link for each package: what runs in the copy may
   * keep its caches there, and finds every package where it would.
   */
  function linkModules(): void {
    for (const folder of new Set(['.', ...disk.expand(['**/package.json']).map((path) => dirname(path))])) {
      const from = join(project, folder, 'node_modules')
      const mark = markOf(from)
      if (mark === '' || modules.get(folder) === mark) continue
      const to = join(root, folder, 'node_modules')
      rmSync(to, { recursive: true, force: true })
      linkEntries(from, to)
      modules.set(folder, mark)
    }
    for (const name of ['.venv', 'venv']) {
      if (links.has(name) || markOf(join(project, name)) === '') continue
      symlinkSync(join(project, name), join(root, name))
      links.add(name)
    }
  }

  function drop(path: string): void {
    rmSync(join(root, path), { force: true })
    copied.delete(path)
  }

  return {
    root,
    prepare(over) {
      forgetChanged()
      bringInStep()
      linkModules()
      for (const [path, text] of over) {
        const file = jail.absolute(path)
        drop(path)
        if (text === undefined) continue
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
    },
    absolute: (path) => jail.absolute(path),
  }
}

function markOf(file: string): string {
  const stat = lstatSync(file, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.ctimeNs}`
}

/** Every file below a folder; packages are not looked into. */
function walk(root: string, folder: string, visit: (path: string) => void): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.name === 'node_modules') continue
    if (entry.isDirectory()) walk(root, path, visit)
    else visit(path)
  }
}

/** Caches are the project's own; all else is linked. A package of a workspace leads to where it stands in the project. */
function linkEntries(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.cache') || entry.name.startsWith('.vite')) continue
    const [package_, link] = [join(from, entry.name), join(to, entry.name)]
    if (entry.name.startsWith('@') && entry.isDirectory()) linkEntries(package_, link)
    else symlinkSync(entry.isSymbolicLink() ? resolve(from, readlinkSync(package_)) : package_, link)
  }
}
