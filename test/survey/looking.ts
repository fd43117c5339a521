/** A repository in memory, for the survey to look at. */
import type { Path } from '../../lib/core/recipe.js'
import type { Look } from '../../lib/survey/look.js'
import { globs } from '../../lib/world/globs.js'

export function looking(files: Readonly<Record<string, string>>): Look {
  const texts = new Map(Object.entries(files))
  return {
    text: (path) => texts.get(path),
    list(patterns) {
      const matches = globs.matcher(patterns)
      return [...texts.keys()].filter((path) => matches(path)).sort() as Path[]
    },
  }
}

export const json = (value: unknown): string => JSON.stringify(value)
