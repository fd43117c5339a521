/** The watch of a project that runs in the background: a socket, for this user alone, that tells what it does and ends it. */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../core/recipe.js'
import { isRunning, processOf } from './processes.js'

/** Raised when requests or answers change their shape. */
const VERSION = 1
/** The kernel's limit for the address of a socket is 108 bytes on Linux and 104 on macOS. */
const LONGEST = 100
const LARGEST_REQUEST = 1024
/** Milliseconds. Who takes longer to answer is taken for hung. */
const PATIENCE = 3000

export type Ask = 'status' | 'stop'

export interface Daemon {
  close(): void
}

/** `silent`: a process has the socket and does not answer. */
export type Answer =
  { readonly kind: 'answer'; readonly value: unknown } | { readonly kind: 'none' | 'silent' }

/** Begins to answer. The folder is the project's `.orchestrate`, absolute. */
export async function serve(folder: string, answer: (ask: Ask) => unknown): Promise<Daemon> {
  makeOwn(folder)
  const address = addressOf(folder)
  rmSync(address, { force: true })
  const server = createServer((socket) => talk(socket, answer))
  const mask = process.umask(0o077)
  try {
    await listening(server, address)
  } finally {
    process.umask(mask)
  }
  const holder = join(own(folder), 'holder')
  const { startTime } = processOf(process.pid) ?? { startTime: '' }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, startTime }), { mode: 0o600 })
  return {
    close() {
      server.close()
      rmSync(address, { force: true })
      rmSync(holder, { force: true })
    },
  }
}

/** Asks the one that runs; where none does, that is the answer. */
export async function ask(folder: string, what: Ask): Promise<Answer> {
  return await new Promise((done) => {
    const socket = createConnection(addressOf(folder))
    let text = ''
    socket.setTimeout(PATIENCE, () => {
      socket.destroy()
      done({ kind: 'silent' })
    })
    socket.on('error', () => done({ kind: 'none' }))
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    socket.on('end', () => {
      socket.destroy()
      done(text === '' ? { kind: 'none' } : { kind: 'answer', value: JSON.parse(text) })
    })
    socket.write(`${JSON.stringify({ version: VERSION, ask: what })}\n`)
  })
}

/** Ends one that does not answer, if the process is still the one that it was. */
export function end(folder: string): boolean {
  try {
    const holder = JSON.parse(readFileSync(join(own(folder), 'holder'), 'utf8')) as {
      pid: number
      startTime: string
    }
    if (!isRunning(holder.pid, holder.startTime)) return false
    process.kill(holder.pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

function talk(socket: Socket, answer: (ask: Ask) => unknown): void {
  let text = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
    if (text.length > LARGEST_REQUEST) socket.destroy()
    else if (text.includes('\n')) socket.end(`${JSON.stringify(replyTo(text, answer))}\n`)
  })
}

function replyTo(text: string, answer: (ask: Ask) => unknown): unknown {
  try {
    const { version, ask: what } = JSON.parse(text) as { version?: unknown; ask?: unknown }
    if (version !== VERSION) return { error: `this watch speaks version ${VERSION}` }
    return what === 'status' || what === 'stop'
      ? answer(what)
      : { error: 'it can be asked `status` and `stop`' }
  } catch {
    return { error: 'a request is a line of JSON' }
  }
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(address, done)
  })
}

const addressOf = (folder: string): string => join(own(folder), 'socket')

/** The project's own folder, or where that lies too deep for a socket, one in the system's. */
function own(folder: string): string {
  const near = join(folder, 'watch')
  if (Buffer.byteLength(join(near, 'socket')) <= LONGEST) return near
  const name = createHash('sha256').update(near).digest('hex').slice(0, 16)
  return join(tmpdir(), `orchestrate-${userId()}-${name}`)
}

/** Makes the folder, which nobody else may enter. */
function makeOwn(folder: string): void {
  const made = own(folder)
  mkdirSync(made, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(made)
  if (uid !== userId() || (mode & 0o077) !== 0)
    throw new Refusal(`\`${made}\` is open to others: make it yours alone (mode 700), or remove it`)
}

const userId = (): number => process.getuid?.() ?? 0
