/** Runs a test command and reads from its report whether enough is covered. */
import { ok } from '../lib/core/diagnostic.js'
import type { Path, Report } from '../lib/core/recipe.js'
import { defineRecipe } from '../lib/core/recipe.js'
import type { Run } from './run.js'
import { fillIn, run } from './run.js'
import { file, object, optional, orElse, path, percent } from './settings.js'

const MEASURES = ['statements', 'branches', 'functions', 'lines'] as const
type Measure = (typeof MEASURES)[number]

type Needs = Readonly<Partial<Record<Measure, number>>>

interface Settings extends Run, Needs {
  readonly cwd: string
  /** From the project, wherever the command runs. */
  readonly report: string
}

export const coverage = defineRecipe<Settings>({
  name: 'coverage',
  version: 1,
  pure: false,

  settings(raw, locate, task) {
    const result = object<Omit<Settings, 'env'>>({
      run,
      cwd: orElse(path, '.'),
      report: file,
      statements: optional(percent),
      branches: optional(percent),
      functions: optional(percent),
      lines: optional(percent),
    })(raw, { keys: [], locate })
    if (!result.ok) return result
    const filled = fillIn(result.value.run, task.variables, locate(['run']))
    return filled.ok ? ok({ ...result.value, ...filled.value }) : filled
  },

  reads: () => [],
  claims: () => [],
  prepare: ({ run, cwd, env, report }) =>
    Promise.resolve([{ do: 'spawn', command: run, cwd, env, evidence: [report as Path] }]),
  report: (settings, look) => Promise.resolve(judge(settings, look.text(settings.report))),
})

const HINT = 'an Istanbul `json-summary` or what `coverage json` writes would be right'

function judge(settings: Settings, text: string | undefined): Report {
  const path = settings.report
  if (text === undefined) return { ok: false, message: `\`${path}\` was not written: ${HINT}` }
  const figures = figuresIn(text)
  if (figures === undefined)
    return { ok: false, message: `\`${path}\` is no coverage report that can be read: ${HINT}` }
  const asked = MEASURES.filter((measure) => settings[measure] !== undefined)
  const shown = asked.length > 0 ? asked : MEASURES.filter((measure) => figures.has(measure))
  const parts = shown.map((measure) => line(measure, figures.get(measure), settings[measure]))
  return { ok: parts.every((part) => part.ok), message: parts.map(({ message }) => message).join(', ') }
}

function line(measure: Measure, figure: number | undefined, needed: number | undefined): Report {
  const needs = needed === undefined ? '' : ` (needs ${needed} %)`
  if (figure === undefined) return { ok: false, message: `${measure} not measured${needs}` }
  // Cut off, not rounded: 24.999 does not look like the 25 that it is short of.
  const shown = (Math.floor(figure * 100 + 1e-6) / 100).toFixed(2)
  return { ok: needed === undefined || figure >= needed, message: `${measure} ${shown} %${needs}` }
}

/** From Istanbul's `coverage-summary.json`, or from coverage.py's JSON. */
function figuresIn(text: string): Map<Measure, number> | undefined {
  const report = parsed(text)
  const figures = new Map(
    MEASURES.flatMap((measure): [Measure, number][] => {
      const figure = number(report, 'total', measure, 'pct') ?? ofPython(report, measure)
      return figure === undefined ? [] : [[measure, figure]]
    }),
  )
  return figures.size === 0 ? undefined : figures
}

function ofPython(report: unknown, measure: Measure): number | undefined {
  if (measure === 'functions') return undefined
  const [covered, all] =
    measure === 'branches' ? ['covered_branches', 'num_branches'] : ['covered_lines', 'num_statements']
  const [part, whole] = [number(report, 'totals', covered), number(report, 'totals', all)]
  if (part === undefined || whole === undefined)
    return measure === 'branches' ? undefined : number(report, 'totals', 'percent_covered')
  return whole === 0 ? 100 : (part / whole) * 100
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function number(value: unknown, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return typeof value === 'number' ? value : undefined
}
