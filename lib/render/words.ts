/** Small words: counts, times, lists and quotes, as every sentence of the program spells them. */

/** `1 task`, `3 tasks`, `2 entries`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`
}

export const tasks = (n: number): string => count(n, 'task')

/** `3 done, 1 failed`: of what there is none, nothing is said. */
export function totals(counted: readonly (readonly [number, string])[]): string {
  return counted
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(', ')
}

/** `40 ms`, `1.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return both(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  return both(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

/** `20 s`, `3 min`: of what nobody knows exactly. */
export const roughly = (ms: number): string =>
  duration(ms < 90_000 ? Math.ceil(ms / 10_000) * 10_000 : Math.round(ms / 60_000) * 60_000).replace(
    '.0 s',
    ' s',
  )

const both = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`

/** How long ago a moment (ISO 8601) was, roughly: `just now`, `5 min ago`, `3 days ago`. */
export function ago(then: string, now: number): string {
  const seconds = (now - Date.parse(then)) / 1000
  if (!(seconds >= 60)) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  return `${count(Math.floor(seconds / 86_400), 'day')} ago`
}

export const quoted = (name: string): string => `\`${name}\``

/** The first few names, and how many more there are: `` `a`, `b` and 3 more ``. */
export function firstFew(names: readonly string[], total = names.length, most = 3): string {
  const shown = names.slice(0, most)
  const rest = total - shown.length
  return shown.map(quoted).join(', ') + (rest > 0 ? `${shown.length > 0 ? ' and ' : ''}${rest} more` : '')
}

/** A task as a person names it: its id, and its name where that says more. */
export const label = (id: string, name: string): string => (saysMore(id, name) ? `${id} ${name}` : id)

/** `unit tests` says no more than `phase-2/unit-tests`. */
export const saysMore = (id: string, name: string): boolean =>
  name !== id && spelled(name) !== spelled(id.slice(id.lastIndexOf('/') + 1))

const spelled = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '-')

/** `33 %`; nothing of nothing is all of it. Never 100 before the last one is done. */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.floor((part / whole) * 100)} %`
}
