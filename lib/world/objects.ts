/** Texts by their hash, as git keeps them: `objects/ab/cdef…`. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Content, Digest } from '../core/place.js'
import type { State, Transaction, Written } from '../core/record.js'
import { refusing } from './errno.js'
import { hash } from './hash.js'
import { prune } from './prune.js'
import { makePrivateFolder, replaceFile } from './replace.js'

const DAYS = 90
const BYTES = 200 * 1024 * 1024

export interface Objects {
  keep(bytes: Uint8Array): Digest
  kept(digest: Digest): Uint8Array | undefined
  /** Removes what is old, or too much, and what no place and no undo of the state needs. */
  prune(state: State): void
}

export function openObjects(folder: string): Objects {
  const fileOf = (digest: Digest): string => join(folder, digest.slice(0, 2), digest.slice(2))

  /** A digest that is not one (from a damaged record) is no path either. */
  function kept(digest: Digest): Uint8Array | undefined {
    if (!/^[\w-]{43}$/.test(digest)) return undefined
    try {
      const bytes = readFileSync(fileOf(digest))
      return hash(bytes) === digest ? bytes : undefined
    } catch {
      return undefined
    }
  }

  return {
    keep(bytes) {
      const digest = hash(bytes)
      if (kept(digest) !== undefined) return digest
      refusing('write', '.orchestrate/objects', () => {
        makePrivateFolder(dirname(fileOf(digest)))
        replaceFile(fileOf(digest), bytes, 0o600)
      })
      return digest
    },
    kept,
    prune(state) {
      const needed = new Set<string>()
      for (const content of contentsOf(state)) if (content !== 'absent') needed.add(fileOf(content))
      prune(folder, { days: DAYS, bytes: BYTES, isNeeded: (file) => needed.has(file) })
    },
  }
}

function* contentsOf(state: State): Iterable<Content> {
  for (const written of state.places.values()) yield* contentsOfPlace(written)
  for (const transaction of [...state.transactions, ...state.applying.values()])
    yield* contentsOfTransaction(transaction)
}

function* contentsOfTransaction({ moves, places, regions }: Transaction): Iterable<Content> {
  for (const { before, after } of moves) yield* [before, after]
  for (const [, written] of places) if (written !== undefined) yield* contentsOfPlace(written)
  for (const [, content] of regions) yield content
}

const contentsOfPlace = ({ before, proposed, written }: Written): Content[] => [before, proposed, written]
