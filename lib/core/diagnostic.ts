/** A fault in what somebody wrote, with its place, and the Result that carries faults instead of throwing them. */

/** A place in a text file; `line` and `column` count from 1, `length` in characters (0 where there is no token). */
export interface Span {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
}

export type Severity = 'error' | 'warning'

/** `code` is stable and meant for programs (`unknown-key`); `message` is a lower-case sentence without a full stop. */
export interface Diagnostic {
  readonly severity: Severity
  readonly code: string
  readonly message: string
  readonly at: Span
  /** What to do about it, such as the nearest valid name. */
  readonly hint?: string
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Diagnostic[] }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const failed = (...faults: readonly Diagnostic[]): Result<never> => ({ ok: false, faults })

/** An error-severity diagnostic; the common case. */
export function fault(code: string, message: string, at: Span, hint?: string): Diagnostic {
  return { severity: 'error', code, message, at, ...(hint === undefined ? {} : { hint }) }
}

/** Where in the roadmap a value of a task was written: `['edits', 0, 'set']`. `key` points at the key instead. */
export type Locate = (path: readonly (string | number)[], part?: 'key' | 'value') => Span

/** The name of `names` that `wanted` was probably meant to be, if one is near enough (at most a third of its letters differ). */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  // Of one letter any other is as near.
  let bestDistance = (wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3))) + 1
  for (const name of names) {
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours; stops at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length] ?? limit
}
