/** One command in a copy of the project, held to its time and memory. */
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment, Finding } from '../core/experiment.js'
import type { Copy } from './copy.js'
import type { Enclosure } from './enclosure.js'
import { homeOf } from './enclosure.js'
import { begunWith, endGroup, memoryOf, processOf, signalGroup } from './processes.js'
import { secretsOf } from './secrets.js'
import type { Child } from './spawn.js'
import { spawn } from './spawn.js'

/** Where it runs. */
export interface Site {
  readonly folder: string
  readonly copy: Copy
  readonly enclosure: Enclosure
  /** Process groups that are there, for whoever has to end them all. */
  readonly groups: Set<number>
}

const MEMORY_MB = 1024
const LOOK_MS = 250
const OUTPUT = 64 * 1024

export async function tryOnce(site: Site, experiment: Experiment): Promise<Finding> {
  const log = join(site.folder, 'output')
  const child = await start(site, experiment, log, false)
  if (child.pid === undefined) return finding('not-started', 127, log, 0, experiment, site.copy)
  const watch = watchOver(child.pid, experiment)
  const { code, signal } = await child.end
  const cut = watch.over()
  await endAll(child.pid, site)
  const kind = cut ?? (typeof signal === 'string' ? 'killed' : 'exited')
  return finding(kind, code ?? 1, log, 0, experiment, site.copy)
}

export async function start(
  { copy, enclosure, groups }: Site,
  experiment: Experiment,
  log: string,
  isTalking: boolean,
): Promise<Child> {
  const variables = enclosure.env(experiment.env ?? {}, experiment.memory ?? MEMORY_MB)
  const descriptor = openSync(log, 'w', 0o600)
  try {
    const cwd = copy.absolute(experiment.cwd ?? '.')
    const child = await spawn(limited(experiment), cwd, variables, secretsOf({}), descriptor, isTalking)
    if (child.pid !== undefined) groups.add(child.pid)
    return child
  } finally {
    closeSync(descriptor)
  }
}

export async function endAll(group: number, { groups, folder }: Site): Promise<void> {
  signalGroup(group, 'SIGKILL')
  await endGroup(group, 'SIGKILL')
  groups.delete(group)
  endStrays(folder, groups)
}

/** Those that went to a group of their own, and with it out of reach. */
function endStrays(folder: string, groups: ReadonlySet<number>): void {
  for (const pid of begunWith(homeOf(folder))) {
    const stray = processOf(pid)
    if (stray !== undefined && !groups.has(stray.group)) signalGroup(stray.group, 'SIGKILL')
  }
}

/** The kernel ends what outlives us and burns on, and what would fill the disk. */
function limited({ command, timeout }: Experiment): readonly string[] {
  const limits = `ulimit -t ${Math.ceil(timeout / 1000) * 4} -c 0 -f 2097152 2>/dev/null; exec "$@"`
  return ['/bin/sh', '-c', limits, 'sh', ...command]
}

/** Kills a group when its time is up or it holds too much. `over` says whether that happened. */
export function watchOver(
  group: number,
  { timeout, memory = MEMORY_MB }: Experiment,
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

export function finding(
  kind: Finding['kind'],
  code: number,
  log: string,
  /** Where its output begins in the log. */
  from: number,
  { wanted = [] }: Experiment,
  copy: Copy,
): Finding {
  const files = new Map<string, string>()
  for (const path of wanted) {
    const file = copy.absolute(path)
    if (existsSync(file)) files.set(path, readFileSync(file, 'utf8'))
  }
  return { kind, code, output: readFileSync(log).subarray(from).toString('utf8').slice(-OUTPUT), files }
}
