/** `.orchestrate/lock`: one writer at a time. Whoever died holding it is found out by the start time of the process. */
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Refusal } from '../core/recipe.js'
import { codeOf, refusing } from './errno.js'
import { bootId, isRunning, processOf } from './processes.js'
import { makePrivateFolder, removeQuietly } from './replace.js'

export interface Lock {
  release(): void
}

export interface LockOptions {
  readonly notice: (text: string) => void
  /** Ends the waiting. */
  readonly stop: AbortSignal
  /** The run that will hold it, for whoever waits. */
  readonly run?: string
}

interface Holder {
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
  readonly host: string
  readonly run?: string
}

/** Waiting is asking again this often: a lock that goes away makes no sound. */
const POLL_MS = 100

const NAME = '.orchestrate/lock'

/** Takes the lock, waits for whoever holds it, or refuses where the holder is on another machine and cannot be asked. */
export async function takeLock(folder: string, { notice, stop, run }: LockOptions): Promise<Lock> {
  const file = join(folder, 'lock')
  const own = JSON.stringify(myself(run))
  let isSaid = false
  for (;;) {
    if (stop.aborted) throw new Refusal(`stopped while another run held \`${NAME}\``)
    if (refusing('write', NAME, () => tryToTake(folder, file, own)))
      return { release: () => release(file, own) }
    const holder = parse(textOf(file) ?? '')
    if (holder !== undefined && holder.host !== hostname()) throw new Refusal(elsewhere(holder))
    if (holder !== undefined && !isSaid) notice(`waiting for another run to end (process ${holder.pid})`)
    isSaid = isSaid || holder !== undefined
    await setTimeout(POLL_MS, undefined, { signal: stop }).catch(() => undefined)
  }
}

/** Would `takeLock` succeed at once? */
export function isLockFree(folder: string): boolean {
  const text = textOf(join(folder, 'lock'))
  return text === undefined || isDead(text)
}

function tryToTake(folder: string, file: string, own: string): boolean {
  makePrivateFolder(folder)
  const text = textOf(file)
  if (text !== undefined && (!isDead(text) || !moveAside(file, text))) return false
  // Read again: it may be that somebody moved ours aside who judged the one before it.
  return create(file, own) && textOf(file) === own
}

/** The file comes to be with its text in it: nobody can see it empty. Fails where there is one. */
function create(file: string, text: string): boolean {
  const temporary = unique(file)
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 })
    linkSync(temporary, file)
    return true
  } catch (error) {
    // Somebody was quicker, or took our temporary file for a leftover: once more.
    if (['EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? '')) throw error
    return createWithoutLink(file, text) // a file system that knows no hard links
  } finally {
    removeQuietly(temporary)
  }
}

function createWithoutLink(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead holder's lock out of the way. Where it was a living one's after all, taken in between, it is put back. */
function moveAside(file: string, dead: string): boolean {
  const aside = unique(file)
  try {
    renameSync(file, aside)
    if (textOf(aside) === dead) return true
    linkSync(aside, file)
    return false
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    removeQuietly(aside)
  }
}

/** Only our own: it may have been taken from us as dead, on a machine whose clock or processes looked otherwise. */
function release(file: string, own: string): void {
  if (textOf(file) === own) removeQuietly(file)
}

/** Torn, empty, from before the last start of the machine, or of a process that is no more. */
function isDead(text: string): boolean {
  const holder = parse(text)
  if (holder === undefined) return true
  if (holder.host !== hostname()) return false
  if (holder.bootId !== '' && holder.bootId !== bootId()) return true
  return !isRunning(holder.pid, holder.startTime)
}

function myself(run: string | undefined): Holder {
  const startTime = processOf(process.pid)?.startTime ?? ''
  return {
    pid: process.pid,
    startTime,
    bootId: bootId(),
    host: hostname(),
    ...(run === undefined ? {} : { run }),
  }
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, startTime, bootId = '', host } = JSON.parse(text) as Readonly<Record<string, unknown>>
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof bootId !== 'string') return undefined
    return { pid, startTime: String(startTime), bootId, host }
  } catch {
    return undefined
  }
}

const elsewhere = ({ pid, host }: Holder): string =>
  `\`${NAME}\` is held by process ${pid} on \`${host}\`, which cannot be asked from here: ` +
  'if nothing runs there any more, remove the file'

/** A name that `removeLeftovers` knows, should we die before we remove it. */
const unique = (file: string): string =>
  join(dirname(file), `.lock.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
