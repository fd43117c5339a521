/** The valid roadmap as JSON, under the hash of its texts and this program's version: YAML is the dearest thing at the start. */
import { createHash } from 'node:crypto'
import { dirname, join, relative, resolve } from 'node:path'
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { Roadmap } from '../core/task.js'
import type { Outside } from './outside.js'

/** A roadmap or one of its includes: absolute path and text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

interface Cached {
  readonly key: string
  readonly files: readonly string[]
  readonly roadmap: Roadmap
}

const sha = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('base64url')

/** Beside the state of the roadmap's own folder, so that `-f` of another file has its own. */
const cacheFile = (file: string): string =>
  join(file, '..', '.orchestrate', 'fresh', `roadmap-${sha(file).slice(0, 8)}.json`)

const keyOf = (build: string, texts: readonly Uint8Array[]): string =>
  sha([build, ...texts.map(sha)].join('\n'))

export async function cachedRoadmap(
  outside: Outside,
  file: string,
): Promise<
  | {
      roadmap: Roadmap
      targets: readonly Target[]
      recipes: ReadonlyMap<string, Recipe>
      files: readonly SourceFile[]
    }
  | undefined
> {
  const bytes = outside.readFile(cacheFile(file))
  const cached = bytes === undefined ? undefined : parsed(bytes)
  if (cached === undefined) return undefined
  const texts = cached.files.map((path) => outside.readFile(resolve(file, '..', path)))
  if (!texts.every((text) => text !== undefined) || keyOf(outside.build, texts) !== cached.key)
    return undefined
  const { restoreRoadmap } = await import('../roadmap/restore.js')
  // A project's own recipes are code: its modules are loaded, and judged, anew.
  if (cached.roadmap.recipes.length > 0) return undefined
  const targets = restoreRoadmap(cached.roadmap, outside.builtIn)
  if (targets === undefined) return undefined
  const decoder = new TextDecoder()
  const files = cached.files.map((path, i) => ({
    path: resolve(file, '..', path),
    text: decoder.decode(texts[i]),
  }))
  return { roadmap: cached.roadmap, targets, recipes: outside.builtIn, files }
}

/** Only a run saves it, and only what is not saved yet: a question writes nothing. */
export function saveRoadmap(
  outside: Outside,
  { roadmap, files }: { readonly roadmap: Roadmap; readonly files: readonly SourceFile[] },
  file: string,
): void {
  const texts = files.map(({ path }) => outside.readFile(path))
  if (!texts.every((text) => text !== undefined)) return
  const key = keyOf(outside.build, texts)
  const cached: Cached = { key, files: files.map(({ path }) => relative(dirname(file), path)), roadmap }
  if (startsWith(outside.readFile(cacheFile(file)), `{"key":${JSON.stringify(key)},`)) return
  outside.saveDerived(cacheFile(file), JSON.stringify(cached))
}

/** The key stands first: a cache of megabytes need not be read to its end to know whose it is. */
const startsWith = (bytes: Uint8Array | undefined, head: string): boolean =>
  new TextDecoder().decode(bytes?.subarray(0, head.length)) === head

function parsed(bytes: Uint8Array): Cached | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Cached
  } catch {
    return undefined // damaged: it is only a cache
  }
}
