/** What comes of a source file: the text of its tests, and what they were measured to reach. */
import type { Measured } from '../../lib/core/recipe.js'

export interface Generated {
  readonly text: string
  readonly measured?: Measured
}
