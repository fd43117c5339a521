/** A workflow read once more, by no code of the actions: its jobs and steps, and what they run. */
import type { Json, JsonObject } from '../../recipes/config_edit/value.js'
import { child, isList, isObject } from '../../recipes/config_edit/value.js'

export interface Step {
  readonly value: JsonObject
  readonly name: string
  readonly run: string
  readonly uses: string
  readonly condition: string
}

export interface Job {
  readonly id: string
  readonly value: JsonObject
  readonly needs: readonly string[]
  readonly condition: string
  readonly steps: readonly Step[]
}

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

/** The value at the end of some keys. */
export const under = (value: Json | undefined, ...keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>((at, key) => (at === undefined ? undefined : child(at, key)), value)

export const textOf = (value: Json | undefined): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function jobsOf(file: Json): readonly Job[] {
  return Object.entries(objectOf(child(file, 'jobs'))).map(([id, raw]) => {
    const value = objectOf(raw)
    const [needs, steps] = [child(value, 'needs'), child(value, 'steps')]
    return {
      id,
      value,
      needs: isList(needs) ? needs.map(textOf) : needs === undefined ? [] : [textOf(needs)],
      condition: textOf(child(value, 'if')),
      steps: isList(steps) ? steps.map(objectOf).map(stepOf) : [],
    }
  })
}

const stepOf = (value: JsonObject): Step => ({
  value,
  name: textOf(child(value, 'name')),
  run: textOf(child(value, 'run')),
  uses: textOf(child(value, 'uses')),
  condition: textOf(child(value, 'if')),
})

/** `true`, `'true'` and expressions that are not about a cell of the matrix. */
export const mayFail = (value: JsonObject): boolean =>
  !/^(?:|false|\$\{\{\s*matrix\.[^|&]*\}\})$/.test(textOf(child(value, 'continue-on-error')))

/** Lines of a script without its comments, continued ones as one. */
export const linesOf = (script: string): readonly string[] =>
  script
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

export const triggersOf = (file: Json): readonly string[] => {
  const on = child(file, 'on')
  if (isList(on)) return on.map(textOf)
  return isObject(on) ? Object.keys(on) : [textOf(on)]
}
