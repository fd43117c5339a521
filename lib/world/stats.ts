/** `stats.json`: what was read when its stat was what, so that it need not be read again. Derived: losing it costs time. */
import { readFileSync } from 'node:fs'
import type { Digest } from '../core/place.js'
import type { Mark } from './glimpse.js'
import { replaceFile } from './replace.js'

export interface Hashed extends Mark {
  readonly digest: Digest
  /** When it was read, in milliseconds. */
  readonly at: number
}

/** A tool's output, and the stats of all that it is thought to depend on. */
export interface ToolAnswer {
  readonly text: string
  readonly at: number
  /** Absolute paths: the program behind all links first, then version files; null: nothing was there. */
  readonly seen: readonly (readonly [string, Mark | null])[]
}

export interface StatCache {
  /** Is there something to save? */
  changed: boolean
  readonly files: Map<string, Hashed>
  readonly tools: Map<string, ToolAnswer>
}

const VERSION = 1
const COLUMNS = ['size', 'mtimeMs', 'ctimeMs', 'ino', 'dev', 'at'] as const

export const emptyStats = (): StatCache => ({ changed: false, files: new Map(), tools: new Map() })

/** A file that is missing, damaged or of another version is as good as none. */
export function loadStats(file: string): StatCache {
  const cache = emptyStats()
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!isStored(stored)) return cache
    const columns = COLUMNS.map((name) => stored[name])
    for (const [row, path] of stored.paths.entries()) {
      const [size, mtimeMs, ctimeMs, ino, dev, at] = columns.map((column) => column[row])
      const digest = stored.digests[row] as Digest
      cache.files.set(path, { size, mtimeMs, ctimeMs, ino, dev, at, digest } as Hashed)
    }
    for (const [key, answer] of stored.tools) cache.tools.set(key, answer)
    return cache
  } catch {
    return emptyStats()
  }
}

export function saveStats(file: string, cache: StatCache): void {
  const rows = [...cache.files.values()]
  const stored: Stored = {
    version: VERSION,
    paths: [...cache.files.keys()],
    digests: rows.map(({ digest }) => digest),
    size: rows.map(({ size }) => size),
    mtimeMs: rows.map(({ mtimeMs }) => mtimeMs),
    ctimeMs: rows.map(({ ctimeMs }) => ctimeMs),
    ino: rows.map(({ ino }) => ino),
    dev: rows.map(({ dev }) => dev),
    at: rows.map(({ at }) => at),
    tools: [...cache.tools],
  }
  replaceFile(file, JSON.stringify(stored), 0o600)
}

/** Columns: an object for each path would be read four times as slowly. */
type Stored = Record<(typeof COLUMNS)[number], number[]> & {
  version: number
  paths: string[]
  digests: string[]
  tools: [string, ToolAnswer][]
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false
  const stored = value as Partial<Stored>
  const { paths, digests, tools } = stored
  if (stored.version !== VERSION || !isListOf(paths, 'string') || !isListOf(digests, 'string')) return false
  const lists = COLUMNS.map((name) => stored[name])
  if (![digests, ...lists].every((list) => list?.length === paths.length)) return false
  return lists.every((list) => isListOf(list, 'number')) && Array.isArray(tools) && tools.every(isTool)
}

const isListOf = (list: unknown, type: 'string' | 'number'): list is unknown[] =>
  Array.isArray(list) && list.every((item) => typeof item === type)

function isTool(entry: unknown): boolean {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false
  const answer = entry[1] as Partial<ToolAnswer> | null | undefined
  return typeof answer?.text === 'string' && typeof answer.at === 'number' && Array.isArray(answer.seen)
}
