/** Writes one file from one template. */
import type { Path } from '../lib/core/place.js'
import { defineRecipe } from '../lib/core/recipe.js'
import { ok } from '../lib/core/diagnostic.js'
import type { Reading } from './settings.js'
import { file, map, object, orElse, wrong } from './settings.js'

interface Settings {
  /** The name of a built-in template, or the path of one of the project, from `./`. */
  readonly template: string
  readonly output: Path
  readonly data: Readonly<Record<string, unknown>>
}

const template: Reading<string> = (raw, where) => {
  if (typeof raw !== 'string' || !/^(?:\.{0,2}\/|[a-z][\w-]*$)/.test(raw))
    return wrong(raw, where, 'the name of a built-in template, or the path of your own from `./`')
  if (!raw.includes('/')) return ok(raw)
  const path = file(raw, where)
  return path.ok ? ok(`./${path.value}`) : path
}

export const fileGeneration = defineRecipe<Settings>({
  name: 'file_generation',
  version: 1,
  pure: true,
  settings: (raw, locate) =>
    object<Settings>({ template, output: file as Reading<Path>, data: orElse(map, {}) })(raw, {
      keys: [],
      locate,
    }),
  reads: ({ template }) => (template.startsWith('./') ? [template.slice(2)] : []),
  claims: ({ output }) => [{ path: output, whole: true }],
  async prepare({ template, output, data }, look) {
    const text = await look.format(output, await look.render(template, data))
    return look.text(output) === text ? [] : [{ do: 'write', path: output, text }]
  },
})
