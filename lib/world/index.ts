/** The world for real: every port, put together over one project. */
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { clock } from './clock.js'
import { openDisk } from './disk.js'
import { openFormat } from './format.js'
import { globs } from './globs.js'
import { hash } from './hash.js'
import type { Mode } from './ledger.js'
import { isLockFree, takeLock } from './lock.js'
import { threeWay } from './merge.js'
import type { PersonOptions } from './person.js'
import { openPerson } from './person.js'
import { openScratch } from './scratch.js'
import { openShell } from './shell.js'
import type { StatCache } from './stats.js'
import { loadStats, saveStats } from './stats.js'
import { logName, openStore } from './store.js'
import { openSurroundings } from './surroundings.js'
import { openTemplates } from './templates.js'
import type { Seen } from './seen.js'
import { seenBy } from './seen.js'

export interface WorldOptions extends PersonOptions {
  /** The project's folder, absolute. */
  readonly root: string
  /** `ask`: nothing but the stat cache is ever written. `write`: the lock is taken first, and waited for. */
  readonly mode: Mode
  readonly notice: (text: string) => void
  /** Ends the waiting for the lock, and for a person. */
  readonly stop: AbortSignal
  /** The folder of the built-in templates, absolute. */
  readonly templates: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absent: `.orchestrate` of the project. */
  readonly stateFolder?: string
}

export interface OpenWorld extends World {
  /** What the last run of a task printed; undefined where it never ran a command. */
  lastLog(task: TaskId): string | undefined
  /** Appends a line to the log of a run. */
  runLog(run: string): (line: string) => void
  /** What all answers so far depended on, for the index of what is fresh. */
  readonly seen: Seen
  /** Ends what commands left running, saves what was learned, folds the journal, gives the lock back. */
  close(): Promise<void>
}

export async function openWorld(options: WorldOptions): Promise<OpenWorld> {
  const { mode, notice, env } = options
  const root = realpathSync.native(options.root)
  const stateFolder = options.stateFolder ?? join(root, '.orchestrate')
  const lock = mode === 'write' ? await takeLock(stateFolder, options) : undefined
  try {
    const store = await openStore(stateFolder, mode, notice)
    const stats = join(stateFolder, 'stats.json')
    const cache = loadStats(stats)
    const disk = openDisk(root, { cache })
    const shell = openShell({ absolute: (path) => disk.absolute(path), env })
    const scratch = openScratch({ root, disk, env, stop: options.stop })
    const templates = openTemplates(root, options.templates)
    return {
      disk,
      globs,
      store,
      shell,
      scratch,
      clock,
      person: openPerson(options),
      surroundings: openSurroundings({ root, env, cache, stateFolder, mode }),
      pens: {
        merge: threeWay,
        render: (template, data) => templates.render(template, data),
        format: openFormat(root, notice),
      },
      hash,
      lastLog: (task) => textOf(join(stateFolder, 'logs', logName(task))),
      runLog: (run) => store.openRunLog(run),
      get seen() {
        return seenBy(disk, store)
      },
      async close() {
        try {
          await shell.close()
          await scratch.close()
          await store.close()
          if (lock !== undefined || isLockFree(stateFolder)) save(stats, cache)
        } finally {
          lock?.release()
        }
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** What it knows can be found out again: that it could not be kept is nobody's concern. */
function save(file: string, cache: StatCache): void {
  if (!cache.changed) return
  try {
    saveStats(file, cache)
  } catch {
    // A full or read-only disk, or no `.orchestrate` yet: the next run hashes again.
  }
}
