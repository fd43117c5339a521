/** The edits that hold directories to figures, and all other files to what they were held to before. */
import type { Edit } from '../edits.js'
import type { Json } from '../value.js'
import { child, isObject } from '../value.js'
import type { Collector } from './collector.js'
import { keys, valueAt } from './collector.js'
import type { Metric } from './measured.js'
import { isBelow, METRICS, percentages } from './measured.js'
import type { Figures } from './thresholds.js'
import { keyFor, pathOfKey, raised, takes, wayTo } from './thresholds.js'
import type { Options, Wanted } from './wanted_thresholds.js'
import { below, isReached } from './wanted_thresholds.js'

/** The edit for one directory or file; none where its thresholds are code. */
export function held(
  place: string,
  figures: Figures,
  groups: ReadonlyMap<string, Json>,
  collector: Collector,
): Edit[] {
  const key = keyFor(place, groups, collector)
  const standing = groups.get(key)
  if (standing !== undefined && !isObject(standing)) return []
  return [{ do: 'set', path: [...wayTo(collector), ...keys(key)], value: raised(standing, figures) }]
}

/**
 * `global` is for the files that no key takes. Where what stands there is more than these reach, all files of their folder get a
 * key of their own: the promise was made for all of them together.
 */
export function globalOfJest(
  { directories, measured, roots }: Wanted,
  groups: ReadonlyMap<string, Json>,
  collector: Collector,
  options: Options,
): Edit[] {
  const standing = groups.get('global')
  const way = [...wayTo(collector), ...keys('global')]
  const set = (figures: Figures): Edit[] =>
    figures.size === 0 || (standing !== undefined && !isObject(standing))
      ? []
      : [{ do: 'set', path: way, value: raised(standing, figures) }]
  if (measured === undefined) return set(options.figures)
  const own = [...directories.keys()].map((directory) => keyFor(directory, groups, collector))
  const folders = [...measured.keys()].map((path) => folderFor(path, roots))
  const others = [...groups.keys()].filter(
    (key) => !own.includes(key) && !folders.includes(pathOfKey(key, collector) ?? 'global'),
  )
  const isLeftBy = (names: readonly string[]): ((path: string) => boolean) => {
    const tests = names.map((key) => takes(key, collector))
    return (path) => !tests.some((test) => test(path))
  }
  const isLeft = isLeftBy([...others, ...own])
  const left = percentages(measured, isLeft)
  if (isReached(standing, left)) return set(options.figures.size > 0 ? options.figures : below(left, options))
  // What fails today is not helped to pass.
  if (!isReached(standing, percentages(measured, isLeftBy(others)))) return []
  const needed = [...new Set([...measured.keys()].filter(isLeft).map((path) => folderFor(path, roots)))]
  return needed.sort().flatMap((folder) => {
    const found = percentages(measured, isBelow(folder))
    return held(folder, kept(standing, found, below(found, options)), groups, collector)
  })
}

/** What `global` asked for is asked of a folder that reaches it. */
const kept = (standing: Json | undefined, found: Figures, figures: Figures): Figures =>
  new Map(
    [...figures].map(([metric, figure]) => {
      const now = standing === undefined ? undefined : child(standing, metric)
      const isMet = typeof now === 'number' && now <= (found.get(metric) ?? 0)
      return [metric, isMet ? Math.max(now, figure) : figure]
    }),
  )

/** The root that a file is in, else its first folder; of a file at the top, itself. */
const folderFor = (path: string, roots: readonly string[]): string =>
  roots.find((root) => root !== '' && path.startsWith(`${root}/`)) ?? path.split('/')[0] ?? path

/** Vitest holds all files to the figures that stand beside the globs. */
export function globalOfVitest(
  file: Json,
  { measured, each }: Wanted,
  collector: Collector,
  options: Options,
): Edit[] {
  const found =
    measured === undefined
      ? new Map<Metric, number>()
      : below(
          percentages(measured, () => true, each),
          options,
        )
  const figures = options.figures.size > 0 ? options.figures : found
  const way = wayTo(collector)
  const now = valueAt(file, way)
  return Object.entries(raised(now, figures)).flatMap(([metric, value]): Edit[] =>
    METRICS.some((one) => one === metric && figures.has(one))
      ? [{ do: 'set', path: [...way, ...keys(metric)], value }]
      : [],
  )
}
