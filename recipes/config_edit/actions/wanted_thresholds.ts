/** The figures that thresholds are to have: as given, else as a report measured them, less a margin. */
import type { Path } from '../../../lib/core/recipe.js'
import { sourceDirectories, sourceRoots } from '../../../lib/survey/sources.js'
import type { Sight } from '../action.js'
import type { Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child } from '../value.js'
import { isCode } from '../script/nodes.js'
import type { Collector } from './collector.js'
import { from, joined, keys, valueAt } from './collector.js'
import type { Measured } from './measured.js'
import { isBelow, measuredIn, METRICS, percentages } from './measured.js'
import type { Figures } from './thresholds.js'
import { wayTo } from './thresholds.js'

export interface Options {
  /** A `json-summary`, from the project. */
  readonly report?: string
  /** By how many points a threshold stands below what was measured. */
  readonly margin: number
  /** For every directory. */
  readonly figures: Figures
  /** For some directories: these win. */
  readonly directories: ReadonlyMap<string, Figures>
  readonly roots?: readonly string[]
}

export interface Wanted {
  readonly roots: readonly string[]
  /** By directory, from the project. */
  readonly directories: ReadonlyMap<string, Figures>
  readonly measured: Measured | undefined
  readonly report: string
  /** Each file is held to the figures, not all of them together. */
  readonly each: boolean
}

export function wantedFrom(
  file: Json,
  collector: Collector,
  options: Options,
  { look }: Sight,
): Wanted | Hindrance {
  const report = options.report ?? usualReport(file, collector)
  const text = look.measurement(report)
  const measured = text === undefined ? undefined : measuredIn(text, look)
  const isGiven = options.figures.size > 0 || options.directories.size > 0
  if (measured === undefined && (!isGiven || options.report !== undefined))
    return { steps: [], message: noReport(report, text) }
  const roots = (options.roots ?? sourceRoots(look)).filter(
    (root) => from(collector.folder, root) !== undefined,
  )
  // Vitest may hold each file to the figures, not all of them together.
  const each = valueAt(file, [...wayTo(collector), ...keys('perFile')]) === true
  const all = new Set([...sourceDirectories(look, roots), ...options.directories.keys()])
  const directories = [...all]
    .sort()
    .map((directory) => [directory, figuresFor(directory, measured, options, each)] as const)
  const known = directories.filter(([, figures]) => figures.size > 0)
  if (known.length === 0) return { steps: [], message: nothingMeasured(report, [...all]) }
  return { roots, directories: new Map(known), measured, report, each }
}

/** Where the runner writes its reports. */
function usualReport(file: Json, { runner, at, folder, base }: Collector): string {
  const key = runner === 'jest' ? 'coverageDirectory' : 'reportsDirectory'
  const own = valueAt(file, [...at, ...keys(key)])
  const isPath = typeof own === 'string' && !isCode(own)
  const directory = isPath ? joined(base, own) : undefined
  return `${directory ?? joined(folder, 'coverage') ?? 'coverage'}/coverage-summary.json` as Path
}

const noReport = (report: string, text: string | undefined): string =>
  `${text === undefined ? `there is no \`${report}\`` : `\`${report}\` is no report of the kind \`json-summary\``}: measure coverage with the reporter \`json-summary\`, name the report as \`report\`, or give figures such as \`statements: 60\``

const nothingMeasured = (report: string, all: readonly string[]): string =>
  all.length === 0
    ? 'no source directory was found: say the folders of source code as `roots`'
    : `\`${report}\` has no figures for \`${all.join('`, `')}\`: measure coverage of these first`

/** What nothing was measured of, Jest would call not found: it has no threshold unless it is named. */
function figuresFor(
  directory: string,
  measured: Measured | undefined,
  options: Options,
  each: boolean,
): Figures {
  const given = options.directories.get(directory)
  const found =
    measured === undefined ? undefined : below(percentages(measured, isBelow(directory), each), options)
  if (found?.size === 0 && given === undefined) return new Map()
  return new Map(
    METRICS.flatMap((metric) => {
      const figure = given?.get(metric) ?? options.figures.get(metric) ?? found?.get(metric)
      return figure === undefined ? [] : [[metric, figure] as const]
    }),
  )
}

export const below = (found: Figures, { margin }: Pick<Options, 'margin'>): Figures =>
  new Map([...found].map(([metric, figure]) => [metric, Math.max(0, Math.floor(figure - margin))]))

/** Is a figure of these reached by what was measured? What stands for a count or for code is not looked at. */
export const isReached = (standing: Json | undefined, found: Figures): boolean =>
  [...found].every(([metric, figure]) => {
    const now = standing === undefined ? undefined : child(standing, metric)
    return typeof now !== 'number' || now <= figure
  })
