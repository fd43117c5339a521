/** What a coverage report measured, by file and summed up: an Istanbul `json-summary`. */
import type { Look } from '../../../lib/survey/look.js'
import { scriptsOf } from '../../../lib/survey/sources.js'
import { entriesOf, jsonOf } from '../../../lib/survey/values.js'

export const METRICS = ['statements', 'branches', 'functions', 'lines'] as const
export type Metric = (typeof METRICS)[number]

export interface Count {
  readonly total: number
  readonly covered: number
}

/** By file, as paths of the project. */
export type Measured = ReadonlyMap<string, ReadonlyMap<Metric, Count>>

/** Undefined where the text is no report. Its paths are those of the machine that measured: they are told by how they end. */
export function measuredIn(text: string, look: Look): Measured | undefined {
  const report = entriesOf(jsonOf(text))
  if (!report.has('total')) return undefined
  const paths = [...report.keys()]
    .filter((path) => path !== 'total')
    .map((path) => path.replaceAll('\\', '/'))
  const start = startOf(paths, new Set(scriptsOf(look)))
  return new Map(
    [...report].flatMap(([path, counts]): [string, ReadonlyMap<Metric, Count>][] => {
      const file = path.replaceAll('\\', '/')
      if (path === 'total' || !file.startsWith(start)) return []
      return [[file.slice(start.length), countsIn(counts)]]
    }),
  )
}

/** What stands before the paths of the project: the beginning that makes most of them files that are there. */
function startOf(paths: readonly string[], files: ReadonlySet<string>): string {
  const votes = new Map<string, number>([['', 0]])
  for (const path of paths)
    for (let at = 0; at >= 0; at = path.indexOf('/', at) + 1 || -1)
      if (files.has(path.slice(at))) votes.set(path.slice(0, at), (votes.get(path.slice(0, at)) ?? 0) + 1)
  const [best] = [...votes].sort(([a, few], [b, many]) => many - few || b.length - a.length)
  return best?.[0] ?? ''
}

const countsIn = (counts: unknown): ReadonlyMap<Metric, Count> =>
  new Map(
    METRICS.flatMap((metric): [Metric, Count][] => {
      const count = entriesOf(entriesOf(counts).get(metric))
      const [total, covered] = [count.get('total'), count.get('covered')]
      return typeof total === 'number' && typeof covered === 'number' ? [[metric, { total, covered }]] : []
    }),
  )

/** Percentages of what these files have; a metric of which they have nothing is left out. `each`: that of the worst file. */
export function percentages(
  measured: Measured,
  isOne: (path: string) => boolean,
  each = false,
): ReadonlyMap<Metric, number> {
  const files = [...measured].filter(([path]) => isOne(path)).map(([, counts]) => counts)
  return new Map(
    METRICS.flatMap((metric): [Metric, number][] => {
      const counts = files.map((file) => file.get(metric)).filter((count) => count !== undefined)
      const some = counts.filter(({ total }) => total > 0)
      if (some.length === 0) return []
      if (each) return [[metric, Math.min(...some.map(percentage))]]
      const sum = (of: keyof Count): number => some.reduce((all, count) => all + count[of], 0)
      return [[metric, percentage({ total: sum('total'), covered: sum('covered') })]]
    }),
  )
}

/** In a folder, or the file itself. */
export const isBelow =
  (place: string) =>
  (path: string): boolean =>
    path === place || path.startsWith(`${place}/`)

/** Cut off behind two places, as the runners do. */
const percentage = ({ total, covered }: Count): number => Math.floor((10_000 * covered) / total) / 100
