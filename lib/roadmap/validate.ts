/** A draft to a roadmap, or every fault in it at once. */
import type { Diagnostic } from '../core/diagnostic.js'
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { Roadmap } from '../core/task.js'
import type { Globs } from '../core/world.js'
import { defaultsOf, NO_DEFAULTS } from './defaults.js'
import { headOf, topOf } from './head.js'
import type { Report } from './names.js'
import { Names } from './names.js'
import { inOrder, placeOf } from './order.js'
import { outlineOf } from './outline.js'
import type { Draft } from './parse.js'
import type { Outer } from './phases.js'
import { readPhases } from './phases.js'
import { shapeFaults } from './shape.js'
import { fieldsOf } from './source.js'
import { scopeOf } from './variables.js'

// The room is loaded by what reads a roadmap, and that asks for the head first.
export type { Head } from './head.js'
export { headOf } from './head.js'

export interface Validated {
  /** There unless there is an error. */
  readonly roadmap?: Roadmap
  /** Its tasks, bound, in the same order. */
  readonly targets?: readonly Target[]
  /** Where there is an error: what could be read, so that the graph of it can be looked at too. */
  readonly readable?: { readonly roadmap: Roadmap; readonly targets: readonly Target[] }
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[]
}

/** `recipes`: by name, the built-in ones and those of the modules that `headOf` gives. */
export function validateRoadmap(draft: Draft, recipes: ReadonlyMap<string, Recipe>, globs: Globs): Validated {
  const { head, faults } = headOf(draft)
  const found = [...draft.faults, ...faults]
  // Of a place that a fault has been found at, the schema has nothing to add, nor has a recipe.
  const spoken = new Set(found.map(placeOf))
  const report = (one: Diagnostic): void => {
    found.push(one)
    spoken.add(placeOf(one))
  }
  const shape = draft.sources
    .flatMap((source, i) => shapeFaults(source, i === 0))
    .filter((one) => !spoken.has(placeOf(one)))
  for (const one of shape) spoken.add(placeOf(one))
  found.push(...shape)
  const reportUnsaid = (one: Diagnostic): void => {
    if (!spoken.has(placeOf(one))) report(one)
  }

  const names = new Names(report)
  const outline = outlineOf(draft, names, report)
  const targets: Target[] = []
  const tools = { recipes, names, globs, report, reportUnsaid }
  const phases = readPhases(outline, outermost(draft, report), tools, targets)
  const diagnostics = inOrder(found)
  const roadmap = {
    version: 1,
    name: head.name,
    project: head.project,
    recipes: head.recipes.map(({ path }) => path),
    phases,
  } as const
  const isFaulty = diagnostics.some(({ severity }) => severity === 'error')
  return isFaulty ? { readable: { roadmap, targets }, diagnostics } : { roadmap, targets, diagnostics }
}

/** What the top of the roadmap gives to every task. */
function outermost(draft: Draft, report: Report): Outer {
  const top = topOf(draft)
  if (top === undefined) return { defaults: NO_DEFAULTS, scope: new Map() }
  const defaults = { source: top.source, data: fieldsOf(top.data.defaults) }
  return { defaults: defaultsOf(defaults, NO_DEFAULTS, report), scope: scopeOf(top, new Map()) }
}
