/** The `if` of a job or step, brought to hold in more cases or in fewer. */
import type { Json } from '../value.js'
import { textOf } from './workflow.js'

/** What the condition says, without the braces of an expression around it; undefined where there is none. */
export function bareCondition(now: Json | undefined): string | undefined {
  const text = typeof now === 'boolean' ? String(now) : textOf(now)?.trim()
  if (text === undefined || text === '') return undefined
  return /^\$\{\{((?:(?!\}\})[^])*)\}\}$/.exec(text)?.[1]?.trim() ?? text
}

/** Does it hold, or may it, when something before it failed or was skipped? */
export const heedsFailure = (now: Json | undefined): boolean =>
  /\b(?:always|failure|cancelled)\s*\(/.test(bareCondition(now) ?? '')

/** The condition, holding after a failure too. */
export function evenAfterFailure(now: Json | undefined): Json {
  const bare = bareCondition(now)
  if (bare === undefined || bare === 'true') return 'always()'
  if (heedsFailure(now)) return now ?? bare
  const success = /\bsuccess\s*\(\s*\)/g
  return dressed(
    bare.search(success) >= 0 ? bare.replaceAll(success, 'always()') : both('always()', bare),
    now,
  )
}

export const both = (a: string, b: string): string => `${grouped(a)} && ${grouped(b)}`

const grouped = (condition: string): string => (condition.includes('||') ? `(${condition})` : condition)

/** In braces where the one before was; YAML takes a leading `!` for a tag. */
export const dressed = (condition: string, before: Json | undefined): string =>
  textOf(before)?.trim().startsWith('${{') === true || condition.startsWith('!')
    ? `\${{ ${condition} }}`
    : condition
