/** What leads into a branch, laid over the shapes of what is handed in: a value here, an answer there. */
import type { Choices, Knob } from './knobs.js'
import type { Field, Goal, Shape, Unit, Want } from './unit.js'

/** The choice that says which goal of the unit is followed, from 1. */
const GOAL = 'goal'

export type Wants = ReadonlyMap<string, Want>

/** A goal is followed as it is, or not. */
export const isVaried = ({ at }: Knob): boolean => at !== GOAL

export const following = (goal: number): Choices => new Map([[GOAL, goal + 1]])

export const goalOf = (unit: Unit, choices: Choices): Goal | undefined =>
  unit.goals[(choices.get(GOAL) ?? 0) - 1]

export const wantsOf = (unit: Unit, choices: Choices): Wants =>
  new Map((goalOf(unit, choices)?.wants ?? []).map((want) => [want.at, want]))

/** The goal in words, as a choice like any other. */
export function goalKnobs(unit: Unit, choices: Choices): readonly Knob[] {
  const label = (goalOf(unit, choices)?.wants ?? []).map((want) => want.label).join(' and ')
  if (label === '') return []
  const chosen = choices.get(GOAL) ?? 0
  return [{ at: GOAL, labels: Array.from({ length: chosen + 1 }, (_one, i) => (i === chosen ? label : '')) }]
}

/** Variables of the environment that a goal sets, as statements. */
export function environmentOf(wants: Wants): readonly string[] {
  const set = [...wants.values()].flatMap(({ at, code }) => {
    const [, name] = /^e\.(\w+)$/.exec(at) ?? []
    return name === undefined ? [] : [`${name}: ${code}`]
  })
  return set.length === 0 ? [] : [`process.env = { ...process.env, ${set.join(', ')} }`]
}

export interface Shaped {
  readonly shape: Shape
  /** Something in it is not what the type asks for. */
  readonly isLoose: boolean
}

/** The shape with what is wanted at a place and below it. */
export function shaped(shape: Shape, at: string, wants: Wants): Shaped {
  const own = wants.get(at)
  if (own !== undefined) return { shape: { is: 'code', code: own.code }, isLoose: !fits(own.code, shape) }
  const next = stepsBelow(at, wants)
  return next.length === 0 ? { shape, isLoose: false } : deeper(shape, at, wants, next)
}

/** What comes next on the ways from a place to what is wanted: `.name`, `[0]`, `()`, `!`, `{}`. */
function stepsBelow(at: string, wants: Wants): readonly string[] {
  const steps = [...wants.keys()].flatMap((one) => {
    if (!one.startsWith(at)) return []
    const [step] = /^(?:\.[\w$-]+|\[\d+\]|\(\)(?:#\d+)?|!|\{\})/.exec(one.slice(at.length)) ?? []
    return step ?? []
  })
  return [...new Set(steps)]
}

function deeper(shape: Shape, at: string, wants: Wants, next: readonly string[]): Shaped {
  switch (shape.is) {
    case 'either':
      return shaped(alternative(shape.of, at, wants, next), at, wants)
    case 'object':
      return ofObject(shape, at, wants, next)
    case 'list': {
      if (!next.includes('[0]')) return ofUnknown(at, wants, next)
      const item = shaped(shape.item, `${at}[0]`, wants)
      return { shape: { ...shape, item: item.shape }, isLoose: item.isLoose }
    }
    case 'record': {
      if (!next.includes('{}'))
        return ofObject({ is: 'object', fields: named(next, shape.item), isPartial: false }, at, wants, next)
      const item = shaped(shape.item, `${at}{}`, wants)
      return { shape: { ...shape, item: item.shape }, isLoose: item.isLoose }
    }
    case 'function':
      return ofFunction(shape, at, wants, next)
    default:
      return ofUnknown(at, wants, next)
  }
}

/** The one that has what is wanted. */
function alternative(of: readonly Shape[], at: string, wants: Wants, next: readonly string[]): Shape {
  const counts = of.map((one) => {
    if (one.is === 'object') {
      const fitting = one.fields.filter(({ name, shape }) => {
        const want = wants.get(`${at}.${name}`)
        return want === undefined ? next.includes(`.${name}`) : fits(want.code, shape)
      })
      return fitting.length * 2 + 1
    }
    if (one.is === 'list' && next.includes('[0]')) return 2
    return one.is === 'function' && next.some((step) => /^[(!]/.test(step)) ? 2 : 0
  })
  return of[counts.indexOf(Math.max(...counts))] ?? { is: 'unknown' }
}

function ofObject(
  shape: Extract<Shape, { is: 'object' }>,
  at: string,
  wants: Wants,
  next: readonly string[],
): Shaped {
  const inner = (field: Field): readonly { readonly field: Field; readonly isLoose: boolean }[] => {
    const want = wants.get(`${at}.${field.name}`)
    if (want?.code === 'undefined' && field.isOptional) return []
    const own = shaped(field.shape, `${at}.${field.name}`, wants)
    return [{ field: { ...field, shape: own.shape }, isLoose: own.isLoose }]
  }
  const known = new Set(shape.fields.map(({ name }) => `.${name}`))
  const added = next.flatMap((step): Field[] =>
    step.startsWith('.') && !known.has(step)
      ? [{ name: step.slice(1), isOptional: false, shape: { is: 'unknown' } }]
      : [],
  )
  const parts = [...shape.fields, ...added].flatMap(inner)
  const isLoose = added.length > 0 || parts.some((one) => one.isLoose)
  return { shape: { ...shape, fields: parts.map(({ field }) => field) }, isLoose }
}

function ofFunction(
  shape: Extract<Shape, { is: 'function' }>,
  at: string,
  wants: Wants,
  next: readonly string[],
): Shaped {
  const fails = wants.get(`${at}!`)?.code
  const first = shaped(shape.returns, `${at}()`, wants)
  const later = next.flatMap((step) => (step.startsWith('()#') ? [Number(step.slice(3))] : []))
  const parts = Array.from({ length: Math.max(0, ...later) }, (_one, i) =>
    shaped(shape.returns, `${at}()#${i + 1}`, wants),
  )
  return {
    shape: {
      ...shape,
      returns: first.shape,
      ...(fails === undefined ? {} : { fails }),
      ...(parts.length === 0 ? {} : { later: parts.map((one) => one.shape) }),
    },
    isLoose: [first, ...parts].some((one) => one.isLoose),
  }
}

const named = (next: readonly string[], shape: Shape): readonly Field[] =>
  next.flatMap((step) => (step.startsWith('.') ? [{ name: step.slice(1), isOptional: true, shape }] : []))

/** Without a type: as what is wanted asks for it. */
function ofUnknown(at: string, wants: Wants, next: readonly string[]): Shaped {
  if (next.some((step) => /^[(!]/.test(step)))
    return {
      ...ofFunction(
        { is: 'function', isAsync: false, isThis: false, returns: { is: 'unknown' } },
        at,
        wants,
        next,
      ),
      isLoose: true,
    }
  if (next.includes('[0]'))
    return { shape: { is: 'list', item: shaped({ is: 'unknown' }, `${at}[0]`, wants).shape }, isLoose: true }
  if (next.includes('{}'))
    return { shape: { is: 'record', item: shaped({ is: 'unknown' }, `${at}{}`, wants).shape }, isLoose: true }
  return { ...ofObject({ is: 'object', fields: [], isPartial: false }, at, wants, next), isLoose: true }
}

/** Would the type take this expression, as far as that can be told? */
function fits(code: string, shape: Shape): boolean {
  switch (shape.is) {
    case 'either':
      return shape.of.some((one) => fits(code, one))
    case 'code':
      return shape.code === code
    case 'nothing':
      return code === 'undefined'
    case 'unknown':
      return true
    case 'string':
      return code.startsWith("'")
    case 'number':
      return /^-?\d|^NaN$/.test(code) && !code.endsWith('n')
    case 'boolean':
      return code === 'true' || code === 'false'
    case 'list':
      return code === '[]'
    default:
      return false
  }
}
