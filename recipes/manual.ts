/** Asks a person. */
import { defineRecipe } from '../lib/core/recipe.js'
import { boolean, object, optional, orElse, string } from './settings.js'

interface Settings {
  readonly question: string
  readonly instructions?: string
  readonly allow_skip: boolean
}

export const manual = defineRecipe<Settings>({
  name: 'manual',
  version: 1,
  pure: false,
  settings: (raw, locate) =>
    object<Settings>({
      question: string,
      instructions: optional(string),
      allow_skip: orElse(boolean, false),
    })(raw, {
      keys: [],
      locate,
    }),
  reads: () => [],
  claims: () => [],
  prepare: ({ question, instructions, allow_skip: allowSkip }) =>
    Promise.resolve([
      { do: 'ask', question, ...(instructions === undefined ? {} : { instructions }), allowSkip },
    ]),
})
