/** Who claims which path: each file and folder has one owner, and one region has one value. */
import type { Diagnostic } from './diagnostic.js'
import { fault } from './diagnostic.js'
import type { Claim } from './place.js'
import { folderOf } from './place.js'
import type { Target } from './target.js'

export interface Owners {
  /** By path; a folder's without its slash. */
  readonly files: ReadonlyMap<string, number>
  readonly folders: ReadonlyMap<string, number>
  /** Tasks that edit regions of a file, in the order of the roadmap. */
  readonly editors: ReadonlyMap<string, readonly number[]>
}

/** Who claims what, with every clash as a fault. */
export function findOwners(targets: readonly Target[]): { owners: Owners; faults: Diagnostic[] } {
  const files = new Map<string, number>()
  const folders = new Map<string, number>()
  const editors = new Map<string, number[]>()
  const faults: Diagnostic[] = []
  const values = new Map<string, { claim: Claim; by: number }>()
  for (const [i, target] of targets.entries())
    for (const claim of target.claims) {
      if (claim.whole) {
        const clash = claimWhole(i, claim.path, files, folders)
        if (clash !== undefined) faults.push(twoOwners(targets, i, clash, claim.path))
        continue
      }
      const known = editors.get(claim.path)
      if (known === undefined) editors.set(claim.path, [i])
      else if (known[known.length - 1] !== i) known.push(i)
      const key = `${claim.path}#${claim.region ?? ''}`
      const other = values.get(key)
      if (other === undefined) values.set(key, { claim, by: i })
      else if (other.claim.value !== claim.value)
        faults.push(twoValues(targets, i, other.by, key, claim.path))
    }
  for (const [path, tasks] of editors) {
    const owner = ownerOf({ files, folders, editors }, path)
    for (const i of tasks)
      if (owner !== undefined && owner !== i) faults.push(twoOwners(targets, i, owner, path))
  }
  faults.push(...nested(targets, files, folders))
  return { owners: { files, folders, editors }, faults }
}

/** Whose a path is: the file's owner, or that of a folder above it. */
export function ownerOf(owners: Owners, path: string): number | undefined {
  const file = owners.files.get(path)
  if (file !== undefined || owners.folders.size === 0) return file
  for (let folder = path; folder !== ''; folder = folderOf(folder)) {
    const owner = owners.folders.get(folder)
    if (owner !== undefined) return owner
  }
  return undefined
}

function claimWhole(
  i: number,
  path: string,
  files: Map<string, number>,
  folders: Map<string, number>,
): number | undefined {
  const isFolder = path.endsWith('/')
  const name = isFolder ? path.slice(0, -1) : path
  const clash = files.get(name) ?? folders.get(name)
  if (clash !== undefined) return clash
  ;(isFolder ? folders : files).set(name, i)
  return undefined
}

function nested(
  targets: readonly Target[],
  files: Map<string, number>,
  folders: Map<string, number>,
): Diagnostic[] {
  if (folders.size === 0) return []
  const faults: Diagnostic[] = []
  for (const [path, i] of [...files, ...folders])
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const owner = folders.get(folder)
      if (owner === undefined) continue
      const claimed = targets[i]?.claims.find((claim) => claim.path.replace(/\/$/, '') === path)?.path ?? path
      if (owner !== i) faults.push(twoOwners(targets, i, owner, claimed, `${folder}/`))
      break
    }
  return faults
}

function twoOwners(
  targets: readonly Target[],
  second: number,
  first: number,
  path: string,
  inside?: string,
): Diagnostic {
  const [one, two] = [targets[first], targets[second]]
  const whose =
    inside === undefined
      ? `\`${one?.task.id ?? ''}\` already does`
      : `it lies in \`${inside}\`, which \`${one?.task.id ?? ''}\` writes`
  const message =
    first === second
      ? `task \`${two?.task.id ?? ''}\` names \`${path}\` twice among what it writes`
      : `task \`${two?.task.id ?? ''}\` writes \`${path}\`, and ${whose}`
  return fault('two-owners', message, whereWritten(two, path), 'a file or folder has one task that writes it')
}

function twoValues(
  targets: readonly Target[],
  second: number,
  first: number,
  place: string,
  path: string,
): Diagnostic {
  const [one, two] = [targets[first], targets[second]]
  return fault(
    'two-values',
    `tasks \`${one?.task.id ?? ''}\` and \`${two?.task.id ?? ''}\` want different values for \`${place}\``,
    whereWritten(two, path),
    'one region has one value: take one of the edits away',
  )
}

/** Where in a task's settings a text stands; the task's own place where it does not stand there letter by letter. */
export function whereWritten(target: Target | undefined, text: string): Diagnostic['at'] {
  if (target === undefined) return { file: '', line: 1, column: 1, length: 0 }
  const path = pathTo({ ...target.task.settings, inputs: target.task.inputs }, text)
  return path === undefined ? target.task.at : target.locate(path, 'value')
}

function pathTo(value: unknown, text: string): (string | number)[] | undefined {
  if (value === text || (typeof value === 'string' && value.replace(/^\.\//, '') === text)) return []
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const path = pathTo(inner, text)
    if (path !== undefined) return [Array.isArray(value) ? Number(key) : key, ...path]
  }
  return undefined
}
