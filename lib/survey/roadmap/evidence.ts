/** The words of a roadmap's comments: what was seen of a file that made it a task. */
import type { Unit } from '../units.js'

export function evidenceOf({ size, importers, words, usedByTests, covered }: Unit): string {
  const parts = [
    counted(size.lines, 'line'),
    ...(size.branches > 0 ? [counted(size.branches, 'branch', 'branches')] : []),
    testing(usedByTests, covered),
    ...(importers > 0 ? [`${counted(importers, 'file')} ${importers === 1 ? 'imports' : 'import'} it`] : []),
  ]
  const named = words.length === 0 ? '' : `; about ${words.slice(0, 3).join(', ')}`
  return parts.join(', ') + named
}

function testing(usedByTests: number, covered: number | undefined): string {
  if (covered !== undefined) return `${Math.floor(covered)} % covered`
  return usedByTests === 0
    ? 'no test'
    : `no test of its own (${counted(usedByTests, 'other')} use${usedByTests === 1 ? 's' : ''} it)`
}

export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : plural}`
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
