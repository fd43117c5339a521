/** Path and Place: a file of the project, or a region of one; what lies inside what, and who claims what. */

/** Relative to the project, with `/`, normalised: no `./`, no `..`, no trailing slash (`src/a.ts`). */
export type Path = string & { readonly brand: 'Path' }

/**
 * A file (`src/a.ts`), a folder as a whole (`dist/`), or a region of a file (`package.json#scripts.test`).
 * In a place `#` and `%` of a file's name are written `%23` and `%25`, so that the first `#` always starts the region.
 */
export type Place = string & { readonly brand: 'Place' }

/** A PATH of `edits`, in canonical spelling: `jobs.security.steps[name=Safety].continue-on-error`. */
export type Region = string & { readonly brand: 'Region' }

/** sha256 of contents, base64url, 43 characters. */
export type Digest = string & { readonly brand: 'Digest' }

/** Contents of a place, or that there is nothing there. */
export type Content = Digest | 'absent'

/** A Map and never an object: `constructor` is a fine file name. */
export type Tree = ReadonlyMap<Place, Content>

const escaped = (path: string): string =>
  path.includes('#') || path.includes('%') ? path.replaceAll('%', '%25').replaceAll('#', '%23') : path

export function placeOf(path: Path, region?: Region): Place {
  return (region === undefined ? escaped(path) : `${escaped(path)}#${region}`) as Place
}

/** The file (or folder, without its slash) that a place is of. */
export function pathOf(place: Place): Path {
  const hash = place.indexOf('#')
  let path = hash < 0 ? (place as string) : place.slice(0, hash)
  if (path.endsWith('/')) path = path.slice(0, -1)
  return (path.includes('%') ? path.replaceAll('%23', '#').replaceAll('%25', '%') : path) as Path
}

export function regionOf(place: Place): Region | undefined {
  const hash = place.indexOf('#')
  return hash < 0 ? undefined : (place.slice(hash + 1) as Region)
}

/** Is `inner` strictly inside `outer`: a region of a file, a region of a region, a file of a folder? */
export function isInside(inner: Place, outer: Place): boolean {
  if (inner.length <= outer.length || !inner.startsWith(outer)) return false
  if (outer.endsWith('/')) return true
  const next = inner[outer.length]
  return outer.includes('#') ? next === '.' || next === '[' : next === '#'
}

/**
 * What a task says it will govern. `whole`: the file, or with a trailing slash the folder, is the task's alone.
 * Otherwise it edits `region`, and `value` is the digest of what it puts there, so that two values for one region can be told.
 */
export interface Claim {
  readonly path: string
  readonly whole: boolean
  readonly region?: Region
  readonly value?: Content
}

/** The folder that holds a path; '' for the project itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}
