/**
 * Experiments: a command in a copy of the project, with limits of time, memory and reach. The copies lie in the system's
 * temporary folder, for a test runner finds tests anywhere below the project, in folders with a dot, too. One is in use by
 * one experiment at a time, or by one asker as long as it has programs that stay there; they are kept until the run ends.
 */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Experiment, Finding, Sitting } from '../core/experiment.js'
import { Refusal } from '../core/recipe.js'
import type { Scratch } from '../core/world.js'
import { openCopy } from './copy.js'
import type { OpenDisk } from './disk.js'
import { openEnclosure } from './enclosure.js'
import { endGroup, isRunning, processOf, signalGroup } from './processes.js'
import type { Sitter } from './sitting.js'
import { openSitter } from './sitting.js'
import type { Site } from './trial.js'
import { tryOnce } from './trial.js'

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

interface Place extends Site {
  /** Who has programs that stay here, and these by name. */
  owner: string | undefined
  readonly sitters: Map<string, Sitter>
  /** What was asked last. */
  last: Promise<unknown>
}

const PREFIX = 'orchestrate-try-'

export function openScratch({ root, disk, env, stop }: ScratchOptions): OpenScratch {
  const free: Place[] = []
  const all: Place[] = []
  const groups = new Set<number>()
  const end = (): void => {
    for (const group of groups) signalGroup(group, 'SIGKILL')
  }
  stop.addEventListener('abort', end)

  const goOn = (): void => {
    if (stop.aborted) throw new Refusal('interrupted')
  }

  function open(): Place {
    if (all.length === 0) removeOrphans()
    const started = processOf(process.pid)?.startTime.replace(/\W/g, '') ?? ''
    const folder = realpathSync.native(mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-${started}-`)))
    const place: Place = {
      folder,
      copy: openCopy(join(folder, 'project'), root, disk),
      enclosure: openEnclosure(folder, env),
      groups,
      owner: undefined,
      sitters: new Map(),
      last: Promise.resolve(),
    }
    all.push(place)
    return place
  }

  function run(experiment: Experiment): Promise<Finding> {
    const owner = experiment.sitting?.of
    const own = owner === undefined ? undefined : all.find((place) => place.owner === owner)
    const place = own ?? free.pop() ?? open()
    place.owner = owner
    const next = place.last.then(() => runIn(place, experiment))
    place.last = next.catch(() => undefined)
    return next
  }

  async function runIn(place: Place, experiment: Experiment): Promise<Finding> {
    try {
      goOn()
      place.copy.prepare(experiment.files ?? new Map())
      const finding = await (experiment.sitting === undefined
        ? tryOnce(place, experiment)
        : sit(place, experiment, experiment.sitting))
      goOn()
      return finding
    } finally {
      if (place.sitters.size === 0) await vacate(place)
    }
  }

  async function sit(place: Place, experiment: Experiment, sitting: Sitting): Promise<Finding> {
    if ('isOver' in sitting) {
      await Promise.all([...place.sitters.values()].map((sitter) => sitter.end()))
      place.sitters.clear()
      return { kind: 'exited', code: 0, output: '', files: new Map() }
    }
    const sitter = place.sitters.get(sitting.as) ?? openSitter(place, sitting.as)
    place.sitters.set(sitting.as, sitter)
    return await sitter.ask(experiment, sitting.message)
  }

  async function vacate(place: Place): Promise<void> {
    await rm(join(place.folder, 'tmp'), { recursive: true, force: true })
    await mkdir(join(place.folder, 'tmp'), { mode: 0o700 })
    place.owner = undefined
    free.push(place)
  }

  return {
    run,
    async close() {
      stop.removeEventListener('abort', end)
      await Promise.all([...groups].map((group) => endGroup(group, 'SIGKILL')))
      for (const { folder } of all) rmSync(folder, { recursive: true, force: true })
      all.length = free.length = 0
    },
  }
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
