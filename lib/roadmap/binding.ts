/** Tasks bound to their recipes: each recipe reads its settings, and what it would govern is looked at. */
import type { Diagnostic, Locate } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import { bind } from '../core/target.js'
import type { Task } from '../core/task.js'
import type { Report } from './names.js'
import { nearestHint } from './names.js'
import { normal } from './paths.js'
import { knowsPaths } from './settings.js'
import { locate } from './source.js'
import type { WrittenTask } from './written.js'
import { labelOf, stepsTo } from './written.js'

/** Undefined where the recipe is not there or refuses; every fault is reported. */
export function bound(
  task: Task,
  written: WrittenTask,
  recipes: ReadonlyMap<string, Recipe>,
  report: Report,
): Target | undefined {
  const { part, type } = written
  // The schema has said that there is no type.
  if (type === '') return undefined
  const recipe = recipes.get(type)
  if (recipe === undefined) {
    const message = `${labelOf(written)} is of type \`${type}\`, and there is no such recipe`
    report(fault('unknown-recipe', message, locate(part, ['type']), nearestHint(type, recipes.keys())))
    return undefined
  }
  const at: Locate = (steps, side) => locate(part, stepsTo(written, steps), side)
  const { target, faults } = tried(task, recipe, at)
  for (const one of [...faults, ...(knowsPaths(type) ? [] : leavingClaims(target))]) report(one)
  return target
}

/** A user's own recipe may throw whatever it likes, and the roadmap that names it is at fault. */
function tried(task: Task, recipe: Recipe, at: Locate): { target?: Target; faults: readonly Diagnostic[] } {
  try {
    const settings = recipe.settings(task.settings, at, task)
    if (!settings.ok) return { faults: settings.faults }
    return { target: bind(task, recipe, settings.value, at), faults: [] }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const message = `recipe \`${task.type}\` failed on the settings of task \`${task.id}\`: ${said}`
    return { faults: [fault('bad-recipe', message, task.at)] }
  }
}

/** What a user's own recipe makes of its settings is held to what holds for a path that is written. */
const leavingClaims = (target: Target | undefined): Diagnostic[] =>
  (target?.claims ?? []).flatMap(({ path }) => {
    const read = normal(path)
    if ('path' in read || target === undefined) return []
    const { id, at } = target.task
    return [fault(read.code, `\`${path}\`, which task \`${id}\` would write, ${read.why}`, at)]
  })
