/** What the tests of the faces share: a face's options that keep what was written, and events with a steady time. */
import type { Event, Stamped, Summary } from '../../lib/core/event.js'
import type { TaskId } from '../../lib/core/task.js'
import type { FaceOptions } from '../../lib/render/face.js'

export const AT = '2026-01-02T03:04:05.000Z'

export const id = (text: string): TaskId => text as TaskId

export const at = (event: Event): Stamped => ({ ...event, at: AT })

const NAMES = new Map([
  ['1.1', 'Generate types'],
  ['1.2', 'Lint'],
  ['1.3', 'Approve staging'],
])

export interface Kept {
  readonly options: FaceOptions
  out: string
  err: string
}

/** Names come from a short list; other tasks are called by their id. */
export function kept(changes: Partial<FaceOptions> = {}): Kept {
  const written: Kept = {
    out: '',
    err: '',
    options: {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      colour: false,
      verbose: false,
      output: 'failed',
      name: (task) => NAMES.get(task) ?? task,
      ...changes,
    },
  }
  return written
}

export const summary = (changes: Partial<Summary> = {}): Summary => ({
  done: 0,
  fresh: 0,
  failed: 0,
  waiting: 0,
  cancelled: 0,
  skipped: 0,
  ms: 12_345,
  ...changes,
})

/** A small run with every kind of end: one done, one failed, one that waits for a person, two not run, one fresh. */
export const smallRun: readonly Stamped[] = [
  { type: 'planned', run: 'r1', tasks: ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'].map(id), jobs: 2 },
  { type: 'judged', task: id('1.0'), verdict: { kind: 'fresh' } },
  { type: 'judged', task: id('1.1'), verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] } },
  { type: 'started', task: id('1.1'), attempt: 1 },
  { type: 'started', task: id('1.2'), attempt: 1 },
  { type: 'output', task: id('1.1'), text: 'writing a\n' },
  { type: 'output', task: id('1.2'), text: 'src/a.ts\n  1:1  err' },
  { type: 'output', task: id('1.1'), text: 'writing b\n' },
  { type: 'output', task: id('1.2'), text: 'or\n::stop-commands::x\n' },
  { type: 'effect', task: id('1.1'), effect: { do: 'spawn', text: 'npm run codegen' } },
  { type: 'finished', task: id('1.1'), outcome: { kind: 'done' }, ms: 1234 },
  { type: 'noticed', task: id('1.2'), text: 'trying again in 1 s' },
  {
    type: 'finished',
    task: id('1.2'),
    outcome: {
      kind: 'failed',
      message: 'exited with code 2',
      tail: ['  1:1  error'],
      log: '.orchestrate/logs/r1/1.2',
    },
    ms: 40,
  },
  { type: 'finished', task: id('1.3'), outcome: { kind: 'waiting', question: 'Is staging ready?' }, ms: 0 },
  { type: 'finished', task: id('1.4'), outcome: { kind: 'cancelled', because: '`1.2` failed' }, ms: 0 },
  { type: 'finished', task: id('1.5'), outcome: { kind: 'cancelled', because: '`1.2` failed' }, ms: 0 },
  {
    type: 'ended',
    ok: false,
    exit: 1,
    summary: summary({ done: 1, fresh: 1, failed: 1, waiting: 1, cancelled: 2 }),
  },
].map((event) => at(event as Event))
