/** The state of a roadmap as a tree: phases, groups, tasks, each with its verdict and last run, and how much is done. */
import type { Plan, Step } from '../core/plan.js'
import type { Verdict } from '../core/reason.js'
import type { Roadmap, Task, TaskId } from '../core/task.js'
import { oneLine, paintFor, type Paint } from './paint.js'
import { reasonsText } from './reasons.js'
import { titles } from './titles.js'
import { pad, truncate } from './width.js'
import { ago, duration, firstFew, label, percent, tasks, totals } from './words.js'

export interface StatusOptions {
  readonly colour: boolean
  /** Milliseconds since 1970: last runs are told relative to it. */
  readonly now: number
  /** Lines are cut to this; absent: they are as long as they are. */
  readonly columns?: number
}

export function statusText(plan: Plan, roadmap: Roadmap, options: StatusOptions): string {
  const steps = new Map(plan.steps.map((step) => [step.task.id, step]))
  const row = rowsOf(plan.steps, options)
  const phases = roadmap.phases.flatMap((phase) => {
    const parts = [
      ...phase.groups.map((group) => ({ title: label(group.id, group.name), tasks: group.tasks })),
      { title: 'checkpoint', tasks: phase.checkpoint },
    ]
    const shown = parts.flatMap(({ title, tasks }) => section(`  ${title}`, stepsOf(tasks, steps), row))
    const all = stepsOf([...phase.groups.flatMap((group) => group.tasks), ...phase.checkpoint], steps)
    return shown.length === 0 ? [] : [heading(label(phase.id, phase.name), all, options), ...shown]
  })
  return `${[...phases, totalLine(plan.steps)].join('\n')}\n`
}

const stepsOf = (tasks: readonly Task[], steps: ReadonlyMap<TaskId, Step>): Step[] =>
  tasks.flatMap(({ id }) => steps.get(id) ?? [])

const section = (title: string, steps: readonly Step[], row: (step: Step) => string): string[] =>
  steps.length === 0 ? [] : [oneLine(title), ...steps.map(row)]

function heading(title: string, steps: readonly Step[], { colour }: StatusOptions): string {
  return `${paintFor(colour).bold(oneLine(title))}: ${doneText(steps)}`
}

/** `3 of 7 done (42 %)`; what is skipped is not asked for. */
function doneText(steps: readonly Step[]): string {
  const asked = steps.filter(({ verdict }) => verdict.kind !== 'skipped').length
  const fresh = steps.filter(({ verdict }) => verdict.kind === 'fresh').length
  return `${fresh} of ${asked} done (${percent(fresh, asked)})`
}

function totalLine(steps: readonly Step[]): string {
  const of = (kind: Verdict['kind']): number => steps.filter(({ verdict }) => verdict.kind === kind).length
  const counted = totals([
    [of('fresh'), 'fresh'],
    [of('stale'), 'stale'],
    [of('unsettled'), 'unsettled'],
    [of('skipped'), 'skipped'],
  ])
  return `${doneText(steps)}${counted === '' ? '' : `: ${counted} of ${tasks(steps.length)}`}`
}

function rowsOf(steps: readonly Step[], { colour, now, columns }: StatusOptions): (step: Step) => string {
  const kinds = 9
  const tasks = steps.map(({ task }) => task)
  const titleOf = titles(tasks, 4 + kinds + 1 + 2, columns)
  const paint = paintFor(colour)
  return (step) => {
    const { task, verdict } = step
    const text = `    ${pad(verdict.kind, kinds)} ${titleOf(task)}  ${detail(step, now)}`.trimEnd()
    const line = columns === undefined ? text : truncate(text, columns)
    return line.replace(verdict.kind, brushFor(verdict, paint))
  }
}

function detail({ verdict, record }: Step, now: number): string {
  const because = becauseOf(verdict)
  const accepted = record?.accepted === true && verdict.kind === 'fresh' ? 'accepted as it is' : ''
  const last = record === undefined ? '' : `${ago(record.startedAt, now)}, took ${duration(record.ms)}`
  return [because, accepted, last].filter((part) => part !== '').join('; ')
}

function becauseOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'fresh':
      return ''
    case 'stale':
      return oneLine(reasonsText(verdict.reasons))
    case 'skipped':
      return oneLine(verdict.because)
    case 'unsettled':
      return `behind ${firstFew(verdict.behind)}`
  }
}

function brushFor({ kind }: Verdict, paint: Paint): (text: string) => string {
  switch (kind) {
    case 'fresh':
      return paint.green
    case 'stale':
      return paint.yellow
    case 'unsettled':
      return paint.cyan
    case 'skipped':
      return paint.dim
  }
}
