/** From shapes to expressions: a usual value, and what else it could have been, one choice at a time. */
import type { Dialect } from './dialect.js'
import { top, write } from './expressions.js'
import type { Choices } from './knobs.js'
import type { Param, Shape, Unit } from './unit.js'
import { shaped } from './wants.js'
import type { Writing, Written } from './writing.js'
import { choose, startWriting } from './writing.js'

/** What is handed to a call: each parameter's value, with what has a name of its own declared before. */
export function writeArgs(
  params: readonly Param[],
  prefix: string,
  choices: Choices,
  unit: Unit,
  dialect: Dialect,
  taken: Set<string>,
): Written {
  const writing = startWriting(unit, dialect, choices, taken)
  const args: string[] = []
  for (const [i, param] of params.entries()) {
    const at = `${prefix}${i}`
    if (
      param.isOptional &&
      choose(writing, at, [`\`${param.name}\` is given`, `without \`${param.name}\``]) === 1
    )
      break
    const place = `${at}.${param.name}`
    if (
      param.isOptional &&
      writing.wants.get(place)?.code === 'undefined' &&
      !hasMore(params, i, prefix, writing)
    )
      break
    const { shape, isLoose: isForced } = shaped(param.shape, place, writing.wants)
    writing.isLoose = isForced
    const code = top({ ...param, shape }, place, writing)
    args.push(isLoose(writing) && dialect.isTypeScript ? `${code} as never` : code)
  }
  const { arrange, stubs, answers, knobs } = writing
  return { arrange, args, stubs, answers, knobs }
}

/** Something is wanted of a parameter that comes later. */
const hasMore = (params: readonly Param[], i: number, prefix: string, { wants }: Writing): boolean =>
  params.some((_param, j) => j > i && [...wants.keys()].some((at) => at.startsWith(`${prefix}${j}.`)))

/** Asked anew: writing a value may have changed it. */
const isLoose = (writing: Writing): boolean => writing.isLoose

export const writeShape = (shape: Shape, name: string, at: string, writing: Writing): string =>
  write(shaped(shape, at, writing.wants).shape, name, at, writing, 0)

/** Under its own name where it holds stubs. */
export const writeField = (
  { name, shape }: Pick<Param, 'name' | 'shape'>,
  at: string,
  writing: Writing,
): string => {
  const place = `${at}.${name}`
  const own = shaped(shape, place, writing.wants).shape
  return top({ name, shape: own, isOptional: false, isRest: false }, place, writing)
}
