/** A disk whose writes stay in memory: what a dry run works on, so that later tasks see what earlier ones would write. */
import type { Content, Digest, Path } from '../core/place.js'
import type { State } from '../core/record.js'
import { put } from '../core/record.js'
import type { Pattern } from '../core/task.js'
import type { Disk, Scratch, Store, World } from '../core/world.js'
import { textOf } from './reader.js'

/** The same world over an overlay. Nothing that is done to its disk reaches the one below. */
export function overlaid(world: World): World {
  const files = new Map<string, Uint8Array | undefined>()
  return {
    ...world,
    disk: overlay(world.disk, world, files),
    store: unwritten(world),
    scratch: overScratch(world.scratch, files),
  }
}

/** A world in which all can be tried, and put on record, that is not to reach the one below. */
export function rehearsal(world: World): World {
  const over = overlaid(world)
  const { records, running, places, applying, transactions, opaque } = world.store.state
  const state: State = {
    records: new Map(records),
    running: new Map(running),
    places: new Map(places),
    applying: new Map(applying),
    transactions: [...transactions],
    opaque: new Map(opaque),
  }
  return { ...over, store: { ...over.store, state, change: (change) => put(state, change) } }
}

/** Experiments see the files as the overlay has them. */
const overScratch = (below: Scratch, over: ReadonlyMap<string, Uint8Array | undefined>): Scratch => ({
  run: (experiment) => {
    const files = new Map([...over].map(([path, bytes]) => [path, textOf(bytes)]))
    for (const [path, text] of experiment.files ?? []) files.set(path, text)
    return below.run({ ...experiment, files })
  },
})

/** The same state; texts are kept in memory, and nothing is put on record. */
function unwritten(world: World): Store {
  const { store } = world
  const texts = new Map<Digest, Uint8Array>()
  return {
    state: store.state,
    change: () => undefined,
    durable: () => undefined,
    keep: (bytes) => {
      const digest = world.hash(bytes)
      texts.set(digest, bytes)
      return digest
    },
    kept: (digest) => texts.get(digest) ?? store.kept(digest),
    conflict: (path) => path,
    log: (_run, task) => task,
    answer: (task) => store.answer(task),
    decide: () => undefined,
  }
}

function overlay(below: Disk, world: World, files: Map<string, Uint8Array | undefined>): Disk {
  const merge = (found: readonly Path[], isWanted: (path: string) => boolean): Path[] => {
    if (files.size === 0) return [...found]
    const all = new Set<string>(found)
    for (const [path, bytes] of files)
      if (bytes === undefined) all.delete(path)
      else if (isWanted(path)) all.add(path)
    return [...all].sort() as Path[]
  }
  return {
    stat: (path) => {
      if (!files.has(path)) return below.stat(path)
      const bytes = files.get(path)
      return bytes === undefined ? undefined : { kind: 'file', size: bytes.length, mode: 0o644 }
    },
    read: (path) => (files.has(path) ? files.get(path) : below.read(path)),
    digest: (path): Content => {
      if (!files.has(path)) return below.digest(path)
      const bytes = files.get(path)
      return bytes === undefined ? 'absent' : world.hash(bytes)
    },
    expand: (patterns: readonly Pattern[]) => merge(below.expand(patterns), globsOf(patterns, world)),
    files: (folder) => {
      const found = merge(below.files(folder) ?? [], (path) => path.startsWith(`${folder}/`))
      return found.length === 0 && below.files(folder) === undefined ? undefined : found
    },
    write: (path, bytes) => void files.set(path, bytes),
    remove: (path) => void files.set(path, undefined),
    forget: () => below.forget(),
  }
}

/** What a new file would be matched by; what git ignores is not known of a file that is not there yet. */
const globsOf = (patterns: readonly Pattern[], { globs }: World): ((path: string) => boolean) =>
  globs.matcher(patterns.map((pattern) => (pattern === ':unignored' ? '**' : pattern)))
