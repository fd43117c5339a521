/** `state.jsonl`: a line for each change, `crc32 JSON`; the first names the generation of the state that it goes on from. */
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Change } from '../core/record.js'
import type { Cell } from './cells.js'
import { decodeChange, encodeChange } from './codec.js'
import { codeOf } from './errno.js'
import { replaceFile } from './replace.js'
import { checkVersion, VERSION } from './version.js'

export interface Journal {
  /** Undefined where there is no journal, or its first line cannot be read. */
  readonly gen: number | undefined
  readonly changes: readonly Change[]
  /** Bytes up to the end of the last line that is whole. */
  readonly length: number
  /** Something follows that is no line of ours. */
  readonly torn: boolean
}

/** Reads up to the first line that is not whole. `file` is opened once: what is appended meanwhile may or may not be seen. */
export function readJournal(file: string): Journal {
  const bytes = bytesOf(file)
  const changes: Change[] = []
  let gen: number | undefined
  let length = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, length)) {
    const line = bytes.subarray(length, end)
    try {
      if (gen === undefined) gen = genOf(parse(line))
      else changes.push(decodeChange(parse(line)))
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error // a newer version
      break
    }
    length = end + 1
  }
  return { gen, changes, length, torn: length < bytes.length }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

function parse(line: Buffer): unknown {
  const json = line.subarray(9)
  if (line.toString('latin1', 0, 9) !== `${sum(json)} `) throw new SyntaxError('damaged line')
  return JSON.parse(json.toString('utf8'))
}

function genOf(header: unknown): number {
  checkVersion(header, 'state.jsonl')
  const gen: unknown =
    typeof header === 'object' && header !== null && 'gen' in header ? header.gen : undefined
  if (typeof gen !== 'number') throw new TypeError('not a journal')
  return gen
}

const sum = (json: Buffer | string): string => crc32(json).toString(16).padStart(8, '0')

function line(cell: Cell): string {
  const json = JSON.stringify(cell)
  return `${sum(json)} ${json}\n`
}

/** Appends to a journal, one write for each line. */
export interface Appender {
  append(change: Change): void
  /** Everything appended so far survives a power cut. */
  sync(): void
  readonly length: number
  close(): void
}

/** Goes on behind the last whole line; what follows it is cut off before anything is written. */
export function openAppender(
  file: string,
  from: { readonly length: number; readonly torn: boolean },
): Appender {
  const descriptor = openSync(file, 'a', 0o600)
  if (from.torn) ftruncateSync(descriptor, from.length)
  let { length } = from
  let isSynced = true
  return {
    append(change) {
      const bytes = Buffer.from(line(encodeChange(change)))
      isSynced = false
      write(descriptor, bytes, length)
      length += bytes.length
    },
    sync() {
      if (isSynced) return
      fdatasyncSync(descriptor)
      isSynced = true
    },
    get length() {
      return length
    },
    close: () => {
      closeSync(descriptor)
    },
  }
}

/** A line that did not go in whole (a full disk) is taken out again, for the next one would be lost behind it. */
function write(descriptor: number, bytes: Buffer, from: number): void {
  try {
    let written = 0
    while (written < bytes.length) written += writeSync(descriptor, bytes, written)
  } catch (error) {
    ftruncateSync(descriptor, from)
    throw error
  }
}

/** A journal with nothing in it but its first line; returns its length. */
export function beginJournal(file: string, gen: number): number {
  const header = line({ version: VERSION, gen })
  replaceFile(file, header, 0o600)
  return Buffer.byteLength(header)
}
