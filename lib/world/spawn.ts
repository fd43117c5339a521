/**
 * Starts a command whose output goes into a log: straight, unless a secret could be among what it writes; then it comes
 * through us, and is masked before it is anywhere.
 */
import { writeSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from './errno.js'
import type { Secrets } from './secrets.js'

/** A grandchild may hold a pipe open for ever. */
const PIPES_MS = 2000

/** How a command ended by itself. */
export interface End {
  readonly code?: number | null
  readonly signal?: NodeJS.Signals | null
  /** It did not start: the system's code, such as ENOENT. */
  readonly failure?: string
}

export interface Child {
  /** Its own, and its group's; undefined where it did not start. */
  readonly pid: number | undefined
  readonly end: Promise<End>
  /** Of one that was started to talk; it may never come. */
  ask(message: string): Promise<unknown>
  /** After the end: all that it wrote is in the log, or will not come any more. */
  drained(): Promise<void>
}

/** The one place that starts a process. execa in its lean form: no buffers, no clean-up that detached children escape. */
export async function spawn(
  command: string | readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  secrets: Secrets,
  log: number,
  isTalking = false,
): Promise<Child> {
  const { execa } = await import('execa')
  const [program, ...words] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command
  // execa takes any descriptor; its types know the first few.
  const out = secrets.isEmpty ? (log as 3) : 'pipe'
  const child = execa(program ?? '', words, {
    cwd,
    env,
    extendEnv: false,
    buffer: false,
    cleanup: false,
    detached: true,
    reject: false,
    stdin: 'ignore',
    stdout: out,
    stderr: out,
    ...(isTalking ? { ipc: true, serialization: 'json' as const } : {}),
  })
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null)
  const copied = streams.map((stream) => copyMasked(stream, secrets, log))
  // execa's own promise waits for the pipes, too: it tells of a start that failed, and nothing else.
  const end = new Promise<End>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    void child.then(({ exitCode, signal, code }) =>
      resolve({
        code: exitCode ?? null,
        signal: signal ?? null,
        ...(child.pid === undefined ? { failure: code ?? 'unknown' } : {}),
      }),
    )
  })
  return {
    pid: child.pid,
    end,
    ask: (message) =>
      new Promise((resolve) => {
        child.once('message', resolve)
        child.send(message, () => undefined) // one that has ended does not answer
      }),
    async drained() {
      if (streams.length === 0) return
      const late = new AbortController()
      await Promise.race([
        Promise.all(copied),
        setTimeout(PIPES_MS, undefined, { signal: late.signal }).catch(() => undefined),
      ])
      late.abort()
      for (const stream of streams) stream.destroy()
    },
  }
}

/** Both streams of a command go into one log; written at once, so that nothing piles up here. */
async function copyMasked(stream: Readable, secrets: Secrets, log: number): Promise<void> {
  const filter = secrets.filter()
  let isOpen = true
  const write = (bytes: Buffer): void => {
    try {
      if (isOpen) writeSync(log, bytes)
    } catch (error) {
      if (codeOf(error) === undefined) throw error
      isOpen = false // a full disk: the command goes on, and the journal will say it
    }
  }
  stream.on('data', (chunk: Buffer) => write(filter.take(chunk)))
  await finished(stream).catch(() => undefined)
  write(filter.rest())
  isOpen = false
}
