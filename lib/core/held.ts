/** Stale tasks that `watch` leaves alone, and why. */
import type { Present } from './decide.js'
import type { Reason } from './reason.js'
import type { TaskId } from './task.js'

/** Why a stale task is not to run now; undefined where it may. */
export type Hold = (task: TaskId, reasons: readonly Reason[], present: Present) => Cause | undefined

/** As the outcome `cancelled` tells it. */
export const CAUSES = {
  waits: 'nothing that it reads has changed since',
  loops: 'what it writes makes it stale again',
  returned: 'what it did was taken back',
  moved: 'another branch was checked out, and it writes files that git keeps',
} as const
export type Cause = (typeof CAUSES)[keyof typeof CAUSES]

export interface Held {
  readonly task: TaskId
  readonly reasons: readonly Reason[]
  readonly present: Present
  readonly because: Cause
  /** Where it runs in circles: the tasks that ran before it was stale again. */
  readonly after?: readonly TaskId[]
}
