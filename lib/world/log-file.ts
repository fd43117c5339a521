/** The log of a task's output: followed while it grows, its last lines, its size held in bounds. */
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

const FOLLOW_MS = 100
const PIECE = 64 * 1024

/** Who falls further behind than this is shown the end alone: all of it stands in the log. */
const BEHIND = 1024 * 1024

const TAIL_BYTES = 4096
const TAIL_LINES = 20

const LARGEST = 8 * 1024 * 1024
const KEPT = 4 * 1024 * 1024

/** Hands on what comes into a file. `stop` hands on the last of it. */
export function follow(file: string, listen: (text: string) => void): { stop(): void } {
  const descriptor = openSync(file, 'r')
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.allocUnsafe(PIECE)
  let at = fstatSync(descriptor).size

  function look(): void {
    const { size } = fstatSync(descriptor)
    if (size - at > BEHIND) {
      listen(`${decoder.end()}\n… ${size - PIECE - at} bytes of output are left out here …\n`)
      at = size - PIECE
    }
    for (;;) {
      const length = readSync(descriptor, buffer, 0, Math.min(PIECE, Math.max(0, size - at)), at)
      if (length === 0) return
      at += length
      listen(decoder.write(buffer.subarray(0, length)))
    }
  }

  const timer = setInterval(look, FOLLOW_MS)
  return {
    stop() {
      clearInterval(timer)
      look()
      const rest = decoder.end()
      if (rest !== '') listen(rest)
      closeSync(descriptor)
    },
  }
}

/** The last lines, without the letters that move a cursor; colours stay. */
export function tailOf(file: string): string[] {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const from = Math.max(0, size - TAIL_BYTES)
    const buffer = Buffer.alloc(size - from)
    const length = readSync(descriptor, buffer, 0, buffer.length, from)
    const lines = buffer.toString('utf8', 0, length).split('\n')
    if (from > 0 && lines.length > 1) lines.shift() // it begins somewhere in the middle of a line
    if (lines.at(-1) === '') lines.pop()
    return lines.slice(-TAIL_LINES).map(shown)
  } finally {
    closeSync(descriptor)
  }
}

/** A log that has grown too large keeps its end, and says so. */
export function boundLog(file: string): void {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (size <= LARGEST) return
    const buffer = Buffer.allocUnsafe(KEPT)
    const end = buffer.subarray(0, readSync(descriptor, buffer, 0, KEPT, size - KEPT))
    const lines = end.subarray(end.indexOf(10) + 1)
    writeFileSync(
      file,
      Buffer.concat([Buffer.from(`… ${size - lines.length} bytes of output are left out here …\n`), lines]),
    )
  } finally {
    closeSync(descriptor)
  }
}

/** What a line looks like in the end: after a carriage return it is written over. */
function shown(line: string): string {
  const last = line.replace(/\r+$/, '').split('\r').at(-1) ?? ''
  return last
    .replace(/\x1b\][^\x07\x1b]*(\x07|\x1b\\)/g, '') // titles and links
    .replace(/\x1b\[[0-?]*[ -/]*[@-ln-~]/g, '') // all that ends otherwise than a colour
    .replace(/\x1b(?!\[)[ -/]*[0-~]?/g, '')
    .replace(/[\0-\x08\x0b-\x1a\x1c-\x1f\x7f]/g, '')
}
