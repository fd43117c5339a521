/** Runs a command. */
import { ok } from '../lib/core/diagnostic.js'
import { defineRecipe } from '../lib/core/recipe.js'
import type { Run } from './run.js'
import { fillIn, run } from './run.js'
import { boolean, list, object, orElse, output, path } from './settings.js'

interface Settings extends Run {
  readonly cwd: string
  readonly outputs: readonly string[]
  readonly rewrites: readonly string[]
  readonly once: boolean
}

export const command = defineRecipe<Settings>({
  name: 'command',
  version: 1,
  pure: false,

  settings(raw, locate, task) {
    const result = object<Omit<Settings, 'env'>>({
      run,
      cwd: orElse(path, '.'),
      outputs: orElse(list(output), []),
      rewrites: orElse(list(path), []),
      once: orElse(boolean, false),
    })(raw, { keys: [], locate })
    if (!result.ok) return result
    const filled = fillIn(result.value.run, task.variables, locate(['run']))
    return filled.ok ? ok({ ...result.value, ...filled.value }) : filled
  },

  reads: () => [],
  claims: ({ outputs }) => outputs.map((path) => ({ path, whole: true })),
  rewrites: ({ rewrites }) => rewrites,
  once: ({ once }) => once,
  prepare: ({ run, cwd, env }) => Promise.resolve([{ do: 'spawn', command: run, cwd, env }]),
})
