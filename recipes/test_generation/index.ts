/** Writes a test file that passes: what a source file does is tried out, and written down as tests. */
import { defineRecipe } from '../../lib/core/recipe.js'
import type { Generated } from './generated.js'
import { told } from './report.js'
import type { Settings } from './settings.js'
import { settingsOf } from './settings.js'
import { Untestable } from './untestable.js'

export const testGeneration = defineRecipe<Settings>({
  name: 'test_generation',
  version: 2,
  pure: true,
  tries: true,
  settings: (raw, locate) => settingsOf(raw, locate),
  reads: ({ target }) => [target],
  claims: ({ testFile }) => [{ path: testFile, whole: true }],
  async holds({ target, testFile }, look) {
    const { passes } = await import('./passes.js')
    return await passes(target, testFile, look)
  },
  async prepare(settings, look) {
    const { target, testFile } = settings
    const { generate } = target.endsWith('.py')
      ? await import('./python/generate.js')
      : await import('./ts/generate.js')
    try {
      const made = await generate(settings, look)
      const { text, measured }: Generated = typeof made === 'string' ? { text: made } : made
      return [
        ...(look.text(testFile) === text ? [] : [{ do: 'write', path: testFile, text } as const]),
        ...(measured === undefined ? [] : [told(target, measured)]),
      ]
    } catch (error) {
      // What waits for it goes on: whether enough is covered is for the checkpoint to say.
      if (!(error instanceof Untestable)) throw error
      return [{ do: 'tell', text: `no tests are written: ${error.message}` }]
    }
  },
})
