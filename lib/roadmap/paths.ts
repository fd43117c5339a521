/** Paths and globs as they are written, made normal; and what is wrong with those that cannot be. */
import type { Pattern } from '../core/task.js'
import type { Globs } from '../core/world.js'

/** What a path has to be: exact (a file, or a folder with a trailing slash), a glob, a glob that must hold, a folder. */
export type PathKind = 'exact' | 'pattern' | 'condition' | 'folder' | 'template'

export interface PathFault {
  readonly code: 'leaves-project' | 'bad-value'
  /** Follows the path: "is absolute, and …". */
  readonly why: string
}

export type ReadPath = { readonly path: string } | PathFault

/** A path from the project, as `kind` wants it. */
export function readPath(written: string, kind: PathKind, globs: Globs): ReadPath {
  switch (kind) {
    case 'exact':
      return exact(written, globs)
    case 'pattern':
      return pattern(written)
    // A folder is there or not, whatever is in it.
    case 'condition':
    case 'folder': {
      const read = normal(written)
      return 'path' in read ? { path: read.path === '' ? '.' : read.path.replace(/\/$/, '') } : read
    }
    case 'template': {
      if (!/^[./~]|\.\./.test(written)) return { path: written }
      const read = exact(written, globs)
      return 'path' in read ? { path: `./${read.path}` } : read
    }
  }
}

function exact(written: string, globs: Globs): ReadPath {
  // `pages/[id].tsx` is a fine name of a file.
  if (written.startsWith('!') || globs.isGlob(written.replaceAll(/\[[^\]]*\]|\/+$/g, '')))
    return {
      code: 'bad-value',
      why: 'is a glob, and must be exact: a file, or a folder with a trailing slash',
    }
  const read = normal(written)
  if (!('path' in read)) return read
  if (read.path === '')
    return { code: 'bad-value', why: 'is the whole project, and must be a file or folder of it' }
  if (/^\.orchestrate(\/|$)/.test(read.path))
    return { code: 'bad-value', why: 'belongs to `orchestrate` itself, and must be a place elsewhere' }
  return read
}

/** A folder with a trailing slash is all that is in it. `task:ID` stays as it is. */
function pattern(written: string): ReadPath {
  if (written.startsWith('task:')) return { path: written }
  const not = /^!(?!\()/.test(written) ? '!' : ''
  const read = normal(written.slice(not.length))
  if (!('path' in read)) return read
  const path: Pattern = read.path === '' || read.path.endsWith('/') ? `${read.path}**` : read.path
  return { path: not + path }
}

const OUTSIDE = {
  code: 'leaves-project',
  why: 'leads out of the project, and must stay in it',
} as const

/** Without `.`, `..` and empty segments; '' for the project itself; a trailing slash stays. */
export function normal(written: string): ReadPath {
  if (/^\/|[{,(|]\//.test(written))
    return { code: 'leaves-project', why: 'is absolute, and must be a path from the project' }
  const segments: string[] = []
  for (const segment of written.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    // What lies above a wildcard is not known.
    else if (segments.length === 0 || /[*?[{(]/.test(segments.pop() ?? '')) return OUTSIDE
  }
  const path = segments.join('/')
  // An alternative of a glob, such as `{src,..}/*`.
  if (/(?:^|[{,(|/])\.\.(?:[},)|/]|$)/.test(path)) return OUTSIDE
  return { path: path !== '' && /\/\.?$/.test(written) ? `${path}/` : path }
}

/** A path that is given from the folder of `file`, as `file` itself is given. */
export function beside(file: string, path: string): string {
  const slash = file.lastIndexOf('/')
  return slash < 0 ? path : `${file.slice(0, slash + 1)}${path}`
}
