/** Commands, each in a process group of its own, so that all of it can be ended. */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import type { Exit, Job, Shell } from '../core/world.js'
import { environmentOf } from './environment.js'
import { refusing } from './errno.js'
import { boundLog, follow, tailOf } from './log-file.js'
import { giveBackMemory } from './memory.js'
import { endGroup, isRunning, processOf, signalGroup } from './processes.js'
import { secretsOf } from './secrets.js'
import type { End } from './spawn.js'
import { spawn } from './spawn.js'

export interface OpenShell extends Shell {
  /** Ends what commands have left running behind them: no child outlives its run. */
  close(): Promise<void>
}

export interface ShellOptions {
  /** A path of the project, made absolute. */
  readonly absolute: (path: string) => string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The largest delay that a timer knows; a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1

/** Why we ended it, if we did. */
interface Cut {
  readonly kind: 'stopped' | 'timed-out'
  readonly signal: NodeJS.Signals
}

export function openShell({ absolute, env }: ShellOptions): OpenShell {
  const inherited = environmentOf(env)
  const groups = new Set<number>()
  let isFirst = true

  async function run(job: Job): Promise<Exit> {
    if (isFirst) giveBackMemory()
    isFirst = false
    const cwd = absolute(job.cwd)
    const log = absolute(job.log)
    const descriptor = refusing('write', job.log, () => openSync(log, 'a', 0o600))
    const followed = job.onOutput === undefined ? undefined : follow(log, job.onOutput)
    let end: End
    let cut: Cut | undefined
    let isSilent = false
    try {
      if (!isFolder(cwd)) return exit(job, { failure: 'no folder' }, undefined, [])
      ;[end, cut] = await started(job, cwd, descriptor)
      isSilent = fstatSync(descriptor).size === 0
    } finally {
      closeSync(descriptor)
      followed?.stop()
    }
    if (isSilent) return exit(job, end, cut, [])
    const tail = tailOf(log)
    boundLog(log)
    return exit(job, end, cut, tail)
  }

  /** Starts a command and waits for its end, or brings it about. */
  async function started(job: Job, cwd: string, log: number): Promise<[End, Cut | undefined]> {
    const variables = { ...inherited, ...job.env }
    const child = await spawn(job.command, cwd, variables, secretsOf(variables), log)
    const { pid } = child
    if (pid === undefined) return [await child.end, undefined]
    groups.add(pid)
    job.onStart?.({ pid, startTime: processOf(pid)?.startTime ?? '' })
    const cutting = cutWhenTold(job, pid)
    const end = await child.end
    const cut = await cutting.over()
    await child.drained()
    if (!signalGroup(pid, 0)) groups.delete(pid)
    return [end, cut]
  }

  return {
    run,
    killAll() {
      for (const group of groups) signalGroup(group, 'SIGKILL')
    },
    async endOrphan({ pid, startTime }) {
      if (!isRunning(pid, startTime)) return false
      await endGroup(pid, 'SIGTERM')
      return true
    },
    async close() {
      await Promise.all([...groups].map((group) => endGroup(group, 'SIGTERM')))
    },
  }
}

/** Ends the group when it is told to or the time is up. `over` says whether that happened, once nobody is left. */
function cutWhenTold(job: Job, group: number): { over(): Promise<Cut | undefined> } {
  let cut: Cut | undefined
  let ended: Promise<void> | undefined
  const end = (kind: Cut['kind'], signal: NodeJS.Signals): void => {
    if (cut !== undefined) return
    cut = { kind, signal }
    ended = endGroup(group, signal)
  }
  const stop = (): void => end('stopped', job.stop.reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
  const { timeout } = job
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => end('timed-out', 'SIGTERM'), Math.min(timeout, LONGEST_MS))
  job.stop.addEventListener('abort', stop, { once: true })
  if (job.stop.aborted) stop()
  return {
    async over() {
      clearTimeout(timer)
      job.stop.removeEventListener('abort', stop)
      await ended
      return cut
    },
  }
}

function exit(job: Job, end: End, cut: Cut | undefined, tail: readonly string[]): Exit {
  if (end.failure !== undefined)
    return { kind: 'not-started', code: 127, message: whyNotStarted(job, end.failure), tail }
  if (cut?.kind === 'stopped')
    return { kind: 'stopped', code: codeOf(cut.signal), message: `stopped by ${cut.signal}`, tail }
  if (cut !== undefined)
    return { kind: 'timed-out', code: 124, message: `timed out after ${(job.timeout ?? 0) / 1000} s`, tail }
  if (typeof end.signal === 'string')
    return { kind: 'signalled', code: codeOf(end.signal), message: `ended by ${end.signal}`, tail }
  const code = end.code ?? 1
  const hint = code === 127 ? ' (command not found)' : code === 126 ? ' (not executable)' : ''
  return { kind: 'exited', code, message: `exited with code ${code}${hint}`, tail }
}

/** As a shell tells of a signal. */
const codeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

function whyNotStarted({ command, cwd }: Job, failure: string): string {
  if (failure === 'no folder') return `could not start: the folder \`${cwd}\` is not there`
  const program = typeof command === 'string' ? '/bin/sh' : (command[0] ?? '')
  if (failure === 'ENOENT') return `could not start: there is no program \`${program}\``
  if (failure === 'EACCES') return `could not start: \`${program}\` is not executable`
  return `could not start \`${program}\`: ${failure}`
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
