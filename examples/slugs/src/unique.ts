/** Slugs that are all different: the second `news` is `news-2`. */
import type { Options } from './options.js'
import { slugify } from './slug.js'

/** Gives a function that never gives the same slug twice. */
export function uniquely(options: Options = {}): (title: string) => string {
  const taken = new Set<string>()
  return (title) => {
    const slug = slugify(title, options)
    let free = slug
    for (let n = 2; taken.has(free); n++) free = `${slug}${options.separator ?? '-'}${n}`
    taken.add(free)
    return free
  }
}
