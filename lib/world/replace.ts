/** A file's new contents, all or nothing: temporary file beside it, fsync, rename, fsync of the folder. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Only a name's first letters go into the temporary one: a name of 255 bytes is fine, one of 280 is not. */
const LETTERS = 40

/** `mode` is given exactly; absent: what the process gives new files. The folder must be there. */
export function replaceFile(file: string, bytes: Uint8Array | string, mode?: number): void {
  const folder = dirname(file)
  const name = basename(file).slice(0, LETTERS)
  const temporary = join(folder, `.${name}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    writeNew(temporary, bytes, mode)
    renameSync(temporary, file)
  } catch (error) {
    removeQuietly(temporary)
    throw error
  }
  syncFolder(folder)
}

function writeNew(file: string, bytes: Uint8Array | string, mode: number | undefined): void {
  const descriptor = openSync(file, 'wx', mode ?? 0o666)
  try {
    writeFileSync(descriptor, bytes)
    if (mode !== undefined) fchmodSync(descriptor, mode) // the umask does not count
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A rename survives a power cut once its folder is on the disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function removeQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // It is gone, or cannot go: either way there is nothing more to do here.
  }
}

/** Our own folders are for their owner's eyes only. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** Removes what a process that was killed in the middle of `replaceFile` left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder))
    if (/^\..+\.\d+\.[0-9a-f]{12}\.tmp$/.test(name)) removeQuietly(join(folder, name))
}
