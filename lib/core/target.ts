/** A task bound to its recipe: settings read, claims known. What the graph and the engine work with. */
import type { Locate } from './diagnostic.js'
import type { Claim } from './place.js'
import type { Recipe } from './recipe.js'
import type { Pattern, Task } from './task.js'

export interface Target {
  readonly task: Task
  readonly recipe: Recipe
  readonly settings: unknown
  /** Declared inputs, what the recipe reads, and the paths of `when`. */
  readonly inputs: readonly Pattern[]
  readonly claims: readonly Claim[]
  /** What it may change in place: read and rewritten. */
  readonly rewrites: readonly Pattern[]
  readonly locate: Locate
  /** Does some task of the roadmap make this file? Which of these there are is no news to a recipe that lists files. */
  readonly isMade: (path: string) => boolean
}

/** Binds a task whose settings its recipe has read. */
export function bind(task: Task, recipe: Recipe, settings: unknown, locate: Locate): Target {
  const when = [...(task.when?.exists ?? []), ...(task.when?.missing ?? [])]
  return {
    task,
    recipe,
    settings,
    inputs: [...task.inputs, ...recipe.reads(settings), ...when].map(asGlob),
    claims: recipe.claims(settings),
    rewrites: recipe.rewrites?.(settings) ?? [],
    locate,
    isMade: () => false,
  }
}

/** A folder as an input means all that is in it. */
const asGlob = (pattern: Pattern): Pattern => (pattern.endsWith('/') ? `${pattern}**` : pattern)
