/** Which files of a repository a file imports, as far as its text tells. */
import { folderOf } from '../core/place.js'

/** Finds a file by the end of its path, without its extension: how an alias (`@modules/user/user`) is followed. */
export interface Index {
  readonly paths: ReadonlySet<string>
  /** By the last name of the path without extension; of an `index` file and an `__init__`, the folder's name. */
  readonly byName: ReadonlyMap<string, readonly string[]>
}

const EXTENSION = /\.(?:d\.)?(?:[cm]?[jt]sx?|py|vue|svelte)$/

/** A path without its extension; `src/users/index.ts` and `app/users/__init__.py` are their folders. */
export const moduleOf = (path: string): string =>
  path.replace(EXTENSION, '').replace(/\/(?:index|__init__)$/, '')

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What a file is called by people: of `packages/cookie/src/index.ts` it is `cookie`. */
export function subjectOfSource(path: string): string {
  const names = moduleOf(path).split('/')
  const own = names.findLast((name, i) => i === 0 || !/^(?:src|lib|source)$/.test(name))
  return own ?? ''
}

export function indexOf(paths: Iterable<string>): Index {
  const all = new Set(paths)
  const byName = new Map<string, string[]>()
  for (const path of all) {
    const name = nameOf(moduleOf(path))
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [path])
    else same.push(path)
  }
  return { paths: all, byName }
}

/** The files of the index that this text imports, in no order. */
export function importsOf(path: string, text: string, index: Index): ReadonlySet<string> {
  const modules = path.endsWith('.py') ? pythonModules(path, text) : scriptModules(path, text)
  const found = new Set(modules.flatMap((module) => filesOf(module, index)))
  found.delete(path)
  return found
}

interface Module {
  /** From the project, or, where it is not `whole`, the end of such a path. */
  readonly path: string
  readonly isWhole: boolean
}

const SCRIPT =
  /\b(?:from|import|require\(|import\(|mock\(|requireActual\(|unstable_mockModule\()\s*(['"`])([^'"`\n]+)\1/g

function scriptModules(from: string, text: string): Module[] {
  return [...text.matchAll(SCRIPT)].flatMap(([, , specifier = '']): Module[] => {
    const bare = specifier.replace(EXTENSION, '')
    if (bare.startsWith('.')) return [{ path: withoutIndex(joined(folderOf(from), bare)), isWhole: true }]
    // Of an alias the first name stands for a folder; a bare name is a package.
    const rest = bare.replace(/^(?:[~@#][^/]*|[\w-]+)\//, '')
    return rest === bare ? [] : [{ path: withoutIndex(rest), isWhole: false }]
  })
}

const withoutIndex = (path: string): string => path.replace(/\/index$/, '')

const PYTHON =
  /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)|import[ \t]+([\w., \t]+))/gm

function pythonModules(from: string, text: string): Module[] {
  return [...text.matchAll(PYTHON)].flatMap(([, dots = '', module = '', names = '', plain]): Module[] => {
    if (plain !== undefined)
      return plain
        .split(',')
        .map((one) => ({ path: slashed(one.trim().split(/\s/)[0] ?? ''), isWhole: false }))
    const base = dots === '' ? '' : joined(folderOf(from), '../'.repeat(dots.length - 1))
    const path = [base, slashed(module)].filter((part) => part !== '').join('/')
    const members = names
      .replace(/[()]/g, '')
      .split(',')
      .map((one) => one.trim().split(/\s/)[0] ?? '')
    return ['', ...members].map((member) => ({
      path: member === '' ? path : `${path}/${member}`,
      isWhole: dots !== '',
    }))
  })
}

const slashed = (module: string): string => module.replaceAll('.', '/')

function filesOf({ path, isWhole }: Module, index: Index): readonly string[] {
  if (path === '') return []
  const same = index.byName.get(nameOf(path)) ?? []
  return same.filter((file) => {
    const module = moduleOf(file)
    return isWhole ? module === path : module === path || module.endsWith(`/${path}`)
  })
}

/** A relative path from a folder; one that leaves the project is as good as none. */
function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  return parts.join('/')
}
