/** The recipes that are built in, by name. */
import type { Recipe } from '../lib/core/recipe.js'
import { command } from './command.js'
import { configEdit } from './config_edit/index.js'
import { coverage } from './coverage.js'
import { fileGeneration } from './file_generation/index.js'
import { manual } from './manual.js'
import { testGeneration } from './test_generation/index.js'
import { workflows } from './workflows.js'

const recipes: readonly Recipe[] = [
  command,
  configEdit,
  coverage,
  fileGeneration,
  manual,
  testGeneration,
  workflows,
]

export const builtIn: ReadonlyMap<string, Recipe> = new Map(recipes.map((recipe) => [recipe.name, recipe]))

/** Names that a roadmap may already hold, of recipes that are not here yet. */
export const comingLater: readonly string[] = ['git_commit', 'pull_request']
