/** The options of `add_directory_thresholds`: figures for all directories, for some, and the report they are else measured by. */
import type { Result } from '../../../lib/core/recipe.js'
import { failed, ok } from '../../../lib/core/recipe.js'
import type { Reading } from '../../settings.js'
import { inside, list, map, object, optional, orElse, path, percent } from '../../settings.js'
import { joined } from './collector.js'
import type { Metric } from './measured.js'
import { METRICS } from './measured.js'
import type { Figures } from './thresholds.js'
import type { Options } from './wanted_thresholds.js'

export const thresholdOptions: Reading<Options> = (raw, where) => optionsFrom(written(raw, where))

interface Written extends Partial<Record<Metric, number>> {
  readonly report?: string
  readonly margin: number
  readonly directories: ReadonlyMap<string, Figures>
  readonly roots?: readonly string[]
}

const FIGURES = {
  statements: optional(percent),
  branches: optional(percent),
  functions: optional(percent),
  lines: optional(percent),
}

const figuresIn = (given: Partial<Record<Metric, number>>): Figures =>
  new Map(
    METRICS.flatMap((metric) => (given[metric] === undefined ? [] : [[metric, given[metric]] as const])),
  )

const byDirectory: Reading<ReadonlyMap<string, Figures>> = (raw, where) => {
  const given = orElse(map, {})(raw, where)
  if (!given.ok) return given
  const read = object<Partial<Record<Metric, number>>>(FIGURES)
  const results = Object.entries(given.value).map(([name, one]) => ({
    name,
    result: read(one, inside(where, name)),
  }))
  const faults = results.flatMap(({ result }) => (result.ok ? [] : result.faults))
  if (faults.length > 0) return failed(...faults)
  return ok(
    new Map(
      results.flatMap(({ name, result }) =>
        result.ok ? [[joined('', name) ?? name, figuresIn(result.value)] as const] : [],
      ),
    ),
  )
}

const written = object<Written>({
  ...FIGURES,
  report: optional(path),
  margin: orElse(percent, 2),
  directories: byDirectory,
  roots: optional(list(path, 'a list of folders')),
})

function optionsFrom(result: Result<Written>): Result<Options> {
  if (!result.ok) return result
  const { report, margin, directories, roots } = result.value
  return ok({
    margin,
    directories,
    figures: figuresIn(result.value),
    ...(report === undefined ? {} : { report }),
    ...(roots === undefined ? {} : { roots }),
  })
}
