/** Edits a configuration file in place and leaves every other byte alone. */
import type { Content, Path, Place } from '../../lib/core/place.js'
import { pathOf, placeOf, regionOf } from '../../lib/core/place.js'
import type { Reader } from '../../lib/core/recipe.js'
import { defineRecipe, Refusal } from '../../lib/core/recipe.js'
import type { Edit, Hindrance, Holes } from './edits.js'
import { changesFor, holds, regionOfEdit } from './edits.js'
import { json } from './json.js'
import { giveRegionBack, keepRegion } from './keep.js'
import type { Segments } from './path.js'
import { printPath, readPath, seek } from './path.js'
import type { Settings } from './settings.js'
import { settings } from './settings.js'
import { without } from './tree.js'
import type { Json } from './value.js'
import { digestOf } from './value.js'

const BOM = '\uFEFF'

export const configEdit = defineRecipe<Settings>({
  name: 'config_edit',
  version: 1,
  pure: true,

  settings: (raw, locate) => settings(raw, { keys: [], locate }),
  reads: () => [],
  claims: ({ target, edits }) =>
    edits.map((edit) => ({
      path: target,
      whole: false,
      region: regionOfEdit(edit),
      value: edit.do === 'remove' ? 'absent' : digestOf(edit.value),
    })),

  observe({ target, edits }, look) {
    const root = valueIn(look.text(target))
    return new Map(
      edits.map((edit) => {
        const place = placeOf(target, regionOfEdit(edit))
        return [place, contentOf(place, root, look)]
      }),
    )
  },

  standing: (place, look) => contentOf(place, valueIn(look.text(pathOf(place))), look),

  async holds({ target, edits }, look) {
    const root = valueIn(look.text(target))
    return Promise.resolve(
      root !== undefined && edits.every((edit) => holds(edit, root, holesIn(edit, target, look))),
    )
  },

  async prepare({ target, edits }, look) {
    const before = look.text(target)
    if (before === undefined)
      throw new Refusal(`\`${target}\` is not there, and has to be: it is edited in place`)
    const { mark, body } = unmarked(before)
    const after = mark + edits.reduce((text, edit) => apply(edit, text, body, target, look), body)
    // Where the edits hold already this is the very text.
    return Promise.resolve(after === before ? [] : [{ do: 'write', path: target, text: after }])
  },

  keep(place, look) {
    const text = look.text(pathOf(place))
    return keepRegion(text === undefined ? undefined : unmarked(text).body, segmentsOf(place), json)
  },

  giveBack(path, regions, look) {
    const text = look.text(path)
    if (text === undefined) throw new Refusal(`\`${path}\` is not there, so nothing can be given back in it`)
    const { mark, body } = unmarked(text)
    return (
      mark + regions.reduce((now, [place, kept]) => giveRegionBack(now, segmentsOf(place), kept, json), body)
    )
  },
})

function apply(edit: Edit, text: string, like: string, target: Path, look: Reader): string {
  const reading = json.read(text)
  if (!reading.ok) throw refusal(target, text, reading.offset, reading.message)
  const result = changesFor(edit, reading.value, holesIn(edit, target, look))
  if ('message' in result) throw hindered(edit, result, target, text)
  return result.reduce(
    (now, { steps, value }) =>
      value === undefined ? json.drop(now, steps) : json.put(now, steps, value, like),
    text,
  )
}

function hindered(edit: Edit, { steps, message }: Hindrance, target: Path, text: string): Refusal {
  const wanted = `\`${edit.do}: ${printPath(edit.path)}\` does not apply: ${message}`
  return refusal(target, text, json.offset(text, steps), wanted)
}

/** `file:line:column  message`. */
function refusal(target: Path, text: string, offset: number, message: string): Refusal {
  const lines = text.slice(0, offset).split('\n')
  return new Refusal(`${target}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}  ${message}`)
}

function contentOf(place: Place, root: Json | undefined, look: Reader): Content {
  if (root === undefined) return 'absent'
  const { found, at } = seek(root, segmentsOf(place))
  return found ? digestOf(without(at, holesOf(place, look))) : 'absent'
}

const holesIn = (edit: Edit, target: Path, look: Reader): Holes =>
  holesOf(placeOf(target, regionOfEdit(edit)), look)

/** What other tasks govern inside a place, as ways from there. */
function holesOf(place: Place, look: Reader): Holes {
  const depth = segmentsOf(place).length
  return look.others(place).map((other) => segmentsOf(other).slice(depth))
}

function segmentsOf(place: Place): Segments {
  const reading = readPath(regionOf(place) ?? '')
  return reading.ok ? reading.segments : []
}

function valueIn(text: string | undefined): Json | undefined {
  const reading = text === undefined ? undefined : json.read(unmarked(text).body)
  return reading?.ok === true ? reading.value : undefined
}

const unmarked = (text: string): { mark: string; body: string } =>
  text.startsWith(BOM) ? { mark: BOM, body: text.slice(1) } : { mark: '', body: text }
