/** Output of running tasks, kept until they finish, so that no two are ever interleaved. */
import type { TaskId } from '../core/task.js'

/** Characters kept of one task; above it the older half goes. */
const MOST = 1024 * 1024

export interface Collected {
  add(task: TaskId, text: string): void
  /** Takes what was collected of a task; empty where there was nothing. */
  take(task: TaskId): string
}

export function collected(): Collected {
  const texts = new Map<TaskId, string>()
  const cut = new Set<TaskId>()
  return {
    add(task, text) {
      const all = (texts.get(task) ?? '') + text
      if (all.length > MOST) cut.add(task)
      texts.set(task, all.length > MOST ? all.slice(-MOST / 2) : all)
    },
    take(task) {
      const text = texts.get(task) ?? ''
      texts.delete(task)
      return cut.delete(task) ? `${leftOut(task)}\n${text.slice(text.indexOf('\n') + 1)}` : text
    },
  }
}

const leftOut = (task: TaskId): string =>
  `… earlier lines are left out: \`orchestrate log ${task}\` has them all`
