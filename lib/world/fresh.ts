/**
 * `.orchestrate/fresh/`: for one command line, all that its "nothing to do" depends on.
 * This file is in the start-up of every `make`: it may import nothing but the cheapest of node.
 *
 * A line of JSON, then four 64-bit floats for each file: size, mtimeMs, ctimeMs, inode.
 */
import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs'

export interface FreshIndex {
  /** This program's version, and a hash of its sources. */
  readonly build: string
  /** What to print. */
  readonly text: string
  /** From the project's folder: files and folders with their stats, in the order of the numbers. */
  readonly there: readonly string[]
  /** Paths that were looked for and are not there. */
  readonly absent: readonly string[]
  /** Keyed digests of variables, by name. */
  readonly env: readonly (readonly [string, string])[]
  /** The first line of the journal, which names its generation, and its length in bytes. */
  readonly journal: readonly [string, number]
}

const COLUMNS = 4

/** The targets of a plain `make` as the name of its index; undefined where the command line says more. */
export function freshName(argv: readonly string[]): string | undefined {
  const [command, ...rest] = argv
  if (command !== 'make' || rest.some((word) => word.startsWith('-') && !HARMLESS.test(word)))
    return undefined
  const targets = rest.filter((word) => !word.startsWith('-')).sort()
  const name = ['make', ...targets.map(encodeURIComponent)].join('+')
  return name.length > 200 ? undefined : name
}

/** These say how to run, and nothing is run. */
const HARMLESS = /^(-j\d+|--no-input|--yes|--sequential|--keep-going|--fail-fast)$/

export function encodeFresh(index: FreshIndex, stats: readonly (readonly number[])[]): Buffer {
  const head = Buffer.from(`${JSON.stringify(index)}\n`)
  const numbers = new Float64Array(stats.length * COLUMNS)
  for (const [i, columns] of stats.entries()) numbers.set(columns.slice(0, COLUMNS), i * COLUMNS)
  return Buffer.concat([head, Buffer.from(numbers.buffer)])
}

/**
 * Is all as it was? The text to print, or undefined: then the long way decides. `hmac` is called only where variables count.
 * Relative paths are taken from the current folder, which is the project's.
 */
export function stillFresh(
  file: string,
  build: string,
  hmac: (name: string, folder: string) => string,
): string | undefined {
  try {
    const bytes = readFileSync(file)
    const end = bytes.indexOf(10)
    const index = JSON.parse(bytes.toString('utf8', 0, end)) as FreshIndex
    if (index.build !== build || !sameJournal(index.journal)) return undefined
    const count = index.there.length * COLUMNS
    const numbers = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset + end + 1, bytes.byteOffset + bytes.length),
    )
    if (numbers.length !== count || !sameStats(index.there, numbers)) return undefined
    for (const path of index.absent) if (lstatSync(path, QUIET) !== undefined) return undefined
    for (const [name, digest] of index.env) if (hmac(name, '.orchestrate') !== digest) return undefined
    return index.text
  } catch {
    return undefined // no index, a damaged one, a path that cannot be looked at: all of it is for the long way
  }
}

const QUIET = { throwIfNoEntry: false } as const

function sameStats(paths: readonly string[], numbers: Float64Array): boolean {
  let at = 0
  for (const path of paths) {
    const stat = lstatSync(path, QUIET)
    if (stat === undefined || stat.size !== numbers[at] || stat.mtimeMs !== numbers[at + 1]) return false
    if (stat.ctimeMs !== numbers[at + 2] || stat.ino !== numbers[at + 3]) return false
    at += COLUMNS
  }
  return true
}

function sameJournal([head, length]: FreshIndex['journal']): boolean {
  const now = journalMark('.orchestrate')
  return now[0] === head && now[1] === length
}

/** The journal's first line and its length: together they change whenever the state does. */
export function journalMark(folder: string): [string, number] {
  const file = `${folder}/state.jsonl`
  const stat = lstatSync(file, QUIET)
  if (stat === undefined) return ['', 0]
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(200, stat.size))
    readSync(descriptor, bytes, 0, bytes.length, 0)
    return [bytes.toString('latin1').split('\n', 1)[0] ?? '', stat.size]
  } finally {
    closeSync(descriptor)
  }
}
