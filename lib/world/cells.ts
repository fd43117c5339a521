/** The cells that the codec is made of: strings as they are or as numbers of a table, flat lists, and checks of what is read. */

export type Cell = string | number | boolean | readonly Cell[] | { readonly [key: string]: Cell }

/** How strings are put into cells. */
export interface Cells {
  readonly put: (text: string) => Cell
  readonly get: (cell: unknown) => string
}

/** As they are: for a line that stands alone. */
export const plain: Cells = { put: (text) => text, get: asText }

/** Each string once, by its number: digests and paths come up many times in a state. */
export function table(all: string[] = []): { readonly texts: Cells; readonly all: readonly string[] } {
  const numbers = new Map<string, number>()
  const put = (text: string): number => {
    let number = numbers.get(text)
    if (number === undefined) {
      numbers.set(text, (number = all.length))
      all.push(text)
    }
    return number
  }
  const get = (cell: unknown): string => asText(all[cell as number])
  return { texts: { put, get }, all }
}

/** A map's entries one after another, without a list around each. */
export function flat<K, V>(map: ReadonlyMap<K, V>, entry: (key: K, value: V) => readonly Cell[]): Cell {
  const cells: Cell[] = []
  for (const [key, value] of map) cells.push(...entry(key, value))
  return cells
}

/** Keys and values, one after another, back to a map. */
export function mapOf<K, V>(
  value: unknown,
  entry: (key: unknown, value: unknown) => readonly [K, V],
): Map<K, V> {
  const cells = inGroupsOf(2, value)
  const map = new Map<K, V>()
  for (let at = 0; at < cells.length; at += 2) map.set(...entry(cells[at], cells[at + 1]))
  return map
}

/** A flat list in groups. */
export function grouped(value: unknown, width: number): unknown[][] {
  const cells = inGroupsOf(width, value)
  const starts = Array.from({ length: cells.length / width }, (_, index) => index * width)
  return starts.map((start) => cells.slice(start, start + width))
}

export function inGroupsOf(width: number, value: unknown): readonly unknown[] {
  const cells = asList(value)
  if (cells.length % width !== 0) throw new TypeError('a list was cut short')
  return cells
}

/** A field that is left out where the cell is 0. */
export function optional<Key extends string, T>(
  key: Key,
  cell: unknown,
  decode: (cell: unknown) => T,
): Partial<Record<Key, T>> {
  // Absent, too: a field that came later than the record.
  return cell === 0 || cell === undefined ? {} : ({ [key]: decode(cell) } as Record<Key, T>)
}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('not a list')
  return value
}

export function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a text')
  return value
}

export function asNumber(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('not a number')
  return value
}

export function asBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError('not a boolean')
  return value
}
