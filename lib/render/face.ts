/** What every face of the program is handed: where to write, and how much. */
import type { TaskId } from '../core/task.js'

/** Which tasks' output is shown: of all, of those that failed, of none. */
export type Shown = 'full' | 'failed' | 'none'

export interface FaceOptions {
  /** Writes results: the standard output. */
  readonly out: (text: string) => void
  /** Writes messages: the standard error. */
  readonly err: (text: string) => void
  /** Decided by the caller: a terminal, no NO_COLOR, no CI. */
  readonly colour: boolean
  /** Fresh and skipped tasks too, reasons, and each effect. */
  readonly verbose: boolean
  readonly output: Shown
  readonly name: (task: TaskId) => string
  /** The text of a file that a diagnostic points into, for the excerpt. */
  readonly source?: (file: string) => string | undefined
}
