/** `.orchestrate/`: the state, texts by hash, answers, conflicts, and the logs of runs and tasks. */
import { closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { TaskId } from '../core/task.js'
import type { Store } from '../core/world.js'
import { openAnswers } from './answers.js'
import { refusing } from './errno.js'
import { hash } from './hash.js'
import { tidy } from './jail.js'
import type { Mode, Notice } from './ledger.js'
import { openLedger } from './ledger.js'
import { openObjects } from './objects.js'
import { prune } from './prune.js'
import { makePrivateFolder, removeLeftovers, replaceFile } from './replace.js'

export interface OpenStore extends Store {
  /** With `journalLength`: changes whenever the state does. */
  readonly generation: number
  readonly journalLength: number
  /** The record of a run, a line for each event. Older runs than the last fifty go. */
  openRunLog(id: string): (line: string) => void
  close(): Promise<void>
}

const RUNS_KEPT = 50
const LOGS = { days: 90, bytes: 200 * 1024 * 1024 }

export async function openStore(folder: string, mode: Mode, notice: Notice): Promise<OpenStore> {
  if (mode === 'write') prepare(folder)
  const ledger = openLedger(folder, mode, notice)
  if (mode === 'write') hideFromGit(folder)
  const objects = openObjects(join(folder, 'objects'))
  const answers = await openAnswers(join(folder, 'answers.yaml'), notice)
  const descriptors: number[] = []
  const name = basename(folder)

  return {
    state: ledger.state,
    change: (change) => ledger.change(change),
    durable: () => ledger.durable(),
    get generation() {
      return ledger.generation
    },
    get journalLength() {
      return ledger.journalLength
    },
    keep: (bytes) => objects.keep(bytes),
    kept: (digest) => objects.kept(digest),
    conflict(path, bytes) {
      const place = `${name}/conflicts/${tidy(path)}`
      refusing('write', place, () => {
        const file = join(folder, 'conflicts', tidy(path))
        makePrivateFolder(dirname(file))
        replaceFile(file, bytes, 0o600)
      })
      return place
    },
    log(_run, task, text = '') {
      const place = `${name}/logs/${logName(task)}`
      refusing('write', place, () => {
        makePrivateFolder(join(folder, 'logs'))
        writeFileSync(join(folder, 'logs', logName(task)), text, { mode: 0o600 })
      })
      return place
    },
    answer: (task) => answers.get(task),
    decide: (task, answer) => answers.set(task, answer),
    openRunLog(id) {
      const descriptor = refusing('write', `${name}/runs`, () => openRunLog(join(folder, 'runs'), id))
      descriptors.push(descriptor)
      return (line) => {
        refusing('write', `${name}/runs/${id}.jsonl`, () => writeSync(descriptor, `${line}\n`))
      }
    },
    close() {
      for (const descriptor of descriptors.splice(0)) closeSync(descriptor)
      if (ledger.close()) {
        objects.prune(ledger.state)
        prune(join(folder, 'logs'), LOGS)
      }
      return Promise.resolve()
    },
  }
}

/** The name of a task's log: what its id looks like, and six letters that tell it from ids that look the same. */
export function logName(task: TaskId): string {
  return `${task.replace(/[^\w.-]+/g, '-').slice(0, 60)}-${hash(task).slice(0, 6)}.log`
}

function prepare(folder: string): void {
  refusing('make', basename(folder), () => {
    makePrivateFolder(folder)
    removeLeftovers(folder)
  })
}

/** Of all that is kept here only the answers are decisions, and meant for the repository. */
function hideFromGit(folder: string): void {
  const file = join(folder, '.gitignore')
  if (existsSync(file)) return
  refusing('write', `${basename(folder)}/.gitignore`, () =>
    writeFileSync(file, '*\n!.gitignore\n!answers.yaml\n'),
  )
}

function openRunLog(folder: string, id: string): number {
  makePrivateFolder(folder)
  prune(folder, { count: RUNS_KEPT - 1 })
  return openSync(join(folder, `${id}.jsonl`), 'a', 0o600)
}
