/** Eyes for a recipe under test: files in a Map, templates by a function. */
import { createHash } from 'node:crypto'
import type { Effect } from '../../lib/core/effect.js'
import { globs } from '../../lib/world/globs.js'
import type { Digest, Locate, Path, Place, Reader, Recipe, Result, Task } from '../../lib/core/recipe.js'

export const hash = (text: string): Digest => createHash('sha256').update(text).digest('base64url') as Digest

export interface Rig extends Reader {
  readonly files: Map<string, string>
  /** Places of other tasks. */
  readonly foreign: Place[]
  /** What was proposed before, by place. */
  readonly bases: Map<Place, string>
}

export function readerOf(files: Readonly<Record<string, string>> = {}): Rig {
  const map = new Map(Object.entries(files))
  const foreign: Place[] = []
  const bases = new Map<Place, string>()
  return {
    files: map,
    foreign,
    bases,
    proposed: (place) => bases.get(place),
    text: (path) => map.get(path),
    measurement: (path) => map.get(path),
    digest: (path) => {
      const text = map.get(path)
      return text === undefined ? 'absent' : hash(text)
    },
    list: (patterns) => [...map.keys()].filter(globs.matcher(patterns)).sort() as Path[],
    hash,
    render: (template, data) => Promise.resolve(`${template} ${JSON.stringify(data)}\n`),
    format: (_path, text) => Promise.resolve(text),
    others: (place) =>
      foreign.filter(
        (other) => other !== place && other.startsWith(place) && /[.[#]/.test(other[place.length] ?? ''),
      ),
    experiment: () => Promise.reject(new Error('no experiments here')),
  }
}

/** Points at nothing but says what was asked: `edits.0.set` as the file's name. */
export const locate: Locate = (path, part) => ({
  file: path.join('.') + (part === 'key' ? ' (key)' : ''),
  line: 1,
  column: 1,
  length: 0,
})

export const taskWith = (variables: Readonly<Record<string, string>> = {}): Task => ({
  id: 't' as Task['id'],
  phase: 'p',
  name: 't',
  type: 'x',
  settings: {},
  variables,
  inputs: [],
  env: [],
  tools: [],
  labels: [],
  dependsOn: [],
  retries: { attempts: 1, backoff: 'fixed', delay: 0, maxDelay: 0 },
  failFast: false,
  approval: false,
  at: { file: 'roadmap.yaml', line: 1, column: 1, length: 0 },
})

export const read = <S>(
  recipe: Recipe<S>,
  raw: Readonly<Record<string, unknown>>,
  variables = {},
): Result<S> => recipe.settings(raw, locate, taskWith(variables))

/** The settings, which have to be without fault. */
export function settingsOf<S>(recipe: Recipe<S>, raw: Readonly<Record<string, unknown>>, variables = {}): S {
  const result = read(recipe, raw, variables)
  if (!result.ok) throw new Error(faultsIn(result).join('\n'))
  return result.value
}

/** `place: code: message`, each. */
export const faultsIn = (result: Result<unknown>): string[] =>
  result.ok ? [] : result.faults.map(({ at, code, message }) => `${at.file}: ${code}: ${message}`)

export const prepare = <S>(
  recipe: Recipe<S>,
  raw: Readonly<Record<string, unknown>>,
  look: Reader,
  variables = {},
): Promise<readonly Effect[]> => recipe.prepare(settingsOf(recipe, raw, variables), look)

/** Puts what was proposed into the reader's files. */
export function carryOut(effects: readonly Effect[], { files }: Rig): void {
  for (const effect of effects) {
    if (effect.do === 'write') files.set(effect.path, effect.text)
    if (effect.do === 'remove') files.delete(effect.path)
  }
}

/** What a recipe that edits regions keeps of each before it writes. */
export const keptOf = <S>(recipe: Recipe<S>, settings: S, look: Reader): (readonly [Place, string])[] =>
  [...(recipe.observe?.(settings, look).keys() ?? [])].map((place) => [
    place,
    recipe.keep?.(place, look) ?? '',
  ])
