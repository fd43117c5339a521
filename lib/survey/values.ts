/** What a value is that somebody else wrote, in JSON or YAML: a map, a text, a list of texts, or nothing of the kind. */

/** The entries of a map; empty where it is none. */
export function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return new Map(isMap ? Object.entries(value) : [])
}

/** Entries whose values are texts; all others are left out. */
export function wordsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    [...entriesOf(value)].flatMap(([key, one]): [string, string][] =>
      typeof one === 'string' ? [[key, one]] : [],
    ),
  )
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The items of a list; a single value counts as a list of one, nothing as none. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

export const textsOf = (value: unknown): readonly string[] =>
  itemsOf(value).filter((item): item is string => typeof item === 'string')

/** The value that a JSON text holds; undefined where it holds none. */
export function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
