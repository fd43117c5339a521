/** A coverage threshold for each source directory: as measured less a margin, or as given; never lowered. */
import type { Plan } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit } from '../edits.js'
import { printPath } from '../path.js'
import type { Json } from '../value.js'
import { child, equal, isObject, kindOf } from '../value.js'
import type { Collector } from './collector.js'
import { collectorOf, keys, valueAt } from './collector.js'
import { globalOfJest, globalOfVitest, held } from './threshold_edits.js'
import { thresholdOptions } from './threshold_options.js'
import { groupsIn, pathOfKey, wayTo } from './thresholds.js'
import type { Options, Wanted } from './wanted_thresholds.js'
import { wantedFrom } from './wanted_thresholds.js'

/**
 * Each source directory that was measured (or is given figures) has a threshold of its own, at least as high as the figures less
 * the margin; no number is lowered. What Jest held by `global` is held on: files that keys of their own take out of it must not
 * leave it with figures that fail.
 */
export const addDirectoryThresholds = defineAction<Options>({
  name: 'add_directory_thresholds',
  options: thresholdOptions,

  plan(file, options, sight) {
    const collector = collectorOf(file, sight)
    if ('message' in collector) return collector
    const way = wayTo(collector)
    const own = valueAt(file, way)
    if (own !== undefined && !isObject(own))
      return {
        steps: [],
        message: `\`${printPath(way)}\` is ${kindOf(own)}, and has to be an object that stands in the file`,
      }
    const wanted = wantedFrom(file, collector, options, sight)
    if ('message' in wanted) return wanted
    const groups = groupsIn(file, collector)
    const edits = [...wanted.directories].flatMap(([directory, figures]) =>
      held(directory, figures, groups, collector),
    )
    const all =
      collector.runner === 'jest'
        ? globalOfJest(wanted, groups, collector, options)
        : globalOfVitest(file, wanted, collector, options)
    return told([...edits, ...all], file, wanted, collector, options)
  },

  broken(file, options, sight) {
    const collector = collectorOf(file, sight)
    if ('message' in collector) return [collector.message]
    const wanted = wantedFrom(file, collector, options, sight)
    if ('message' in wanted) return [wanted.message]
    const thresholds = [...groupsIn(file, collector)]
    return [...wanted.directories].flatMap(([directory, figures]) => {
      const own = thresholds.find(([key]) => pathOfKey(key, collector) === directory)?.[1]
      if (own === undefined) return [`\`${directory}\` has no threshold`]
      return [...figures].flatMap(([metric, figure]) => {
        const number = child(own, metric)
        const isLow = number === undefined || (typeof number === 'number' && number >= 0 && number < figure)
        return isLow && isObject(own)
          ? [`the threshold for \`${metric}\` of \`${directory}\` is below ${figure}`]
          : []
      })
    })
  },
})

function told(
  edits: readonly Edit[],
  file: Json,
  wanted: Wanted,
  { runner, at }: Collector,
  options: Options,
): Plan {
  const isDone = edits.every(
    (edit) => edit.do === 'set' && equal(valueAt(file, edit.path) ?? null, edit.value),
  )
  const source =
    wanted.measured === undefined ? 'as given' : `from \`${wanted.report}\` less ${options.margin} points`
  const isBlind =
    runner === 'jest' &&
    wanted.measured === undefined &&
    valueAt(file, [...at, ...keys('collectCoverageFrom')]) === undefined
  const says = [
    isDone
      ? 'nothing to do: every source directory has a threshold that is high enough'
      : `${wanted.directories.size} source directories have thresholds now, ${source}`,
    ...(isBlind
      ? [
          'Jest fails where it has no coverage data of a directory: collect from every file first (`expand_coverage_collection`)',
        ]
      : []),
  ].join('; ')
  return { edits, says }
}
