/** The value that a file has once edits of it are made; of those that cannot be made, as it was. */
import type { Edit } from '../edits.js'
import { changesFor } from '../edits.js'
import { changed as changedBy } from '../tree.js'
import type { Json } from '../value.js'

export function changed(edits: readonly Edit[], file: Json): Json {
  return edits.reduce((value, edit) => {
    const changes = changesFor(edit, value, [])
    return 'message' in changes ? value : changes.reduce(changedBy, value)
  }, file)
}
