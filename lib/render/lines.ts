/** The lines of a run that stay on the screen or in the log: of a finished task, of its output, of a diagnostic. */
import type { Event, Outcome, Stamped } from '../core/event.js'
import type { Verdict } from '../core/reason.js'
import type { TaskId } from '../core/task.js'
import { excerpt } from './excerpt.js'
import type { FaceOptions } from './face.js'
import { outcomeDetail, outcomeWord } from './outcomes.js'
import { oneLine, paintFor, tame, type Paint } from './paint.js'
import { verdictText } from './reasons.js'
import { duration, label } from './words.js'

type Finished = Extract<Event, { type: 'finished' }>
type Named = Pick<FaceOptions, 'name' | 'colour'>

/** `1.2 Generate types`, fit for one line. */
export const titleOf = (task: TaskId, { name }: Pick<FaceOptions, 'name'>): string =>
  oneLine(label(task, name(task)))

/** `done 1.2 Generate types 1.2 s`, `failed 1.3 Lint 40 ms: exited with code 2`. */
export function finishedLine({ task, outcome, ms }: Finished, options: Named): string {
  const paint = paintFor(options.colour)
  const detail = oneLine(outcomeDetail(outcome))
  const time = outcome.kind === 'done' || outcome.kind === 'failed' ? ` ${paint.dim(duration(ms))}` : ''
  const word = brushFor(outcome, paint)(outcomeWord(outcome))
  return `${word} ${titleOf(task, options)}${time}${detail === '' ? '' : `: ${detail}`}\n`
}

function brushFor({ kind }: Outcome, paint: Paint): (text: string) => string {
  switch (kind) {
    case 'done':
      return paint.green
    case 'failed':
      return paint.red
    case 'waiting':
      return paint.yellow
    case 'cancelled':
    case 'skipped':
      return paint.dim
  }
}

/** A task that was not run has no line of its own: the summary counts it. */
export const isWorthALine = ({ kind }: Outcome, verbose: boolean): boolean =>
  verbose || (kind !== 'cancelled' && kind !== 'skipped')

/** For `--verbose`: `1.2 Generate types is stale: never run`. */
export const judgedLine = (task: TaskId, verdict: Verdict, options: Named): string =>
  `${titleOf(task, options)} is ${oneLine(verdictText(verdict))}\n`

/** A task's output as whole lines, indented below its own line; empty where it said nothing. */
export function outputLines(output: string, colour: boolean): string {
  const text = tame(output, colour).replace(/\n+$/, '')
  return text === '' ? '' : `${indented(text)}\n`
}

export const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

export const diagnosticText = (
  { diagnostic }: Extract<Stamped, { type: 'diagnostic' }>,
  { source, colour }: FaceOptions,
): string => `${excerpt(diagnostic, source?.(diagnostic.at.file), colour).replace(/\n$/, '')}\n`
