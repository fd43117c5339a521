/** Edits a configuration file in place and leaves every other byte alone. */
import type { Content, Path, Place } from '../../lib/core/place.js'
import { pathOf, placeOf, regionOf } from '../../lib/core/place.js'
import type { Effect, Reader } from '../../lib/core/recipe.js'
import { defineRecipe, Refusal } from '../../lib/core/recipe.js'
import type { Plan } from './action.js'
import type { Ground } from './apply.js'
import { edited, holdsByHand, offsetOf, refusal, valueOf } from './apply.js'
import type { Edit, Hindrance } from './edits.js'
import { regionOfEdit } from './edits.js'
import type { Format } from './format.js'
import { Stuck } from './format.js'
import { formatOf } from './formats.js'
import { json } from './json.js'
import { giveRegionBack, keepRegion } from './keep.js'
import { neat } from './neat.js'
import type { Segments } from './path.js'
import { readPath, seek } from './path.js'
import type { Settings } from './settings.js'
import { settings } from './settings.js'
import { without } from './tree.js'
import type { Json } from './value.js'
import { canonical, digestOf } from './value.js'

const BOM = '\uFEFF'

export const configEdit = defineRecipe<Settings>({
  name: 'config_edit',
  version: 1,
  pure: true,

  settings: (raw, locate) => settings(raw, { keys: [], locate }),
  reads: () => [],
  claims({ target, work }) {
    // What an action will govern is known when it has looked at the file.
    if (work.kind === 'action') return [{ path: target, whole: false }]
    return work.edits.map((edit) => ({
      path: target,
      whole: false,
      region: regionOfEdit(edit),
      value: edit.do === 'remove' ? 'absent' : digestOf(edit.value),
    }))
  },

  observe({ target, work }, look) {
    const root = valueIn(target, look.text(target))
    const edits =
      root === undefined && work.kind === 'action'
        ? []
        : editsOf(planOf({ target, work }, root ?? null, look))
    return new Map(
      edits.map((edit) => {
        const place = placeOf(target, regionOfEdit(edit))
        return [place, contentOf(place, root, look)]
      }),
    )
  },

  standing: (place, look) => contentOf(place, valueIn(pathOf(place), look.text(pathOf(place))), look),

  async holds({ target, work }, look) {
    const root = valueIn(target, look.text(target))
    if (root === undefined) return Promise.resolve(false)
    const ground = groundOf(target, look)
    if (work.kind === 'edits')
      return Promise.resolve(work.edits.every((edit) => holdsByHand(edit, root, ground)))
    const sight = { target, look }
    const applies = !('message' in work.action.plan(root, work.options, sight))
    return Promise.resolve(applies && work.action.broken(root, work.options, sight).length === 0)
  },

  async prepare(settings, look) {
    const { target } = settings
    const before = look.text(target)
    if (before === undefined)
      throw new Refusal(`\`${target}\` is not there, and has to be: it is edited in place`)
    const { mark, body } = unmarked(before)
    const ground = groundOf(target, look)
    const plan = planOf(settings, valueOf(body, ground), look)
    if ('message' in plan) throw refusal(target, body, offsetOf(body, plan.steps, ground), plan.message)
    const regions = plan.edits.map((edit) => segmentsOf(placeOf(target, regionOfEdit(edit))))
    const edited = {
      path: target,
      before: body,
      after: withEdits(body, settings, plan, ground, look),
      regions,
    }
    const after = await neat(edited, ground.format, look)
    const effects: Effect[] = after === body ? [] : [{ do: 'write', path: target, text: mark + after }]
    const isFirst = !plan.edits.some((edit) => ground.base(edit) !== undefined)
    if (plan.says !== undefined && (effects.length > 0 || isFirst))
      effects.push({ do: 'tell', text: plan.says })
    return effects
  },

  proposals({ target, work }, look) {
    const root = valueIn(target, look.text(target))
    return new Map(
      editsOf(planOf({ target, work }, root ?? null, look)).flatMap((edit) =>
        edit.do === 'remove' ? [] : [[placeOf(target, regionOfEdit(edit)), canonical(edit.value)]],
      ),
    )
  },

  keep(place, look) {
    const path = pathOf(place)
    const text = look.text(path)
    return keepRegion(
      text === undefined ? undefined : unmarked(text).body,
      segmentsOf(place),
      formatFor(path),
    )
  },

  giveBack(path, regions, look) {
    const text = look.text(path)
    if (text === undefined) throw new Refusal(`\`${path}\` is not there, so nothing can be given back in it`)
    const { mark, body } = unmarked(text)
    const format = formatFor(path)
    const back = (now: string, [place, kept]: readonly [Place, string]): string => {
      try {
        return giveRegionBack(now, segmentsOf(place), kept, format)
      } catch (error) {
        if (!(error instanceof Stuck)) throw error
        throw refusal(path, now, error.offset, error.message)
      }
    }
    return mark + regions.reduce(back, body)
  },
})

function planOf({ target, work }: Settings, root: Json, look: Reader): Plan | Hindrance {
  return work.kind === 'edits' ? work : work.action.plan(root, work.options, { target, look })
}

const editsOf = (plan: Plan | Hindrance): readonly Edit[] => ('message' in plan ? [] : plan.edits)

/**
 * For an action the guarantee counts, not the letter: what a person changed in its regions stands while it is kept. Edits of a
 * roadmap are the letter: of what a person changed only additions stand.
 */
function withEdits(
  body: string,
  { target, work }: Settings,
  plan: Plan,
  ground: Ground,
  look: Reader,
): string {
  if (work.kind === 'edits') return edited(body, plan.edits, 'additions', ground)
  const wayOut = edited(body, plan.edits, 'all', ground)
  const sight = { target, look }
  if (work.action.broken(valueOf(wayOut, ground), work.options, sight).length === 0) return wayOut
  const strict = edited(body, plan.edits, 'additions', ground)
  const broken = work.action.broken(valueOf(strict, ground), work.options, sight)
  if (broken.length > 0)
    throw new Refusal(
      `\`${target}\` would still not be as \`${work.action.name}\` promises: ${broken.join('; ')}`,
    )
  return strict
}

function groundOf(target: Path, look: Reader): Ground {
  const place = (edit: Edit): Place => placeOf(target, regionOfEdit(edit))
  return {
    target,
    format: formatFor(target),
    holes: (edit) => (edit.do === 'remove' && edit.whole === true ? [] : holesOf(place(edit), look)),
    base(edit) {
      const text = look.proposed(place(edit))
      return text === undefined ? undefined : (JSON.parse(text) as Json)
    },
  }
}

/** Paths that have none were refused with the settings. */
const formatFor = (path: string): Format => formatOf(path) ?? json

function contentOf(place: Place, root: Json | undefined, look: Reader): Content {
  if (root === undefined) return 'absent'
  const { found, at } = seek(root, segmentsOf(place))
  return found ? digestOf(without(at, holesOf(place, look))) : 'absent'
}

/** What other tasks govern inside a place, as ways from there. */
function holesOf(place: Place, look: Reader): readonly Segments[] {
  const depth = segmentsOf(place).length
  return look.others(place).map((other) => segmentsOf(other).slice(depth))
}

function segmentsOf(place: Place): Segments {
  const reading = readPath(regionOf(place) ?? '')
  return reading.ok ? reading.segments : []
}

function valueIn(path: string, text: string | undefined): Json | undefined {
  const reading = text === undefined ? undefined : formatFor(path).read(unmarked(text).body)
  return reading?.ok === true ? reading.value : undefined
}

const unmarked = (text: string): { mark: string; body: string } =>
  text.startsWith(BOM) ? { mark: BOM, body: text.slice(1) } : { mark: '', body: text }
