/** Edges that nobody wrote: from what is read to who makes it, and between tasks that edit one file. */
import type { Diagnostic } from './diagnostic.js'
import { fault, nearest } from './diagnostic.js'
import type { Draft, Node } from './edge.js'
import { KeptOrder, topologicalOrder } from './order.js'
import type { Owners } from './owners.js'
import { findOwners, ownerOf, whereWritten } from './owners.js'
import { folderOf } from './place.js'
import type { Target } from './target.js'
import type { Pattern, TaskId } from './task.js'
import { UNIGNORED } from './task.js'
import type { Globs } from './world.js'

/**
 * Adds to the draft: `reads-output` from a reader to the owner of what it reads, unless the owner waits for the reader by
 * what was written; then, wherever no cycle comes of it, from a reader to those who edit its inputs in place, and
 * `same-file` from each editor of a file to the one before it. `order` is one of the written edges.
 */
export function inferEdges(
  draft: Draft,
  order: readonly Node[],
  globs: Globs,
): { order: Node[]; cycles: Node[][]; faults: Diagnostic[]; owners: Owners } {
  const { owners, faults } = findOwners(draft.targets)
  const made = madeBy(draft.targets, owners)
  const readings = draft.targets.map((target, i) => readingOf(target, i, draft, owners, made, globs))
  faults.push(...readings.flatMap((reading) => reading.faults))
  if (faults.length > 0) return { order: [], cycles: [], faults, owners }

  const position = new Int32Array(draft.needs.length)
  for (const [at, node] of order.entries()) position[node] = at
  for (const [reader, { owned }] of readings.entries())
    for (const owner of owned) {
      const inverted = (position[owner] ?? 0) > (position[reader] ?? 0)
      if (inverted && waitsByWriting(draft, owner, reader)) continue
      draft.needs[reader]?.push({ to: owner, because: 'reads-output' })
    }
  const sorted = topologicalOrder(draft.needs)
  if (sorted.cycles.length > 0) return { order: [], cycles: sorted.cycles, faults: [], owners }

  const kept = new KeptOrder(sorted.order, draft.needs)
  for (const [reader, { edited }] of readings.entries())
    for (const editor of edited) kept.add(reader, { to: editor, because: 'reads-output' })
  for (const tasks of owners.editors.values())
    for (const [i, editor] of tasks.entries()) {
      const above = tasks[i - 1]
      if (above !== undefined) kept.add(editor, { to: above, because: 'same-file' })
    }
  return { order: kept.order, cycles: [], faults: [], owners }
}

/** Does `later` wait for `earlier` by edges that were written? Only these stand when this is asked, but for `reads-output`. */
function waitsByWriting(draft: Draft, later: Node, earlier: Node): boolean {
  const seen = new Set([later])
  for (const node of seen) {
    if (node === earlier) return true
    for (const { to, because } of draft.needs[node] ?? []) if (because !== 'reads-output') seen.add(to)
  }
  return false
}

interface Reading {
  /** Tasks that own what is read: this task cannot be right before them. */
  readonly owned: ReadonlySet<Node>
  /** Tasks that change what is read in place. */
  readonly edited: ReadonlySet<Node>
  readonly faults: readonly Diagnostic[]
}

/** All that some task makes, sorted by path, so that a glob looks only below its own folder. */
interface Made {
  readonly paths: readonly string[]
  readonly isFolder: readonly boolean[]
  readonly rewriters: readonly { readonly by: Node; readonly patterns: readonly Pattern[] }[]
}

function madeBy(targets: readonly Target[], owners: Owners): Made {
  const folders = new Set(owners.folders.keys())
  const paths = [...new Set([...owners.files.keys(), ...folders, ...owners.editors.keys()])].sort()
  const rewriters = targets.flatMap(({ rewrites }, by) =>
    rewrites.length > 0 ? [{ by, patterns: rewrites }] : [],
  )
  return { paths, isFolder: paths.map((path) => folders.has(path)), rewriters }
}

function readingOf(
  target: Target,
  self: Node,
  draft: Draft,
  owners: Owners,
  made: Made,
  globs: Globs,
): Reading {
  const reading = { owned: new Set<Node>(), edited: new Set<Node>(), faults: [] as Diagnostic[] }
  const patterns = [...target.inputs, ...target.rewrites]
  const take = (path: string): void => {
    const owner = ownerOf(owners, path)
    if (owner !== undefined) reading.owned.add(owner)
    for (const editor of owners.editors.get(path) ?? []) reading.edited.add(editor)
  }
  const isRead = globs.matcher(patterns.map((pattern) => (pattern === UNIGNORED ? '**' : pattern)))
  for (const pattern of patterns) {
    if (pattern.startsWith('task:')) {
      const node = draft.index.get(pattern.slice(5) as TaskId)
      if (node === undefined) reading.faults.push(noSuchTask(target, pattern, draft))
      else reading.owned.add(node)
    } else if (pattern === UNIGNORED || (globs.isGlob(pattern) && !pattern.startsWith('!'))) {
      const glob = pattern === UNIGNORED ? '**' : pattern
      for (const i of below(made, globs.base(glob)))
        if (
          made.isFolder[i] === true
            ? globs.mayMatchBelow(glob, made.paths[i] ?? '')
            : isRead(made.paths[i] ?? '')
        )
          take(made.paths[i] ?? '')
    } else if (!pattern.startsWith('!')) take(pattern)
  }
  for (const { by, patterns: rewritten } of made.rewriters)
    if (patterns.some((pattern) => rewritten.some((other) => overlap(pattern, other, globs))))
      reading.edited.add(by)
  for (const set of [reading.owned, reading.edited]) set.delete(self)
  for (const owner of reading.owned) reading.edited.delete(owner)
  return reading
}

/** Indices of the sorted paths in a folder, and of folders above it, which may hold it. */
function* below({ paths }: Made, base: string): Iterable<number> {
  if (base === '') {
    yield* paths.keys()
    return
  }
  for (let folder = base; folder !== ''; folder = folderOf(folder)) {
    const at = firstAtLeast(paths, folder)
    if (paths[at] === folder) yield at
  }
  const start = `${base}/`
  for (let i = firstAtLeast(paths, start); paths[i]?.startsWith(start) === true; i++) yield i
}

function firstAtLeast(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}

/** Could two patterns match one file? Says yes too often rather than too seldom: such edges only order. */
function overlap(a: Pattern, b: Pattern, globs: Globs): boolean {
  if (a.startsWith('!') || b.startsWith('!') || a.startsWith('task:')) return false
  const [globA, globB] = [a === UNIGNORED ? '**' : a, b]
  if (!globs.isGlob(globA)) return globs.matcher([globB])(globA)
  if (!globs.isGlob(globB)) return globs.matcher([globA])(globB)
  const [endA, endB] = [ending(globA), ending(globB)]
  if (endA !== undefined && endB !== undefined && endA !== endB) return false
  const [baseA, baseB] = [globs.base(globA), globs.base(globB)]
  return baseA === baseB || baseA === '' || baseB === '' || isBelow(baseA, baseB) || isBelow(baseB, baseA)
}

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

/** The literal extension that every match of a glob has, if it has one. */
const ending = (glob: string): string | undefined => /\*(\.[\w.]+)$/.exec(glob)?.[1]

function noSuchTask(target: Target, pattern: Pattern, draft: Draft): Diagnostic {
  const name = pattern.slice(5)
  const near = nearest(name, draft.index.keys())
  return fault(
    'missing-dependency',
    `task \`${target.task.id}\` reads \`${pattern}\`, and there is no such task`,
    whereWritten(target, pattern),
    near === undefined ? undefined : `nearest name: \`task:${near}\``,
  )
}
