/**
 * Experiments: a command in a copy of the project, with limits of time, memory and reach. The copies lie in the system's
 * temporary folder, for a test runner finds tests anywhere below the project, in folders with a dot, too. One is in use by
 * one experiment at a time; they are kept for the next until the run ends.
 */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Experiment, Finding } from '../core/experiment.js'
import { Refusal } from '../core/recipe.js'
import type { Scratch } from '../core/world.js'
import type { Copy } from './copy.js'
import { openCopy } from './copy.js'
import type { OpenDisk } from './disk.js'
import type { Enclosure } from './enclosure.js'
import { openEnclosure } from './enclosure.js'
import { endGroup, isRunning, memoryOf, processOf, signalGroup } from './processes.js'
import { secretsOf } from './secrets.js'
import { spawn } from './spawn.js'

export interface OpenScratch extends Scratch {
  /** Ends what is under way, and takes the copies away. */
  close(): Promise<void>
}

export interface ScratchOptions {
  /** The project's real folder. */
  readonly root: string
  readonly disk: OpenDisk
  readonly env: Readonly<Record<string, string | undefined>>
  /** The run is over for all that is under way. */
  readonly stop: AbortSignal
}

interface Place {
  readonly folder: string
  readonly copy: Copy
  readonly enclosure: Enclosure
}

const MEMORY_MB = 1024
const LOOK_MS = 250
const OUTPUT = 64 * 1024
const PREFIX = 'orchestrate-try-'

export function openScratch({ root, disk, env, stop }: ScratchOptions): OpenScratch {
  const free: Place[] = []
  const all: Place[] = []
  const groups = new Set<number>()
  const end = (): void => {
    for (const group of groups) signalGroup(group, 'SIGKILL')
  }

  const goOn = (): void => {
    if (stop.aborted) throw new Refusal('interrupted')
  }

  function open(): Place {
    if (all.length === 0) removeOrphans()
    const started = processOf(process.pid)?.startTime.replace(/\W/g, '') ?? ''
    const folder = realpathSync.native(mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-${started}-`)))
    const place = {
      folder,
      copy: openCopy(join(folder, 'project'), root, disk),
      enclosure: openEnclosure(folder, env),
    }
    all.push(place)
    return place
  }

  async function run(experiment: Experiment): Promise<Finding> {
    goOn()
    const place = free.pop() ?? open()
    try {
      place.copy.prepare(experiment.files ?? new Map())
      const finding = await tryIn(place, experiment)
      goOn()
      return finding
    } finally {
      await rm(join(place.folder, 'tmp'), { recursive: true, force: true })
      await mkdir(join(place.folder, 'tmp'), { mode: 0o700 })
      free.push(place)
    }
  }

  async function tryIn({ folder, copy, enclosure }: Place, experiment: Experiment): Promise<Finding> {
    const memory = experiment.memory ?? MEMORY_MB
    const variables = enclosure.env(experiment.env ?? {}, memory)
    const log = join(folder, 'output')
    const descriptor = openSync(log, 'w', 0o600)
    try {
      const cwd = copy.absolute(experiment.cwd ?? '.')
      const child = await spawn(limited(experiment), cwd, variables, secretsOf({}), descriptor)
      const { pid } = child
      if (pid === undefined) return finding('not-started', 127, log, experiment, copy)
      groups.add(pid)
      stop.addEventListener('abort', end)
      const watch = watchOver(pid, experiment.timeout, memory)
      const { code, signal } = await child.end
      const cut = watch.over()
      signalGroup(pid, 'SIGKILL')
      await endGroup(pid, 'SIGKILL')
      groups.delete(pid)
      return finding(
        cut ?? (typeof signal === 'string' ? 'killed' : 'exited'),
        code ?? 1,
        log,
        experiment,
        copy,
      )
    } finally {
      stop.removeEventListener('abort', end)
      closeSync(descriptor)
    }
  }

  return {
    run,
    async close() {
      await Promise.all([...groups].map((group) => endGroup(group, 'SIGKILL')))
      for (const { folder } of all) rmSync(folder, { recursive: true, force: true })
      all.length = free.length = 0
    },
  }
}

/** The kernel ends what outlives us and burns on, and what would fill the disk. */
function limited({ command, timeout }: Experiment): readonly string[] {
  const limits = `ulimit -t ${Math.ceil(timeout / 1000) * 4} -c 0 -f 2097152 2>/dev/null; exec "$@"`
  return ['/bin/sh', '-c', limits, 'sh', ...command]
}

/** Kills a group when its time is up or it holds too much. `over` says whether that happened. */
function watchOver(
  group: number,
  timeout: number,
  memory: number,
): { over(): 'timed-out' | 'killed' | undefined } {
  let cut: 'timed-out' | 'killed' | undefined
  const kill = (kind: typeof cut): void => {
    cut ??= kind
    signalGroup(group, 'SIGKILL')
  }
  const timer = setTimeout(() => kill('timed-out'), timeout)
  const look = setInterval(() => {
    if (memoryOf(group) > memory * 1024 * 1024) kill('killed')
  }, LOOK_MS)
  return {
    over() {
      clearTimeout(timer)
      clearInterval(look)
      return cut
    },
  }
}

function finding(
  kind: Finding['kind'],
  code: number,
  log: string,
  { wanted = [] }: Experiment,
  copy: Copy,
): Finding {
  const files = new Map<string, string>()
  for (const path of wanted) {
    const file = copy.absolute(path)
    if (existsSync(file)) files.set(path, readFileSync(file, 'utf8'))
  }
  return { kind, code, output: readFileSync(log, 'utf8').slice(-OUTPUT), files }
}

/** What a run that was killed could not take away. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid = '', started = ''] = new RegExp(`^${PREFIX}(\\d+)-(\\d*)-`).exec(name) ?? []
    if (pid === '' || isRunning(Number(pid), started)) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Somebody else's: theirs to take away.
    }
  }
}
