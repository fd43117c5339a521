/** Where each test stands in the text of a test file, and which of them a run found fault with. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Bench } from './bench.js'
import type { Dialect } from './dialect.js'
import type { Kept } from './select.js'
import type { Result } from './verdicts.js'
import { unable } from './verdicts.js'

/** The first and last line of each test, from 0. */
export function spansOf(text: string, { test }: Dialect): readonly (readonly [number, number])[] {
  const lines = text.split('\n')
  const opening = new RegExp(`^(\\s*)${test}\\(`)
  return lines.flatMap((line, i) => {
    const [, indent] = opening.exec(line) ?? []
    if (indent === undefined) return []
    const end = lines.findIndex((other, j) => j > i && other.startsWith(`${indent}})`))
    return [[i, end < 0 ? lines.length : end] as const]
  })
}

/** Which of the tests, in the order of the text, failed. */
export function failing(
  { failed, broken, passed }: Result,
  text: string,
  tests: readonly Kept[],
  bench: Bench,
): readonly Kept[] {
  const named = (indexes: readonly number[]): readonly Kept[] => indexes.flatMap((i) => tests[i] ?? [])
  if (broken === undefined) return failed.length === 0 && passed === 0 ? tests : named(failed)
  const spans = spansOf(text, bench.dialect)
  const lines = [...broken.matchAll(/\.(?:test|spec)\.[cm]?[jt]sx?[:(](\d+)[:,]\d+/g)].map(
    ([, line]) => Number(line) - 1,
  )
  const bad = lines
    .map((line) => spans.findIndex(([from, to]) => from <= line && line <= to))
    .filter((i) => i >= 0)
  if (bad.length === 0) throw new Refusal(`its tests cannot be run${unable(broken, bench)}`)
  return named([...new Set(bad)])
}
