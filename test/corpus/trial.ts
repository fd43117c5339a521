/** One task tried on one file, through the recipe: what became of it, and each law that it broke. */
import { configEdit } from '../../recipes/config_edit/index.js'
import { Refusal } from '../../lib/core/recipe.js'
import type { Path, Place } from '../../lib/core/recipe.js'
import { regionOf } from '../../lib/core/place.js'
import type { Segments } from '../../recipes/config_edit/path.js'
import { readPath } from '../../recipes/config_edit/path.js'
import type { Options } from 'prettier'
import { formatted } from './tidiness.js'
import type { Rig } from '../recipes/reader.js'
import { readerOf, settingsOf } from '../recipes/reader.js'

export interface Subject {
  readonly name: string
  /** Where it stands in the project. */
  readonly target: string
  readonly text: string
}

type Raw = Readonly<Record<string, unknown>>
type Files = Readonly<Record<string, string>>

export interface Deed {
  /** The row of the table. */
  readonly name: string
  /** `action` with `with`, or `edits`. */
  readonly raw: Raw
  /** The workflow is as right afterwards as it was, so that it can be linted. */
  readonly isSound: boolean
  /** What is done to the file first. */
  readonly first?: Raw
  /** Other files of the repository. */
  readonly files?: Files
}

export interface Trial {
  readonly outcome: 'applied' | 'nothing' | 'refused' | 'failed'
  /** Why it was refused, or failed. */
  readonly reason: string
  readonly broken: readonly string[]
  /** Prettier had nothing to say of the file before; has it now? Absent: not asked, or it had. */
  readonly staysTidy?: boolean
  /** Regions by themselves do not give the same bytes back. */
  readonly isLost: boolean
  readonly before: string
  readonly after: string
}

export type Outside = (before: string, after: string, regions: readonly Segments[]) => string | undefined

export async function tryOut(
  subject: Subject,
  { raw, files = {}, first }: Deed,
  outside: Outside,
  /** The settings by which prettier has nothing to say of the file. */
  style?: Options,
): Promise<Trial> {
  const { target } = subject
  const text = first === undefined ? subject.text : await prepared(subject, files, first)
  const tidied = (path: string, its: string): Promise<string> =>
    style === undefined ? Promise.resolve(its) : formatted(path, its, style)
  const look = { ...readerOf({ ...files, [target]: text }), format: tidied }
  const settings = settingsOf(configEdit, { ...raw, target })
  const places = [...(configEdit.observe?.(settings, look).keys() ?? [])]
  const kept = new Map(places.map((place) => [place, configEdit.keep?.(place, look) ?? '']))
  const common = { reason: '', broken: [], isLost: false, before: text, after: text }
  try {
    const effects = await configEdit.prepare(settings, look)
    const write = effects.find((effect) => effect.do === 'write')
    const after = write?.do === 'write' ? write.text : text
    look.files.set(target, after)
    for (const [place, proposal] of configEdit.proposals?.(settings, look) ?? [])
      look.bases.set(place, proposal)
    const again = [...(configEdit.observe?.(settings, look).keys() ?? [])]
    const second = await configEdit.prepare(settings, look)
    const broken = [
      ...(second.some((effect) => effect.do === 'write') ? ['a second run writes again'] : []),
      ...((await configEdit.holds?.(settings, look)) === true ? [] : ['it does not hold afterwards']),
      ...(sorted(places) === sorted(again)
        ? []
        : [`it governs other regions afterwards: ${changedPlaces(places, again)}`]),
      ...(hasMixedEnds(after) && !hasMixedEnds(text) ? ['lines end in two ways afterwards'] : []),
      ...said(outside(text, after, segmentsOf([...new Set([...places, ...again])]))),
    ]
    const back = givenBack(target, [...again].reverse(), kept, look)
    return {
      ...common,
      outcome: write === undefined ? 'nothing' : 'applied',
      broken,
      isLost: back !== text,
      ...(style === undefined || write === undefined || (await tidied(target, text)) !== text
        ? {}
        : { staysTidy: (await tidied(target, after)) === after }),
      after,
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const reason = error.message.replace(/^\S+:\d+:\d+ {2}/, '')
    const isOurs = /cannot be done here|would still not be/.test(reason)
    return { ...common, outcome: isOurs ? 'failed' : 'refused', reason }
  }
}

/** The text as another task leaves it; as it is where that does not apply. */
async function prepared({ target, text }: Subject, files: Files, raw: Raw): Promise<string> {
  const look = readerOf({ ...files, [target]: text })
  try {
    const effects = await configEdit.prepare(settingsOf(configEdit, { ...raw, target }), look)
    return effects.flatMap((effect) => (effect.do === 'write' ? [effect.text] : []))[0] ?? text
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return text
  }
}

const said = (message: string | undefined): string[] => (message === undefined ? [] : [message])

const sorted = (places: readonly Place[]): string => [...places].sort().join('\n')

const changedPlaces = (before: readonly Place[], after: readonly Place[]): string =>
  [
    ...before.filter((place) => !after.includes(place)).map((place) => `-${regionOf(place) ?? ''}`),
    ...after.filter((place) => !before.includes(place)).map((place) => `+${regionOf(place) ?? ''}`),
  ].join(' ')

const hasMixedEnds = (text: string): boolean => text.includes('\r\n') && /(?<!\r)\n/.test(text)

function segmentsOf(places: readonly Place[]): Segments[] {
  return places.map((place) => {
    const reading = readPath(regionOf(place) ?? '')
    if (!reading.ok) throw new Error(`the region of ${place} cannot be read`)
    return reading.segments
  })
}

/** As the engine does it: the last written first. */
function givenBack(
  target: string,
  places: readonly Place[],
  kept: ReadonlyMap<Place, string>,
  look: Rig,
): string {
  const back = places.map((place) => [place, kept.get(place) ?? ''] as const)
  try {
    return configEdit.giveBack?.(target as Path, back, look) ?? ''
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `refused: ${error.message}`
  }
}
