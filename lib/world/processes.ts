/** Which process is it really: the same number may be another one, so its start time tells. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

export interface Process {
  /** In the kernel's own words: ticks since the machine started (Linux), a date (macOS). */
  readonly startTime: string
  readonly group: number
  /** It has ended and waits to be collected. */
  readonly isZombie: boolean
}

export function processOf(pid: number): Process | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

/** Is this very process still running? */
export function isRunning(pid: number, startTime: string): boolean {
  const found = processOf(pid)
  return found !== undefined && !found.isZombie && found.startTime === startTime
}

/** Changes with each start of the machine; '' where that cannot be told. */
export function bootId(): string {
  return textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
}

/** Is anybody of a group still running? Those that only wait to be collected do not count. */
export function isGroupRunning(group: number): boolean {
  if (!signalGroup(group, 0)) return false
  if (process.platform !== 'linux' || processOf(group)?.isZombie === false) return true
  return readdirSync('/proc').some((name) => {
    const found = /^\d+$/.test(name) ? fromProc(Number(name)) : undefined
    return found?.group === group && !found.isZombie
  })
}

/** Bytes that a group holds in memory; 0 where only Linux could tell. */
export function memoryOf(group: number): number {
  if (process.platform !== 'linux') return 0
  let held = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || fromProc(Number(name))?.group !== group) continue
    held += Number(textOf(`/proc/${name}/statm`)?.split(' ')[1] ?? 0) * 4096
  }
  return held
}

/** Processes that were begun with a variable of this value, whatever group they went to since; only Linux tells. */
export function begunWith(variable: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && textOf(`/proc/${name}/environ`)?.split('\0').includes(variable))
    .map(Number)
}

/** How long somebody who is told to end may take, and how often we look whether he has. */
const GRACE_MS = 5000
const LOOK_MS = 20

/** Asks a group to end, gives it time, and then leaves it no choice. Returns when nobody is left. */
export async function endGroup(group: number, signal: NodeJS.Signals): Promise<void> {
  signalGroup(group, signal)
  const until = Date.now() + GRACE_MS
  let isLeaderGone = false
  while (isGroupRunning(group)) {
    // What a shell put into the background does not hear INT: it hears TERM as soon as the shell has gone.
    if (!isLeaderGone && processOf(group)?.isZombie !== false) isLeaderGone = signalGroup(group, 'SIGTERM')
    if (Date.now() >= until) signalGroup(group, 'SIGKILL')
    await setTimeout(LOOK_MS)
  }
}

/** Returns false where no such group is left. 0 sends nothing, and only asks. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch {
    return false
  }
}

/** The name of a program stands in parentheses and may hold anything, these too: fields count from the last one. */
function fromProc(pid: number): Process | undefined {
  const text = textOf(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  const [state, , group, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { startTime: rest[16] ?? '', group: Number(group), isZombie: state === 'Z' || state === 'X' }
}

function fromPs(pid: number): Process | undefined {
  try {
    const words = ['-o', 'pgid=,stat=,lstart=', '-p', `${pid}`]
    const { execFileSync } = process.getBuiltinModule('node:child_process') // 3 ms of every start, were it imported
    const text = execFileSync('ps', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    const [, group, state, startTime] = /^(\d+)\s+(\S+)\s+(.*)$/.exec(text) ?? []
    if (startTime === undefined) return undefined
    return { startTime, group: Number(group), isZombie: state?.startsWith('Z') ?? false }
  } catch {
    return undefined // `ps` ends with 1 where there is no such process
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return undefined
  }
}
