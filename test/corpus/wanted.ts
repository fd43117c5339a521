/** What the generic edits want of a file: read from the parsed file, by a walk of its own. */
import type { Json } from '../../recipes/config_edit/value.js'
import { child, isList, isObject } from '../../recipes/config_edit/value.js'

type Edit = Readonly<Record<string, Json>>

export const wantedFaults = (file: Json, edits: readonly Edit[]): string[] =>
  edits.flatMap((edit) => wanted(file, edit))

function wanted(file: Json, edit: Edit): string[] {
  const value = edit.value ?? null
  const [kind, path] = Object.entries(edit).find(([key]) => key !== 'value') ?? []
  if (typeof path !== 'string') return ['it has no path']
  const words = wordsOf(path)
  const there = at(file, words)
  const isIn = (list: Json | undefined): boolean => isList(list) && list.some((item) => same(item, value))
  switch (kind) {
    case 'set':
      return same(there, value) ? [] : [`\`${path}\` is not as it was set`]
    case 'merge':
      return Object.entries(isObject(value) ? value : {}).flatMap(([key, inner]) =>
        same(at(file, [...words, key]), inner) ? [] : [`\`${key}\` is not as it was merged`],
      )
    case 'remove':
      return there === undefined ? [] : [`\`${path}\` is still there`]
    case 'append':
      return isList(there) && same(there.at(-1), value) ? [] : ['it is not the last one']
    default:
      return isIn(at(file, words.slice(0, -1))) ? [] : ['it is not in the list']
  }
}

const same = (a: Json | undefined, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `jobs."a b".steps[name="x"].run`, `steps[-1]`: keys, `[-1]` and `[name=x]`. */
const wordsOf = (path: string): readonly string[] =>
  [...path.matchAll(/"((?:[^"\\]|\\.)*)"(?=[.[]|$)|\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]|[^.["]+/g)].map(
    ([whole, quoted]) => (quoted === undefined ? whole : (JSON.parse(`"${quoted}"`) as string)),
  )

function at(file: Json, words: readonly string[]): Json | undefined {
  return words.reduce<Json | undefined>((value, word) => {
    if (value === undefined) return undefined
    if (!word.startsWith('[')) return child(value, word)
    if (!isList(value)) return undefined
    const [, by = '', text = ''] = /^\[(\w+)=(.*)\]$/.exec(word) ?? []
    if (by === '') return value.at(Number(word.slice(1, -1)))
    const name = text.startsWith('"') ? (JSON.parse(text) as string) : text
    return value.find((item) => child(item, by) === name)
  }, file)
}
