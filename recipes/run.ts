/** A `run` setting: shell text or words, and the values of the variables in it. */
import type { Result, Span } from '../lib/core/diagnostic.js'
import { ok } from '../lib/core/diagnostic.js'
import type { Reading } from './settings.js'
import { list, string, wrong } from './settings.js'
import { withVariables } from './shell.js'

export interface Run {
  /** A string for the shell, or a program with its words. */
  readonly run: string | readonly string[]
  /** Values of the variables that `run` refers to. */
  readonly env: Readonly<Record<string, string>>
}

const WHAT = 'a command for the shell, or a list of words'

export const run: Reading<string | readonly string[]> = (raw, where) => {
  if (!Array.isArray(raw))
    return typeof raw === 'string' && raw.trim() !== '' ? ok(raw) : wrong(raw, where, WHAT)
  return raw.length === 0 || raw[0] === '' ? wrong(raw, where, WHAT) : list(word)(raw, where)
}

/** An empty word is a word. */
const word: Reading<string> = (raw, where) => {
  if (raw === '') return ok('')
  return typeof raw === 'number' ? ok(String(raw)) : string(raw, where)
}

/** Hands the variables of a shell text over as data; words have their values already. */
export function fillIn(
  run: string | readonly string[],
  variables: Readonly<Record<string, string>>,
  at: Span,
): Result<Run> {
  if (typeof run !== 'string') return ok({ run, env: {} })
  const filled = withVariables(run, variables, at)
  return filled.ok ? ok({ run: filled.value.text, env: filled.value.env }) : filled
}
