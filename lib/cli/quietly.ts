/** The face of a turn of `watch`: a turn in which nothing runs is not worth a word, nor is what is held. */
import type { Renderer, Stamped, Summary } from '../core/event.js'
import { CAUSES } from '../core/held.js'
import type { TaskId } from '../core/task.js'

export interface Ears {
  /** Before the first word of a turn in which something runs. */
  readonly begins: () => void
  readonly started: (task: TaskId) => void
  readonly finished: (at: string) => void
  readonly judged: (event: Extract<Stamped, { type: 'judged' }>) => void
}

export function quietly(inner: Renderer, ears: Ears): Renderer {
  let before: Stamped[] | undefined = []
  let left = 0
  const take = (event: Stamped): void => {
    if (event.type === 'judged') ears.judged(event)
    if (event.type === 'started') ears.started(event.task)
    if (event.type === 'finished' && event.outcome.kind === 'cancelled' && HELD.has(event.outcome.because)) {
      left++
      return
    }
    if (event.type === 'finished') ears.finished(event.at)
    const told = event.type === 'ended' ? { ...event, summary: without(event.summary, left) } : event
    if (before === undefined) inner.take(told)
    else if (!isWord(told)) before.push(told)
    else {
      ears.begins()
      for (const one of [...before, told]) inner.take(one)
      before = undefined
    }
  }
  return { take, close: () => inner.close() }
}

const HELD: ReadonlySet<string> = new Set(Object.values(CAUSES))

/** Something runs, or could not, or is to be known. */
const isWord = ({ type }: Stamped): boolean => type === 'started' || type === 'finished' || type === 'noticed'

const without = (summary: Summary, left: number): Summary => ({
  ...summary,
  cancelled: summary.cancelled - left,
})
