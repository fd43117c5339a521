/** Checks that GitHub workflow files are valid, without running them. */
import { defineRecipe, Refusal } from '../lib/core/recipe.js'
import type { Reader } from '../lib/core/recipe.js'
import { object, oneOrMore, path } from './settings.js'

interface Settings {
  readonly workflows: readonly string[]
}

export const workflows = defineRecipe<Settings>({
  name: 'workflows',
  version: 1,
  pure: true,
  settings: (raw, locate) => object<Settings>({ workflows: oneOrMore(path) })(raw, { keys: [], locate }),
  reads: ({ workflows }) => workflows,
  claims: () => [],
  holds: async ({ workflows }, look) => (await faultsOfAll(workflows, look)).length === 0,
  async prepare({ workflows }, look) {
    const faults = await faultsOfAll(workflows, look)
    if (faults.length > 0) throw new Refusal(faults.join('\n'))
    return []
  },
})

async function faultsOfAll(patterns: readonly string[], look: Reader): Promise<string[]> {
  const files = look.list(patterns)
  if (files.length === 0) return [`no file matches ${patterns.map((pattern) => `\`${pattern}\``).join(', ')}`]
  // Only here: a run without a workflow to check does not load the YAML parser.
  const { faultsOf } = await import('./workflow.js')
  return files.flatMap((file) => faultsOf(file, look.text(file) ?? ''))
}
