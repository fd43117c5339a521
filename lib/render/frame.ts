/** One frame of the window: a line for each running task, as far as there is room, and one of totals. */
import type { FaceOptions } from './face.js'
import { titleOf } from './lines.js'
import { paintFor } from './paint.js'
import type { Progress, Running } from './progress.js'
import { displayWidth, truncate } from './width.js'
import { duration } from './words.js'

export interface Moment {
  readonly spinner: string
  readonly far: Progress
  readonly columns: number
  /** Lines for running tasks. */
  readonly room: number
  /** Milliseconds since 1970. */
  readonly now: number
}

type Options = Pick<FaceOptions, 'name' | 'colour'>

/** Every line is narrower than the terminal. What this costs depends on the room alone, not on the number of tasks. */
export function windowLines(moment: Moment, options: Options): string[] {
  const { far, room } = moment
  const running = far.running().filter((one) => one !== undefined)
  const shown = running.length <= room ? running : running.slice(0, Math.max(0, room - 1))
  const rest =
    room > 0 && running.length > shown.length ? [`  and ${running.length - shown.length} more`] : []
  const most = moment.columns - 1
  return [
    ...shown.map((one) => runningLine(one, moment, options)),
    ...rest.map((line) => truncate(line, most)),
    paintFor(options.colour).bold(truncate(far.line(), most)),
  ]
}

/** The time is kept and the name cut; where there is no room for a name, the id would not fit either. */
function runningLine(one: Running, { spinner, columns, now }: Moment, options: Options): string {
  const again = one.attempt > 1 ? ` (attempt ${one.attempt})` : ''
  const time = ` ${duration(now - one.since)}`
  const title = truncate(
    `${titleOf(one.task, options)}${again}`,
    columns - 1 - displayWidth(`${spinner} ${time}`),
  )
  if (title === '') return truncate(spinner + time, columns - 1)
  const paint = paintFor(options.colour)
  return `${paint.cyan(spinner)} ${title}${paint.dim(time)}`
}
