/** The variables of the environment that a unit reads, all of them given, one varied at a time. */
import type { Choices, Knob } from './knobs.js'
import { quote, spoken } from './literals.js'
import type { Unit } from './unit.js'
import { numbersFor, stringsFor } from './words.js'

/** More variables than this are not all varied. */
const MANY = 24

export interface Variables {
  readonly lines: readonly string[]
  readonly knobs: readonly Knob[]
}

export function variablesOf(unit: Pick<Unit, 'env' | 'literals'>, choices: Choices): Variables {
  if (unit.env.length === 0) return { lines: [], knobs: [] }
  const knobs: Knob[] = [{ at: '*', labels: ['', 'every variable is empty'] }]
  const isBare = choices.get('*') === 1
  const given = unit.env.slice(0, MANY).map((name) => {
    const options = valuesOf(name, unit)
    if (isBare) return `${name}: ''`
    knobs.push({ at: name, labels: options.map((value) => `${name} is ${spoken(quote(value))}`) })
    return `${name}: ${quote(options[Math.min(choices.get(name) ?? 0, options.length - 1)] ?? '')}`
  })
  return { lines: [`process.env = { ...process.env, ${given.join(', ')} }`], knobs }
}

function valuesOf(name: string, { literals }: Pick<Unit, 'literals'>): readonly string[] {
  if (/ENABLE|DISABLE|DEBUG|^IS_|VERBOSE|_FLAG$/.test(name)) return ['true', 'false', '']
  if (name === 'NODE_ENV') return ['test', 'production', 'development']
  const words = name.toLowerCase()
  if (/port|max|min|limit|size|count|timeout|ttl|_ms$|seconds|window|days/.test(words))
    return [String(numbersFor(words)[0] ?? 10), 'not a number', '']
  return [stringsFor(words)[0] ?? 'text', '', ...literals.strings.slice(0, 4)]
}
