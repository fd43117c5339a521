/** `.orchestrate/key`: what makes a digest of a variable's value say nothing to those who have not got it. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { refusing } from './errno.js'
import type { Mode } from './ledger.js'
import { replaceFile } from './replace.js'

const LENGTH = 32

/** A question makes no key: where there is none, nothing is on record that it could be compared with. */
export function keyOf(file: string, mode: Mode): Buffer {
  const stored = bytesOf(file)
  if (stored?.length === LENGTH) return stored
  const key = randomBytes(LENGTH)
  if (mode === 'write') refusing('write', '.orchestrate/key', () => replaceFile(file, key, 0o600))
  return key
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
