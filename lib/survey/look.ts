/** What a survey looks with: the part of a recipe's reader that asks about the repository, so that recipes can survey too. */
import type { Path, Reader } from '../core/recipe.js'

export type Look = Pick<Reader, 'text' | 'list'>

/** Reads YAML to plain values; what cannot be read is undefined. Handed in: no parser lives in this room. */
export type ReadYaml = (text: string) => unknown

/** What a script offers to those who import it, by its syntax: `nothing` of its own, mere values, or behaviour. */
export type ReadOffer = (text: string) => 'nothing' | 'values' | 'behaviour'

/** Made by tools or by others: patterns that take it away. */
export const NOT_OURS: readonly string[] = [
  '!**/{dist,coverage,vendor,third_party,.next,.nuxt,.output,.turbo,.nx,.cache,.yarn,.tox,.venv,venv,site-packages}/**',
]

/** Names that a source folder may have too, below `src`. */
const BUILT = /^(?!(?:.*\/)?src\/)(?:.*\/)?(?:build|out|env)\//

/** Files that match, less what tools made and what others wrote: nobody tests that here, whatever is in it. */
export const ours = (look: Look, patterns: readonly string[]): readonly Path[] =>
  look.list([...patterns, ...NOT_OURS]).filter((path) => !BUILT.test(path))

/** A path from the project, of a name in a folder of it; '' is the project itself. */
export const inFolder = (folder: string, name: string): string =>
  folder === '' || folder === '.' ? name : `${folder}/${name}`
