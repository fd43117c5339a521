/** Faults in the order of the places that they are at. */
import type { Diagnostic } from '../core/diagnostic.js'

/** By file, line and column, each once: a default is at fault once, however many tasks take it. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map(diagnostics.map((one) => [`${placeOf(one)} ${one.code} ${one.message}`, one]))
  return [...once.values()].sort(
    ({ at: a }, { at: b }) => byName(a.file, b.file) || a.line - b.line || a.column - b.column,
  )
}

export const placeOf = ({ at }: Diagnostic): string => `${at.file}:${at.line}:${at.column}`

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
