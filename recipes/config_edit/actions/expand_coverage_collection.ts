/** Coverage is collected from every source file, and from nothing that is not source code. */
import { list, object, optional, orElse, path, string } from '../../settings.js'
import type { Plan, Sight } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import { printPath } from '../path.js'
import { isCode } from '../script/nodes.js'
import type { Json } from '../value.js'
import { equal, isList, isObject, kindOf } from '../value.js'
import type { Options, Scripts } from './collected.js'
import {
  bodyOf,
  collects,
  isNegative,
  isWithin,
  listed,
  namesFiles,
  patternsIn,
  scriptsFor,
} from './collected.js'
import { wanted } from './collection.js'
import type { Collector } from './collector.js'
import { collectorOf, joined, keys, majorOf, valueAt } from './collector.js'

/**
 * Every source file in the roots of tsconfig, workspaces and the tree is collected from; tests, types, fixtures, stories,
 * migrations, configuration and what tools made are not. Patterns of the file stay, but for those that take whole folders of
 * source code away: these have to be named by `exclude`. Those that name files (`!src/main.ts`, `!**\/*.module.ts`) are taken to be meant.
 */
export const expandCoverageCollection = defineAction<Options>({
  name: 'expand_coverage_collection',

  options: object<Options>({
    roots: optional(list(path, 'a list of folders')),
    exclude: orElse(list(string, 'a list of patterns'), []),
  }),

  plan(file, options, sight) {
    const collector = collectorOf(file, sight)
    if ('message' in collector) return collector
    const scripts = scriptsFor(collector, options, sight)
    if (scripts.sources.length === 0) return noSources(collector, scripts)
    return collector.runner === 'jest'
      ? planForJest(file, collector, scripts, options)
      : planForVitest(file, collector, scripts, options, sight)
  },

  broken(file, options, sight) {
    const collector = collectorOf(file, sight)
    if ('message' in collector) return [collector.message]
    const { sources, others } = scriptsFor(collector, options, sight)
    const patterns = stands(file, collector)
    if (patterns === undefined) return ['no list says from which files coverage is collected']
    const isMeant = collects(
      [...options.exclude, ...patterns.filter(isNegative).filter(namesFiles)].map(bodyOf),
    )
    const found = listed(patterns, collector, sight)
    const reaches = (path: string): boolean =>
      found.has(path) || (collector.isManifold && collects(patterns)(path))
    const roots = patternsIn(valueAt(file, [...collector.at, ...keys('roots')]))
    const isSeen = (path: string): boolean => roots.length === 0 || isLookedAt(path, roots)
    const missing = sources.filter((path) => !(reaches(path) && isSeen(path)) && !isMeant(path))
    const needless = others.filter((path) => found.has(path))
    return [
      ...told(missing, 'coverage is not collected from'),
      ...told(needless, 'coverage is collected from what is no source code:'),
    ]
  },
})

const told = (paths: readonly string[], words: string): string[] =>
  paths[0] === undefined
    ? []
    : [`${words} \`${paths[0]}\`${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}`]

const noSources = ({ base }: Collector, { outside }: Scripts): Hindrance => ({
  steps: [],
  message:
    outside.length > 0
      ? `the source code is in \`${outside.join('`, `')}\`, and this configuration sees only \`${base}\``
      : `no source file was found${base === '' ? '' : ` in \`${base}\``}: say the folders as \`roots\``,
})

/** The patterns that stand in the file, with those that take away marked as Jest has them; undefined where there is no list. */
function stands(file: Json, { runner, at }: Collector): readonly string[] | undefined {
  if (runner === 'jest') {
    const own = valueAt(file, [...at, ...keys('collectCoverageFrom')])
    return isList(own) ? patternsIn(own) : undefined
  }
  const include = valueAt(file, [...at, ...keys('include')])
  const exclude = patternsIn(valueAt(file, [...at, ...keys('exclude')]))
  return isList(include) ? [...patternsIn(include), ...exclude.map((pattern) => `!${pattern}`)] : undefined
}

function planForJest(file: Json, collector: Collector, scripts: Scripts, options: Options): Plan | Hindrance {
  const way = [...collector.at, ...keys('collectCoverageFrom')]
  const own = valueAt(file, way)
  if (own !== undefined && !isList(own)) return noList(printPath(way), own)
  const { positives, negatives, dropped } = wanted(patternsIn(own), collector, scripts, options)
  const mended = [...codeIn(own), ...positives, ...negatives.map((pattern) => `!${pattern}`)]
  const edits: Edit[] = [{ do: 'set', path: way, value: mended }, ...rootsFor(file, collector, scripts)]
  return { edits, says: says(own, edits, dropped, scripts, file, collector) }
}

/** Jest finds files that no test loads only in its `roots`. */
function rootsFor(file: Json, { at }: Collector, { roots }: Scripts): Edit[] {
  const way = [...at, ...keys('roots')]
  const own = patternsIn(valueAt(file, way))
  if (own.length === 0) return []
  return roots.flatMap((root): Edit[] => {
    const value = `<rootDir>/${root.replace(/^\.\/$/, '')}`.replace(/\/$/, '')
    return own.includes(value) || !isLookedAt(root, own) ? [{ do: 'append', path: way, value }] : []
  })
}

const isLookedAt = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => isWithin(path.replace(/^\.\//, ''), joined('', root) ?? ''))

function planForVitest(
  file: Json,
  collector: Collector,
  scripts: Scripts,
  options: Options,
  sight: Sight,
): Plan | Hindrance {
  const ways = {
    include: [...collector.at, ...keys('include')],
    exclude: [...collector.at, ...keys('exclude')],
  }
  const [include, exclude] = [valueAt(file, ways.include), valueAt(file, ways.exclude)]
  if (include !== undefined && !isList(include)) return noList(printPath(ways.include), include)
  if (exclude !== undefined && !isList(exclude)) return noList(printPath(ways.exclude), exclude)
  const there = [...patternsIn(include), ...patternsIn(exclude).map((pattern) => `!${pattern}`)]
  const { positives, negatives, dropped } = wanted(there, collector, scripts, options)
  const edits: Edit[] = [
    { do: 'set', path: ways.include, value: [...codeIn(include), ...positives] },
    { do: 'set', path: ways.exclude, value: [...codeIn(exclude), ...negatives] },
  ]
  const all = [...collector.at, ...keys('all')]
  // Until version 1 files that no test loads were left out unless this was set; version 4 has no such key.
  const isOld = (majorOf('vitest', collector.folder, sight.look) ?? 1) < 1
  if (isOld || valueAt(file, all) !== undefined) edits.push({ do: 'set', path: all, value: true })
  return { edits, says: says(include, edits, dropped, scripts, file, collector) }
}

const codeIn = (value: readonly Json[] | undefined): readonly Json[] =>
  (value ?? []).filter((item) => typeof item !== 'string' || isCode(item))

const noList = (where: string, value: Json): Hindrance => ({
  steps: where.split('.'),
  message: `\`${where}\` is ${kindOf(value)}, and has to be a list that stands in the file`,
})

/** What a person has to know: figures will fall, and what was taken out or is not reached. */
function says(
  before: Json | undefined,
  edits: readonly Edit[],
  dropped: readonly string[],
  { sources, outside }: Scripts,
  file: Json,
  { at, runner }: Collector,
): string {
  const [first] = edits
  const isSame = first?.do === 'set' && before !== undefined && equal(first.value, before)
  const ignored =
    runner === 'jest' ? valueAt(file, [...at, ...keys('coveragePathIgnorePatterns')]) : undefined
  const threshold = valueAt(file, [...at, ...keys(runner === 'jest' ? 'coverageThreshold' : 'thresholds')])
  return [
    isSame
      ? `nothing to do: coverage is collected from all ${sources.length} source files already`
      : `reported coverage will fall: each of the ${sources.length} source files counts now, with 0 % where no test loads it`,
    ...(!isSame && isObject(threshold)
      ? ['the thresholds that stand here may be too high for the true figures']
      : []),
    ...dropped.map(
      (pattern) => `\`!${pattern}\` hid source code and is gone: name it under \`exclude\` to keep it`,
    ),
    ...(isList(ignored) && ignored.length > 0
      ? ['`coveragePathIgnorePatterns` goes on leaving out what it names']
      : []),
    ...outside.map(
      (root) => `\`${root}\` is outside of what this configuration sees, and needs one of its own`,
    ),
  ].join('; ')
}
