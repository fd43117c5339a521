/** The one digest of this program: sha256 in base64url, of bytes at hand or of a file that may not fit in memory. */
import { createHash, hash as hashOnce } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Digest } from '../core/place.js'

export function hash(bytes: Uint8Array | string): Digest {
  return hashOnce('sha256', bytes, 'base64url') as Digest
}

/** One buffer for all files: small ones are read and hashed in one go, larger ones piece by piece. */
let buffer: Buffer | undefined
const PIECE = 1 << 20

export function hashFile(file: string): Digest {
  buffer ??= Buffer.allocUnsafe(PIECE)
  const descriptor = openSync(file, 'r')
  try {
    let length = fill(descriptor, buffer)
    if (length < PIECE) return hash(buffer.subarray(0, length))
    const running = createHash('sha256')
    for (; length > 0; length = fill(descriptor, buffer)) running.update(buffer.subarray(0, length))
    return running.digest('base64url') as Digest
  } finally {
    closeSync(descriptor)
  }
}

/** A read may give less than was asked for; less than a full buffer is the end of the file. */
function fill(descriptor: number, into: Buffer): number {
  let length = 0
  while (length < into.length) {
    const got = readSync(descriptor, into, length, into.length - length, null)
    if (got === 0) break
    length += got
  }
  return length
}
