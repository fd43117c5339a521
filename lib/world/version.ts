/** The version of what is kept in `.orchestrate/`; what a newer program wrote is left alone. */
import { Refusal } from '../core/recipe.js'

export const VERSION = 1

/** Refuses a version above ours; any other value that is not ours is damage, which the caller finds by its shape. */
export function checkVersion(value: unknown, file: string): void {
  const version: unknown =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
  if (version === VERSION) return
  if (typeof version === 'number' && version > VERSION)
    throw new Refusal(
      `\`.orchestrate/${file}\` has version ${version}, and this program knows version ${VERSION}: ` +
        'install a newer `orchestrate`, or delete the file to begin anew (every task runs again)',
      2,
    )
  throw new TypeError('no version')
}
