/** Edits done to a file's text: each as far as the text allows it, and otherwise a refusal with its place. */
import type { Path } from '../../lib/core/place.js'
import { Refusal } from '../../lib/core/recipe.js'
import type { Edit, Hindrance, Holes } from './edits.js'
import { changesFor, governed, holds } from './edits.js'
import type { Format } from './format.js'
import { Stuck } from './format.js'
import type { Kept } from './hands.js'
import { carried } from './hands.js'
import { positionIn } from './order.js'
import { printPath, seek } from './path.js'
import type { Change } from './tree.js'
import { changed, without } from './tree.js'
import type { Json, Step } from './value.js'
import { child, equal } from './value.js'

/** What edits of one file have to heed. */
export interface Ground {
  readonly target: Path
  readonly format: Format
  /** What other tasks govern inside the region of an edit. */
  readonly holes: (edit: Edit) => Holes
  /** What was last proposed in the region of an edit. */
  readonly base: (edit: Edit) => Json | undefined
}

/** The text with the edits done, and with what a person changed in their regions since. */
export function edited(text: string, edits: readonly Edit[], kept: Kept, ground: Ground): string {
  return edits.reduce((now, edit) => editOne(now, edit, text, kept, ground), text)
}

/** Does the edit hold, with what a person added in its region? */
export function holdsByHand(edit: Edit, root: Json, ground: Ground): boolean {
  const meant = withHands(edit, root, 'additions', ground)
  return meant === undefined || holds(meant, root, ground.holes(edit))
}

/** Refuses a text that cannot be read. */
export function valueOf(text: string, { target, format }: Pick<Ground, 'target' | 'format'>): Json {
  const reading = format.read(text)
  if (reading.ok) return reading.value
  throw refusal(target, text, reading.offset, reading.message)
}

function editOne(text: string, edit: Edit, like: string, kept: Kept, ground: Ground): string {
  const { target, format } = ground
  const root = valueOf(text, ground)
  const meant = withHands(edit, root, kept, ground)
  if (meant === undefined) return text
  const changes = changesFor(meant, root, ground.holes(edit))
  if ('message' in changes) throw hindered(edit, changes, text, ground)
  try {
    return changes.reduce(
      (now, change) => {
        const placed = inOrder(change, now.value, target)
        return { text: spliced(now.text, placed, like, format), value: changed(now.value, placed) }
      },
      { text, value: root },
    ).text
  } catch (error) {
    if (!(error instanceof Stuck)) throw error
    throw refusal(target, text, error.offset, `${nameOf(edit)} cannot be done here: ${error.message}`)
  }
}

function spliced(text: string, { steps, value, before }: Change, like: string, format: Format): string {
  return value === undefined ? format.drop(text, steps) : format.put(text, steps, value, like, before)
}

/** A new key goes where people expect it. */
function inOrder(change: Change, root: Json, target: Path): Change {
  const { steps, value, before } = change
  const [way, key] = [steps.slice(0, -1), steps.at(-1)]
  const parent = way.reduce<Json | undefined>((at, step) => (at === undefined ? at : child(at, step)), root)
  if (value === undefined || before !== undefined || key === undefined || parent === undefined) return change
  if (child(parent, key) !== undefined) return change
  const position = positionIn(target, way, parent, key)
  return position === undefined ? change : { ...change, before: position }
}

/** The edit as it is meant now that a person has edited its region; undefined where that stands as they left it. */
function withHands(edit: Edit, root: Json, kept: Kept, ground: Ground): Edit | undefined {
  if (edit.do === 'remove') return edit
  const base = ground.base(edit)
  if (base === undefined) return edit
  const { found, at } = seek(root, governed(edit))
  if (!found) return kept === 'all' && equal(base, edit.value) ? undefined : edit
  const holes = ground.holes(edit)
  return {
    ...edit,
    value: carried(without(base, holes), without(at, holes), without(edit.value, holes), kept),
  }
}

/** Told as an edit that somebody wrote in the roadmap. */
const nameOf = (edit: Edit): string => `\`${edit.do}: ${printPath(edit.path)}\``

function hindered(edit: Edit, { steps, message }: Hindrance, text: string, ground: Ground): Refusal {
  return refusal(
    ground.target,
    text,
    offsetOf(text, steps, ground),
    `${nameOf(edit)} does not apply: ${message}`,
  )
}

export const offsetOf = (text: string, steps: readonly Step[], { format }: Pick<Ground, 'format'>): number =>
  format.offset(text, steps)

/** `file:line:column  message`. */
export function refusal(target: Path, text: string, offset: number, message: string): Refusal {
  const lines = text.slice(0, offset).split('\n')
  return new Refusal(`${target}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}  ${message}`)
}
