/** How far a run is: what runs, what has settled, how long it takes. Told by events, asked ten times a second. */
import type { Event } from '../core/event.js'
import type { Measured } from '../core/measured.js'
import { added, reachLine } from '../core/measured.js'
import type { TaskId } from '../core/task.js'
import { duration, roughly, totals } from './words.js'

export interface Running {
  readonly task: TaskId
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly since: number
}

type Settled = 'done' | 'fresh' | 'failed' | 'waiting' | 'cancelled' | 'skipped'

export interface Progress {
  take(event: Event): void
  /** By slot: a task keeps its slot as long as it runs, so that lines do not jump. */
  running(): readonly (Running | undefined)[]
  /** `12 of 61, 1 failed, 3 fresh, 40.2 s, about 3 min left`: the important first, for a narrow terminal cuts the end. Coverage grows at its end. */
  line(): string
  /** All that was planned has settled. */
  isOver(): boolean
}

/** What is to come is taken to last as long as the last few did. */
const LAST = 10
/** Milliseconds: what is over sooner is not worth an estimate. */
const SOON = 10_000

export function progress(now: () => number): Progress {
  let total = 0
  let jobs = 1
  let took: readonly number[] = []
  let startedAt = now()
  const settled = new Map<TaskId, Settled>()
  const counts: Record<Settled, number> = {
    done: 0,
    fresh: 0,
    failed: 0,
    waiting: 0,
    cancelled: 0,
    skipped: 0,
  }
  const measured = new Map<TaskId, Measured>()
  const slots: (Running | undefined)[] = []
  const slotOf = new Map<TaskId, number>()

  function plan(tasks: number, atOnce: number): void {
    total = tasks
    jobs = atOnce
    took = []
    startedAt = now()
    settled.clear()
    slotOf.clear()
    measured.clear()
    slots.length = 0
    Object.assign(counts, { done: 0, fresh: 0, failed: 0, waiting: 0, cancelled: 0, skipped: 0 })
  }

  /** A task may settle twice, judged to be skipped and then finished so, or run again: the last word counts. */
  function settle(task: TaskId, as: Settled): void {
    unsettle(task)
    settled.set(task, as)
    counts[as]++
    const slot = slotOf.get(task)
    if (slot !== undefined) slots[slot] = undefined
    slotOf.delete(task)
  }

  /** Milliseconds that are left, roughly: those that run are taken to be half done. */
  function left(): number {
    const running = slotOf.size
    const turns = (total - settled.size - running / 2) / Math.min(jobs, Math.max(1, total - settled.size))
    return turns * (took.reduce((sum, ms) => sum + ms, 0) / took.length)
  }

  function unsettle(task: TaskId): void {
    const before = settled.get(task)
    if (before !== undefined) counts[before]--
    settled.delete(task)
  }

  function start(task: TaskId, attempt: number): void {
    unsettle(task)
    const free = slots.indexOf(undefined)
    const slot = slotOf.get(task) ?? (free < 0 ? slots.length : free)
    slotOf.set(task, slot)
    slots[slot] = { task, attempt, since: slots[slot]?.since ?? now() }
  }

  return {
    take(event) {
      if (event.type === 'planned') plan(event.tasks.length, event.jobs)
      if (event.type === 'started') start(event.task, event.attempt)
      if (event.type === 'finished') {
        const { kind } = event.outcome
        if (kind === 'done' || kind === 'failed') took = [...took, event.ms].slice(-LAST)
        settle(event.task, kind)
      }
      if (event.type === 'noticed' && event.task !== undefined && event.measured !== undefined)
        measured.set(event.task, event.measured)
      if (event.type === 'judged' && (event.verdict.kind === 'fresh' || event.verdict.kind === 'skipped'))
        settle(event.task, event.verdict.kind)
    },
    running: () => slots,
    isOver: () => settled.size >= total,
    line() {
      const { failed, waiting, fresh, skipped } = counts
      const parts = totals([
        [failed, 'failed'],
        [waiting, 'waiting'],
        [fresh, 'fresh'],
        [skipped, 'skipped'],
      ])
      return [
        `${settled.size} of ${total}`,
        ...(parts === '' ? [] : [parts]),
        duration(now() - startedAt),
        ...(took.length > 1 && left() >= SOON ? [`about ${roughly(left())} left`] : []),
        ...(measured.size > 0 ? reachLine(added(measured.values())) : []),
      ].join(', ')
    },
  }
}
