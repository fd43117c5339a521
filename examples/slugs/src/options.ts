/** How a slug is made, and what is right for each option. */
import { SlugError } from './errors.js'

export interface Options {
  /** Between words: `-`, `_`, `.` or `~`. */
  readonly separator?: string
  /** The most characters; a slug is cut between words where that is possible. */
  readonly maxLength?: number
  /** Keep capital letters. */
  readonly keepCase?: boolean
  /** Texts to replace before anything else, such as `{ 'C++': 'cpp' }`. */
  readonly replacements?: Readonly<Record<string, string>>
}

export function checked(options: Options): Required<Options> {
  const { separator = '-', maxLength = 80, keepCase = false, replacements = {} } = options
  if (!/^[-_.~]$/.test(separator))
    throw new SlugError('bad-option', `separator is ${JSON.stringify(separator)}, and must be one of - _ . ~`)
  if (!Number.isInteger(maxLength) || maxLength < 1)
    throw new SlugError('bad-option', `maxLength is ${maxLength}, and must be a whole number from 1`)
  return { separator, maxLength, keepCase, replacements }
}
