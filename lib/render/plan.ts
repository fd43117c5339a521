/** A forecast as text: what would run, in which order, why, how wide, and the longest chain. */
import type { Plan, Step } from '../core/plan.js'
import { oneLine, paintFor } from './paint.js'
import { reasonsText } from './reasons.js'
import { titles } from './titles.js'
import { truncate } from './width.js'
import { duration, firstFew, tasks } from './words.js'
import { wrap } from './wrap.js'

export interface PlanOptions {
  readonly colour: boolean
  /** Lines are cut to this, or broken; absent: they are as long as they are. */
  readonly columns?: number
}

export function planText(plan: Plan, { colour, columns }: PlanOptions): string {
  const paint = paintFor(colour)
  const ahead = plan.steps.filter(({ verdict }) => verdict.kind === 'stale' || verdict.kind === 'unsettled')
  if (ahead.length === 0) return `${paint.green(nothingText(plan))}\n`
  const digits = String(ahead.length).length
  const tasks = ahead.map(({ task }) => task)
  const titleOf = titles(tasks, 2 + digits + 2 + 2, columns)
  const lines = ahead.map((step, i) => {
    const text = `  ${String(i + 1).padStart(digits)}  ${titleOf(step.task)}  ${why(step)}`
    return columns === undefined ? text : truncate(text, columns)
  })
  const chain = critical(plan).map((line) => (columns === undefined ? line : wrap(line, columns)))
  return `${[paint.bold(headline(plan, ahead)), ...lines, ...chain].join('\n')}\n`
}

function nothingText({ steps }: Plan): string {
  const fresh = steps.filter(({ verdict }) => verdict.kind === 'fresh').length
  const skipped = steps.length - fresh
  const also = skipped === 0 ? '' : `, ${skipped} skipped`
  return `nothing would run: ${tasks(fresh)} ${fresh === 1 ? 'is' : 'are'} fresh${also}`
}

function headline({ steps, width }: Plan, ahead: readonly Step[]): string {
  const stale = ahead.filter(({ verdict }) => verdict.kind === 'stale').length
  const may = ahead.length - stale
  const mayRun = may === 0 ? '' : `, ${may} may run`
  return `${stale} of ${tasks(steps.length)} would run${mayRun}, at most ${width} at a time`
}

function why({ verdict }: Step): string {
  if (verdict.kind === 'stale') return oneLine(reasonsText(verdict.reasons))
  return verdict.kind === 'unsettled' ? `may run: behind ${firstFew(verdict.behind)}` : ''
}

/** A chain of hundreds is told by its ends. */
function critical({ critical: { tasks, ms } }: Plan): string[] {
  if (tasks.length === 0) return []
  const shown = tasks.length <= 12 ? tasks : [...tasks.slice(0, 6), '…', ...tasks.slice(-5)]
  const time = ms === 0 ? 'no times are recorded yet' : `${duration(ms)} by recorded times`
  return ['', `critical path: ${shown.join(' → ')} (${time})`]
}
