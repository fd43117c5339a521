/** The patterns that a list has to have, beside those that stand in it: to miss no source file, and to take in nothing else. */
import type { Options, Scripts } from './collected.js'
import { bodyOf, collects, isNegative, namesFiles, negativesFor, positivesFor } from './collected.js'
import type { Collector } from './collector.js'

export interface Wanted {
  readonly positives: readonly string[]
  /** Without `!`. */
  readonly negatives: readonly string[]
  readonly dropped: readonly string[]
}

/** What stands stays where it can; patterns are added as far as files are missed by it, or are too many. */
export function wanted(
  there: readonly string[],
  collector: Collector,
  scripts: Scripts,
  { exclude }: Options,
): Wanted {
  const meant = exclude.map(bodyOf)
  const own = there.filter(isNegative).map((pattern) => pattern.slice(1))
  const dropped = own.filter((pattern) => hidesFolder(pattern, scripts) && !meant.includes(bodyOf(pattern)))
  const kept = own.filter((pattern) => !dropped.includes(pattern))
  const left = scripts.sources.filter((path) => !anyOf([...kept, ...meant])(path))
  const standing = there.filter((pattern) => !isNegative(pattern))
  const missed = left.filter((path) => !anyOf(standing)(path))
  const positives = [
    ...standing,
    ...positivesFor(scripts, collector).filter((pattern) => missed.some(globbedIn(pattern))),
  ]
  const isNew = there.length === 0
  const extra = scripts.others.filter((path) => anyOf(positives)(path) && !anyOf(kept)(path))
  const negatives = [
    ...kept,
    ...meant.filter((pattern) => !kept.map(bodyOf).includes(pattern)),
    ...negativesFor(scripts).filter(
      (pattern) => !kept.includes(pattern) && (isNew || extra.some(globbedIn(pattern))),
    ),
  ]
  return { positives, negatives, dropped }
}

const globbedIn = (pattern: string) => collects([bodyOf(pattern)])
const anyOf = (patterns: readonly string[]): ((path: string) => boolean) => {
  const tests = patterns.map(globbedIn)
  return (path) => tests.some((test) => test(path))
}

const hidesFolder = (pattern: string, { sources }: Scripts): boolean =>
  !namesFiles(pattern) && sources.some(globbedIn(pattern))
