/** How something is brought to an environment and back again, as shell text with what that needs. */
import type { Image } from '../../../../lib/survey/images.js'
import type { Sight } from '../../action.js'
import type { JsonObject } from '../../value.js'
import type { Stage } from './jobs.js'

export interface Way {
  /** Shell text. It finds the images in variables: see `variableOf`. */
  readonly deploy: string
  /** Writes `version=…` of what runs now to `$GITHUB_OUTPUT`; absent: the commit of the last successful deployment. */
  readonly remember?: string
  /** Brings `$PREVIOUS` back; absent: the commit `$PREVIOUS` is deployed again. */
  readonly rollback?: string
  readonly env: Readonly<Record<string, string>>
  /** Steps that come before: a tool that is set up, a cluster that is connected. */
  readonly before: readonly JsonObject[]
  /** The images that it brings there; none where it makes for itself what it deploys. */
  readonly takes: readonly Image[]
  /** It can be given one image alone. */
  readonly isForOne?: boolean
}

/** What a way is looked for with. */
export interface Search {
  readonly look: Sight['look']
  readonly stage: Stage
  readonly images: readonly Image[]
  /** The images are those that a person named, so that each of them is deployed. */
  readonly isChosen: boolean
}

/** A way that needs nothing. */
export const plain = { env: {}, before: [] } as const satisfies Partial<Way>

/** The image of the project itself where one is to do; all of them where none is before the others. */
export function preferred({ images, isChosen }: Search): readonly Image[] {
  const main = images.filter(({ name }) => name === '')
  return isChosen || main.length === 0 ? images : main
}

/** The images that a text asks for by their variables. */
export const namedIn = (text: string, images: readonly Image[]): readonly Image[] =>
  images.filter((image) => mentions(text, variableOf(image, images)))

export const mentions = (text: string, variable: string): boolean =>
  new RegExp(`\\$\\{?${variable}\\b`).test(text)

/** The variable in which a command finds an image: `$IMAGE` where there is one, else by its name. */
export const variableOf = ({ name }: Image, images: readonly Image[]): string =>
  images.length === 1 || name === '' ? 'IMAGE' : `${name.toUpperCase().replaceAll('-', '_')}_IMAGE`
