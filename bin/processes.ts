/** Processes of ours: the signals that we are sent, and what we start and outlive. */
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Daemons, Outside } from '../lib/cli/outside.js'
import { makePrivateFolder } from '../lib/world/replace.js'

export const onSignal: Outside['onSignal'] = (listen) => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const listeners = signals.map((signal) => [signal, () => listen(signal)] as const)
  for (const [signal, listener] of listeners) process.on(signal, listener)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}

export async function tool(
  folder: string,
  [file = '', ...words]: readonly string[],
): ReturnType<Outside['tool']> {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn(file, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { code: await ended(child, (error) => (output = error.message)), output }
}

export function again(folder: string, words: readonly string[]): Promise<number> {
  const { spawn } = process.getBuiltinModule('node:child_process') // 3 ms of every start, were it imported
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], { cwd: folder, stdio: 'inherit' })
  return ended(child)
}

/** Its log stands in the state's folder, which a project that was never made does not have yet. */
export const startInBackground: Daemons['start'] = (words, log) => {
  const { spawn } = process.getBuiltinModule('node:child_process')
  makePrivateFolder(dirname(log))
  const output = openSync(log, 'w', 0o600)
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ORCHESTRATE_WATCH: 'daemon' },
  })
  closeSync(output)
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)))
  return { ended, release: () => child.unref() }
}

/** We outlive what we started. A terminal tells INT and HUP to all of its processes; TERM is told to one, and passed on. */
function ended(child: ChildProcess, failed: (error: Error) => void = () => undefined): Promise<number> {
  const unlisten = onSignal((signal) => {
    if (signal === 'SIGTERM') child.kill(signal)
  })
  return new Promise<number>((done) => {
    child.on('error', (error) => {
      failed(error)
      done(127)
    })
    child.on('close', (code) => done(code ?? 1))
  }).finally(unlisten)
}
