/** A title to a slug. */
import { SlugError } from './errors.js'
import { latin } from './letters.js'
import type { Options } from './options.js'
import { checked } from './options.js'

export function slugify(title: string, options: Options = {}): string {
  const { separator, maxLength, keepCase, replacements } = checked(options)
  const words = latin(replaced(title, replacements))
    .replace(/['’]/g, '')
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')
  if (words.length === 0)
    throw new SlugError('empty', `there is no letter and no digit in ${JSON.stringify(title)}`)
  const slug = shortened(words, separator, maxLength)
  return keepCase ? slug : slug.toLowerCase()
}

function replaced(title: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((text, [from, to]) => text.replaceAll(from, ` ${to} `), title)
}

/** As many whole words as fit; of a first word that does not fit, as much as does. */
function shortened(words: readonly string[], separator: string, maxLength: number): string {
  let slug = ''
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}${separator}${word}`
    if (longer.length > maxLength) return slug === '' ? word.slice(0, maxLength) : slug
    slug = longer
  }
  return slug
}
