/** Readable slugs for titles in many scripts. */
export { SlugError } from './errors.js'
export type { Options } from './options.js'
export { slugify } from './slug.js'
export { uniquely } from './unique.js'
