/** What an action of `config_edit` is: it looks at a file and its repository, and says which edits make its guarantee true. */
import type { Path, Reader } from '../../lib/core/recipe.js'
import type { Reading } from '../settings.js'
import type { Edit, Hindrance } from './edits.js'
import type { Json } from './value.js'

/** What an action may look at besides its file: texts and lists are inputs of the task, a measurement is none. */
export interface Sight {
  readonly target: Path
  readonly look: Pick<Reader, 'text' | 'list' | 'measurement'>
}

export interface Plan {
  readonly edits: readonly Edit[]
  /** What a person has to know of it: that reported coverage will fall, that there was nothing to do. */
  readonly says?: string
}

export interface Action<Options = unknown> {
  readonly name: string
  /** Reads `with`; without one it is given `{}`. */
  readonly options: Reading<Options>
  /**
   * The edits that make the guarantee true of the file, or why it cannot be: where, and what was looked for.
   * Planned again over its own result it has the same regions, and edits that all hold: it goes on to govern what it wrote.
   */
  plan(file: Json, options: Options, sight: Sight): Plan | Hindrance
  /** The postcondition, read from the file by other means than `plan`: each way in which it is not kept. Empty: it is. */
  broken(file: Json, options: Options, sight: Sight): readonly string[]
}

/** Gives an action its type, and hides its options where all actions are kept together. */
export function defineAction<Options>(action: Action<Options>): Action {
  return action
}
