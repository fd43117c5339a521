/** Where thresholds for directories stand in a configuration, by which keys, and what of them stands already. */
import type { Segments } from '../path.js'
import type { Json, JsonObject } from '../value.js'
import { child, isObject } from '../value.js'
import type { Collector } from './collector.js'
import { from, keys, valueAt } from './collector.js'
import { globbed } from './glob.js'
import type { Metric } from './measured.js'
import { METRICS } from './measured.js'

export type Figures = ReadonlyMap<Metric, number>

export const wayTo = ({ runner, at }: Collector): Segments => [
  ...at,
  ...keys(runner === 'jest' ? 'coverageThreshold' : 'thresholds'),
]

/** The thresholds by key: paths and globs, and for Jest `global`. */
export function groupsIn(file: Json, collector: Collector): ReadonlyMap<string, Json> {
  const object = valueAt(file, wayTo(collector))
  const isGroup = (key: string, value: Json): boolean =>
    collector.runner === 'jest' || isObject(value) || /[/*]/.test(key)
  return new Map(isObject(object) ? Object.entries(object).filter(([key, value]) => isGroup(key, value)) : [])
}

/** Jest's keys are paths from where it is started, Vitest's are globs from its root. */
export const homeOf = ({ runner, folder, base }: Collector): string => (runner === 'jest' ? folder : base)

/** The folder or file that a key is for; undefined for `global` and for globs of another kind. */
export function pathOfKey(key: string, collector: Collector): string | undefined {
  const bare = key.replace(/^(?:<rootDir>\/|\.\/)/, '').replace(/\/?(?:\*\*(?:\/\*(?:\.[^/]*)?)?)?$/, '')
  if (bare === 'global' || /[*?{[]/.test(bare)) return undefined
  const home = homeOf(collector)
  return [home, bare].filter((part) => part !== '' && part !== '.').join('/')
}

/** The key for a folder or file of the project: the one that stands, else as the runner's documentation writes it. */
export function keyFor(path: string, groups: ReadonlyMap<string, Json>, collector: Collector): string {
  const own = [...groups.keys()].find((key) => pathOfKey(key, collector) === path)
  if (own !== undefined) return own
  const name = from(homeOf(collector), path) ?? path
  const isFile = /\.[cm]?[jt]sx?$/.test(name)
  if (collector.runner === 'vitest') return isFile ? name : `${name === '' ? '' : `${name}/`}**`
  return isFile ? `./${name}` : `./${name === '' ? '' : `${name}/`}`
}

/** Does Jest count a file by this key, and so not by `global`? */
export function takes(key: string, collector: Collector): (path: string) => boolean {
  const own = pathOfKey(key, collector)
  if (own !== undefined) return (path) => path === own || own === '' || path.startsWith(`${own}/`)
  const glob = globbed(key.replace(/^<rootDir>\//, ''))
  return (path) => key !== 'global' && glob(from(homeOf(collector), path) ?? path)
}

/**
 * A ratchet: what stands higher stays, and so does what is no percentage (a negative number is a count of what may be left
 * uncovered).
 */
export function raised(standing: Json | undefined, to: Figures): JsonObject {
  const own = isObject(standing) ? standing : {}
  const figures = METRICS.flatMap((metric): [string, Json][] => {
    const [now, wanted] = [child(own, metric), to.get(metric)]
    if (wanted === undefined) return []
    if (now === undefined) return [[metric, wanted]]
    return [[metric, typeof now === 'number' && now >= 0 ? Math.max(now, wanted) : now]]
  })
  return Object.fromEntries([...Object.entries(own), ...figures])
}
