/** A roadmap that was valid when it was kept, bound to its recipes again without its text. */
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import { bind } from '../core/target.js'
import type { Roadmap } from '../core/task.js'
import { tasksOf } from '../core/task.js'

/** Undefined where a recipe is not there or refuses what it once took: then the text must be read again. */
export function restoreRoadmap(roadmap: Roadmap, recipes: ReadonlyMap<string, Recipe>): Target[] | undefined {
  const targets: Target[] = []
  for (const task of tasksOf(roadmap)) {
    const recipe = recipes.get(task.type)
    const locate = () => task.at
    const settings = recipe?.settings(task.settings, locate, task)
    if (recipe === undefined || settings?.ok !== true) return undefined
    targets.push(bind(task, recipe, settings.value, locate))
  }
  return targets
}
