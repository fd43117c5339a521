/** How something is brought to an environment and back again, as shell text with what that needs. */
import type { Image } from '../../../lib/survey/images.js'
import type { JsonObject } from '../value.js'

export interface Way {
  /** Shell text. It finds the image in `$IMAGE`. */
  readonly deploy: string
  /** Writes `version=…` of what runs now to `$GITHUB_OUTPUT`; absent: the commit of the last successful deployment. */
  readonly remember?: string
  /** Brings `$PREVIOUS` back; absent: the commit `$PREVIOUS` is deployed again. */
  readonly rollback?: string
  readonly env: Readonly<Record<string, string>>
  /** Steps that come before: a tool that is set up, a cluster that is connected. */
  readonly before: readonly JsonObject[]
}

/** A way that needs nothing. */
export const plain = { env: {}, before: [] } as const satisfies Partial<Way>

/** The variable in which a command finds an image: `$IMAGE` where there is one, else by its name. */
export const variableOf = ({ name }: Image, images: readonly Image[]): string =>
  images.length === 1 || name === '' ? 'IMAGE' : `${name.toUpperCase().replaceAll('-', '_')}_IMAGE`
