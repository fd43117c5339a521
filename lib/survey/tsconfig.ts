/** What a tsconfig says of folders: where sources are, where the compiler writes. */
import type { Look } from './look.js'
import { inFolder } from './look.js'
import { entriesOf, itemsOf, jsonOf, textOf, textsOf } from './values.js'

export interface TsFolders {
  readonly roots: readonly string[]
  readonly out: readonly string[]
}

const DEEPEST = 5

/** Folders from the project; those that leave it are left out, and so is one that is the whole package. */
export function rootsByTsconfig(look: Look, folder: string): TsFolders {
  const found = inFile(look, inFolder(folder, 'tsconfig.json'), 0)
  return {
    roots: [...new Set(found.roots)].filter((root) => root !== folder),
    out: found.out.filter((root) => root !== folder),
  }
}

function inFile(look: Look, path: string, depth: number): TsFolders {
  const file = entriesOf(jsonOf(plain(look.text(path))))
  if (file.size === 0 || depth > DEEPEST) return { roots: [], out: [] }
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const options = entriesOf(file.get('compilerOptions'))
  const include = [...textsOf(file.get('include')), ...textsOf(file.get('files'))]
  const rootDir = textOf(options.get('rootDir'))
  const own = (
    file.has('include') ? include : [...include, ...textsOf(options.get('rootDirs')), rootDir ?? '']
  )
    .map((pattern) => joined(folder, baseOf(pattern)))
    .filter((root) => root !== undefined)
  const extended = textsOf(file.get('extends')).map((other) => other.replace(/(?:\.json)?$/, '.json'))
  const others = [...extended, ...itemsOf(file.get('references')).map(referred)]
    .filter((other) => other.startsWith('.'))
    .map((other) => joined(folder, other))
    .filter((other) => other !== undefined)
    .map((other) => inFile(look, other, depth + 1))
  const isSaid = file.has('include') || file.has('files') || rootDir !== undefined
  const out = textOf(options.get('outDir'))
  return {
    roots:
      isSaid && own.some((root) => root !== folder) ? own : [...own, ...others.flatMap(({ roots }) => roots)],
    out: [...(out === undefined ? [] : [joined(folder, out) ?? '']), ...others.flatMap((other) => other.out)],
  }
}

/** A project that is referred to is a file, or the folder of one. */
function referred(reference: unknown): string {
  const path = textOf(entriesOf(reference).get('path')) ?? ''
  return `${path.startsWith('.') ? '' : './'}${path}${path.endsWith('.json') ? '' : '/tsconfig.json'}`
}

/** The folder before the first name with a glob in it; of a file, its folder. */
function baseOf(pattern: string): string {
  const names = pattern.split('/')
  const glob = names.findIndex((name) => /[*?]/.test(name) || /\.[cm]?[jt]sx?$/.test(name))
  return names.slice(0, glob < 0 ? undefined : glob).join('/')
}

function joined(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** JSON of a text that may have comments and commas before closing brackets. */
function plain(text: string | undefined): string | undefined {
  return text
    ?.replace(/("(?:[^"\\]|\\.)*")|\/\*[^]*?\*\/|\/\/.*/g, (_, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/g, (_, string: string | undefined) => string ?? '')
}
