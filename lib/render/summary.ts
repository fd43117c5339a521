/** The end of every make: all failures together, what waits for a person, what was not run, and one line of totals. */
import type { Event, Outcome, Summary } from '../core/event.js'
import type { Measured } from '../core/measured.js'
import { added, measuredLine } from '../core/measured.js'
import type { TaskId } from '../core/task.js'
import type { FaceOptions, Shown } from './face.js'
import { indented, titleOf } from './lines.js'
import { oneLine, paintFor, tame, type Paint } from './paint.js'
import { duration, tasks, totals } from './words.js'

type Failed = Extract<Outcome, { kind: 'failed' }>

/** What has to be kept of a run to tell its end. */
export interface Story {
  readonly failed: ReadonlyMap<TaskId, Failed>
  readonly waiting: ReadonlyMap<TaskId, string>
  /** How many tasks were not run, by cause. */
  readonly cancelled: ReadonlyMap<string, number>
  /** What was measured of the files that were tested. */
  readonly measured: ReadonlyMap<TaskId, Measured>
}

export interface Teller {
  readonly story: Story
  readonly take: (event: Event) => void
}

/** Failures that are shown with their output; of the others only the names. */
const IN_FULL = 50
const LAST_LINES = 20

/** Listens to a run and keeps its story; a run that is planned starts a new one. */
export function teller(): Teller {
  const failed = new Map<TaskId, Failed>()
  const waiting = new Map<TaskId, string>()
  const cancelled = new Map<string, number>()
  const measured = new Map<TaskId, Measured>()
  return {
    story: { failed, waiting, cancelled, measured },
    take(event) {
      if (event.type === 'planned') for (const kept of [failed, waiting, cancelled, measured]) kept.clear()
      if (event.type === 'noticed' && event.task !== undefined && event.measured !== undefined)
        measured.set(event.task, event.measured)
      if (event.type !== 'finished') return
      const { task, outcome } = event
      // A task may run again in the same run; only its last end counts.
      failed.delete(task)
      waiting.delete(task)
      if (outcome.kind === 'failed') failed.set(task, outcome)
      if (outcome.kind === 'waiting') waiting.set(task, outcome.question)
      if (outcome.kind === 'cancelled')
        cancelled.set(outcome.because, (cancelled.get(outcome.because) ?? 0) + 1)
    },
  }
}

type Options = Pick<FaceOptions, 'name' | 'colour'> & { readonly output?: Shown }

/** The paragraphs above, an empty line between them, and the totals. */
export function summaryText(
  { failed, waiting, cancelled, measured }: Story,
  { exit, summary }: { readonly exit: number; readonly summary: Summary },
  options: Options,
): string {
  const paint = paintFor(options.colour)
  const paragraphs = [
    ...failures(failed, options, paint),
    ...(waiting.size > 0 ? [waits(waiting, options, paint)] : []),
    ...(cancelled.size > 0 ? [blocked(cancelled, paint)] : []),
    ...(measured.size > 0 ? [measuredText(measured)] : []),
  ]
  const above = paragraphs.map((paragraph) => `\n${paragraph}\n`).join('')
  return `${above}${above === '' ? '' : '\n'}${totalsLine(exit, summary, paint)}\n`
}

function failures(failed: Story['failed'], options: Options, paint: Paint): string[] {
  const all = [...failed]
  const shown = all.slice(0, IN_FULL).map(([task, outcome]) => {
    const head = `${paint.red('failed')} ${paint.bold(titleOf(task, options))}: ${oneLine(outcome.message)}`
    const tail = options.output === 'none' ? [] : (outcome.tail ?? []).slice(-LAST_LINES)
    const rest = outcome.log === undefined ? [] : [paint.dim(`the rest: \`orchestrate log ${task}\``)]
    const below = [...tail.map((line) => tame(line, options.colour)), ...rest]
    return [head, ...below.map(indented)].join('\n')
  })
  const others = all.slice(IN_FULL).map(([task]) => indented(titleOf(task, options)))
  return others.length === 0
    ? shown
    : [...shown, [paint.red(`failed too: ${tasks(others.length)}`), ...others].join('\n')]
}

function waits(waiting: Story['waiting'], options: Options, paint: Paint): string {
  const lines = [...waiting].flatMap(([task, question]) => [
    `${titleOf(task, options)}: ${oneLine(question)}`,
    paint.dim(
      `  answer: \`orchestrate make ${task}\` in a terminal, or \`--yes\` where no approval is needed`,
    ),
  ])
  return [paint.yellow('waiting for a person'), ...lines.map(indented)].join('\n')
}

function blocked(cancelled: Story['cancelled'], paint: Paint): string {
  const all = [...cancelled].sort(([, a], [, b]) => b - a)
  const total = all.reduce((sum, [, n]) => sum + n, 0)
  const lines = all.slice(0, IN_FULL).map(([because, n]) => `  ${tasks(n)}: ${oneLine(because)}`)
  return [paint.yellow(`not run: ${tasks(total)}`), ...lines].join('\n')
}

/** `tests of 12 files: statements 44 % → 81 %, …`: only what was tested in this run. */
export const measuredText = (measured: Story['measured']): string =>
  `tests of ${measured.size} ${measured.size === 1 ? 'file' : 'files'}: ${measuredLine(added(measured.values()))}`

/** `3 done, 58 fresh, 1 failed in 12.3 s`, or `nothing to do: 61 tasks are fresh`. */
export function totalsLine(exit: number, summary: Summary, paint: Paint = paintFor(false)): string {
  const { done, fresh, failed, waiting, cancelled, skipped, ms } = summary
  const ran = done + failed + waiting + cancelled
  if (exit === 0 && ran === 0) {
    const rest = [
      ...(fresh > 0 ? [`${tasks(fresh)} ${fresh === 1 ? 'is' : 'are'} fresh`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ].join(', ')
    return paint.green(`nothing to do${rest === '' ? '' : `: ${rest}`}`)
  }
  const counted = totals([
    [done, 'done'],
    [fresh, 'fresh'],
    [failed, 'failed'],
    [waiting, 'waiting'],
    [cancelled, 'not run'],
    [skipped, 'skipped'],
  ])
  const brush = failed > 0 ? paint.red : exit === 0 ? paint.green : paint.yellow
  const how = exit > 128 ? 'interrupted: ' : ''
  return brush(`${how}${counted === '' ? 'nothing done' : counted} in ${duration(ms)}`)
}
