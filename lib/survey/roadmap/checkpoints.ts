/** The checkpoints of a roadmap: commands that exist in the repository, and figures that can be reached there. */
import type { Area } from '../areas.js'
import { inFolder } from '../look.js'
import type { Survey } from '../survey.js'
import type { Standing, Unit } from '../units.js'
import type { DraftItem } from './draft.js'
import { counted, listed } from './evidence.js'
import { withTool } from './foundation.js'
import { keysOf } from './groups.js'

interface Suite {
  /** Whom its figure is about. */
  readonly standings: readonly Standing[]
  readonly title: string
  readonly folder: string
  readonly test: string
  readonly coverage?: { readonly run: string; readonly report: string }
  /** What its commands need and no requirements file names. */
  readonly missing: readonly string[]
}

/** What runs tests, one for each runner. */
export function suitesOf({ standings }: Survey): readonly Suite[] {
  const suites = new Map<string, Suite>()
  const isMixed = new Set(standings.map(({ area }) => area.language)).size > 1
  for (const standing of standings) {
    const suite = suiteOf(standing.area, isMixed)
    if (suite === undefined) continue
    const key = `${standing.area.language} ${suite.folder}`
    const known = suites.get(key)
    suites.set(key, { ...(known ?? suite), standings: [...(known?.standings ?? []), standing] })
  }
  return [...suites.values()]
}

function suiteOf(area: Area, isMixed: boolean): Omit<Suite, 'standings'> | undefined {
  if (area.language === 'python') {
    const { folder, test, coverage, tests, hasPytest, missing } = area.service
    if (tests === undefined && !hasPytest) return undefined
    return {
      title: folder === '' && isMixed ? 'python' : folder,
      folder,
      test,
      missing,
      ...(coverage === undefined ? {} : { coverage }),
    }
  }
  const runner = withTool(area)
  if (runner === undefined) return undefined
  const { test, coverage } = runner
  return {
    title: area.host.folder,
    folder: area.host.folder,
    test,
    missing: [],
    ...(coverage === undefined ? {} : { coverage }),
  }
}

/** Lines that a test runs, of those of a file that has one: seldom all. */
const SHARE = 0.75

/** What can be measured once these have a test, as a percentage, down to a multiple of five; and how it came about. */
export function reachable(
  standings: readonly Standing[],
  done: ReadonlySet<Unit>,
): { readonly figure: number; readonly why: string } {
  const lines = sum(standings.map((one) => one.lines))
  const tested = sum(standings.map((one) => one.tested))
  const added = sum(
    standings.flatMap(({ units }) => units.filter((unit) => done.has(unit)).map(({ size }) => size.lines)),
  )
  const figure = lines === 0 ? 0 : Math.floor((((tested + added) * SHARE) / lines) * 20) * 5
  const of = `${counted(Math.round(tested + added), 'line')} of ${lines.toLocaleString('en-US')}`
  return { figure, why: `${of} are in files that have a test by then` }
}

/** What measuring leaves behind, as lines of a .gitignore. */
export function leftovers(survey: Survey): readonly string[] {
  const runs = suitesOf(survey).flatMap(({ coverage }) => coverage ?? [])
  const has = (pattern: RegExp): boolean => runs.some(({ run, report }) => pattern.test(`${run} ${report}`))
  return [
    ...(has(/coverage-summary/) ? ['coverage/'] : []),
    ...(has(/\bnyc\b/) ? ['.nyc_output/'] : []),
    ...(has(/coverage\.json/) ? ['.coverage', 'coverage.json'] : []),
  ]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

const neededFor = (missing: readonly string[]): string =>
  [
    `no requirements file names ${listed(missing)}`,
    ...(missing.includes('pytest') ? ['`pip install pytest` runs this'] : []),
    'once all is named, `orchestrate init --yes -n` shows checkpoints with figures',
  ].join('; ')

/** Every suite, with the figure that is asked of it: at most `most`, and no more than can be. Without `most`, no figure. */
export function suiteItems(
  suites: readonly Suite[],
  done: ReadonlySet<Unit>,
  most: number | undefined,
): readonly DraftItem[] {
  return suites.map(({ title, folder, test, coverage, missing, standings }) => {
    const of = title === '' ? '' : ` of ${title}`
    const run = (command: string): string => (folder === '' ? command : `cd ${folder} && ${command}`)
    const needs = missing.length === 0 ? {} : { why: neededFor(missing) }
    if (coverage === undefined) return { ...needs, keys: keysOf(['name', `tests${of}`], ['run', run(test)]) }
    const { figure, why } = reachable(standings, done)
    const asked = most === undefined ? 0 : Math.min(most, figure)
    return {
      why: asked > 0 ? why : 'tells how things stand, and asks for no figure yet',
      keys: keysOf(
        ['name', `tests and coverage${of}`],
        [
          'coverage',
          keysOf(
            ['run', run(coverage.run)],
            ['report', inFolder(folder, coverage.report)],
            ['statements', asked > 0 ? asked : undefined],
          ),
        ],
      ),
    }
  })
}

export const workflowItems = ({ workflows }: Survey): readonly DraftItem[] =>
  workflows.length === 0
    ? []
    : [
        {
          keys: keysOf(
            ['name', 'workflows are valid'],
            ['workflows', patternOf(workflows.map(({ path }) => path))],
          ),
        },
      ]

const patternOf = (paths: readonly string[]): readonly string[] =>
  ['yml', 'yaml']
    .filter((end) => paths.some((path) => path.endsWith(`.${end}`)))
    .map((end) => `.github/workflows/*.${end}`)
