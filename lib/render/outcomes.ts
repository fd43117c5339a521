/** The words for what happened to a task: its outcome, its effects, a notice about it. */
import type { Done, Event, Outcome } from '../core/event.js'
import { count, quoted } from './words.js'

/** The word that a task's line begins with. */
export function outcomeWord(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return 'done'
    case 'failed':
      return 'failed'
    case 'waiting':
      return 'waiting'
    case 'cancelled':
      return 'cancelled'
    case 'skipped':
      return 'skipped'
  }
}

/** What there is to say beyond the word; empty for a task that is simply done. */
export function outcomeDetail(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return ''
    case 'failed':
      return outcome.message
    case 'waiting':
      return outcome.question
    case 'cancelled':
    case 'skipped':
      return outcome.because
  }
}

/** `done`, `failed: exited with code 2`. */
export function outcomeText(outcome: Outcome): string {
  const detail = outcomeDetail(outcome)
  return detail === '' ? outcomeWord(outcome) : `${outcomeWord(outcome)}: ${detail}`
}

/** What was done, in the past tense: `` wrote `src/a.test.ts` ``. */
export function effectText(effect: Done): string {
  const path = quoted(effect.path ?? '')
  const text = effect.text ?? ''
  switch (effect.do) {
    case 'write':
      if (effect.merged === true) return `merged its changes with yours in ${path}`
      return `${effect.before === 'absent' ? 'created' : 'wrote'} ${path}`
    case 'remove':
      return `removed ${path}`
    case 'spawn':
      return `ran ${quoted(text)}`
    case 'ask':
      return `asked: ${text}`
    case 'commit':
      return `committed: ${text}`
    case 'open-pull-request':
      return `opened a pull request: ${text}`
  }
}

/** A notice with its paths below it, ten at most. */
export function noticeText(notice: Extract<Event, { type: 'noticed' }>): string {
  const about = notice.task === undefined ? '' : `${notice.task}: `
  const paths = notice.paths ?? []
  const shown = paths.slice(0, 10).map((path) => `  ${path}`)
  const rest = paths.length - shown.length
  return [about + notice.text, ...shown, ...(rest > 0 ? [`  and ${count(rest, 'more', 'more')}`] : [])].join(
    '\n',
  )
}
