/** What is written on the way to a call. */
import type { Dialect } from './dialect.js'
import type { Choices, Knob } from './knobs.js'
import type { Unit } from './unit.js'
import type { Wants } from './wants.js'
import { wantsOf } from './wants.js'

export interface Written {
  /** Declarations that come before. */
  readonly arrange: readonly string[]
  readonly args: readonly string[]
  /** Stubs by the name that they are called by in the test. */
  readonly stubs: readonly string[]
  readonly answers: readonly string[]
  readonly knobs: readonly Knob[]
}

export interface Writing {
  readonly unit: Unit
  readonly dialect: Dialect
  readonly choices: Choices
  readonly knobs: Knob[]
  readonly arrange: string[]
  readonly stubs: string[]
  /** What stubs give, as expressions. */
  readonly answers: string[]
  readonly taken: Set<string>
  /** What leads into a branch: by place, what stands there instead of the usual. */
  readonly wants: Wants
  /** Something that the type asks for was left out. */
  isLoose: boolean
  /** Every field counts, not only those that the unit speaks of. */
  readonly isWhole: boolean
}

export function choose({ choices, knobs }: Writing, at: string, labels: readonly string[]): number {
  if (labels.length > 1) knobs.push({ at, labels })
  return Math.min(choices.get(at) ?? 0, labels.length - 1)
}

export function startWriting(
  unit: Unit,
  dialect: Dialect,
  choices: Choices,
  taken: Set<string>,
  isWhole = false,
): Writing {
  const wants = wantsOf(unit, choices)
  return {
    unit,
    dialect,
    choices,
    wants,
    knobs: [],
    arrange: [],
    stubs: [],
    answers: [],
    taken,
    isLoose: false,
    isWhole,
  }
}

export function free(name: string, { taken }: Writing): string {
  const wanted =
    /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED.has(name) ? name : `the${name.replace(/\W/g, '')}`
  let own = wanted
  for (let i = 2; taken.has(own); i++) own = `${wanted}${i}`
  taken.add(own)
  return own
}

const RESERVED = new Set([
  'default',
  'delete',
  'new',
  'function',
  'class',
  'in',
  'of',
  'this',
  'package',
  'await',
  'result',
])

/** What is waited for is used by `await`, which has no name. */
export const isUsed = (name: string, { unit, isWhole }: Writing): boolean =>
  isWhole || name === 'then' || unit.uses.includes(name)
