/** Variables: which are seen where, and texts with `{{ name }}` filled in. */
import type { Data, Part, Steps } from './source.js'
import { fieldsOf, isFields, writtenAt } from './source.js'

/** By name, the nearest value of each. */
export type Scope = ReadonlyMap<string, string>

/** What is seen inside of a part that may have `variables`; a number is kept as it is written. */
export function scopeOf(part: Part, outer: Scope): Scope {
  const own = Object.entries(fieldsOf(part.data.variables))
  if (own.length === 0) return outer
  const scope = new Map(outer)
  for (const [name, value] of own)
    if (typeof value === 'string') scope.set(name, value)
    else if (typeof value === 'number' || typeof value === 'boolean')
      scope.set(name, writtenAt(part, ['variables', name]) ?? String(value))
  return scope
}

/** Told of a placeholder whose variable there is not, with the steps to its text. */
export type OnUnknown = (name: string, placeholder: string, steps: Steps) => void

// `${{ … }}` is GitHub's, `{{.Field}}` is Go's: neither is ours.
const PLACEHOLDER = /(?<!\$)\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*(\|\s*raw\s*)?\}\}/g

/** Every text in `data` filled in; data without a placeholder is given back as it is. */
export function fill(data: Data, scope: Scope, onUnknown: OnUnknown, steps: Steps = []): Data {
  if (typeof data === 'string') return fillText(data, scope, onUnknown, steps)
  if (isFields(data)) {
    const filled: Record<string, Data> = {}
    for (const [key, value] of Object.entries(data))
      filled[key] = fill(value, scope, onUnknown, [...steps, key])
    return filled
  }
  if (typeof data !== 'object' || data === null) return data
  return data.map((item, i) => fill(item, scope, onUnknown, [...steps, i]))
}

export function fillText(text: string, scope: Scope, onUnknown: OnUnknown, steps: Steps): string {
  if (!text.includes('{{')) return text
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = scope.get(name)
    if (value === undefined) onUnknown(name, placeholder, steps)
    return value ?? placeholder
  })
}

/**
 * A text for the shell: only `{{ name | raw }}` is filled in. The others stay, for the recipe to put the values in quoted,
 * and `used` has the values that it needs.
 */
export function fillShell(
  text: string,
  scope: Scope,
  onUnknown: OnUnknown,
  steps: Steps,
): { text: string; used: Record<string, string> } {
  const used: Record<string, string> = {}
  if (!text.includes('{{')) return { text, used }
  const filled = text.replace(PLACEHOLDER, (placeholder, name: string, raw?: string) => {
    const value = scope.get(name)
    if (value === undefined) onUnknown(name, placeholder, steps)
    else if (raw === undefined) used[name] = value
    return raw === undefined ? placeholder : (value ?? placeholder)
  })
  return { text: filled, used }
}
