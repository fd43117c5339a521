/** What a test might hand in for each branch of a unit to be taken: guards, solved one after the other by trying values. */
import type * as TS from 'typescript'
import { openEntries } from './entries.js'
import type { Entry } from './entries.js'
import { openEvaluator } from './evaluate.js'
import type { Condition, Path } from './paths.js'
import { pathsOf } from './paths.js'
import type { Spoken } from './pools.js'
import { optionsFor } from './pools.js'
import type { Option, Place, Scene, Types } from './scene.js'
import { Place as PlaceOf, Unclear } from './scene.js'
import { spokenIn } from './spoken.js'
import type { Goal, Want } from './unit.js'
import { spoken as said } from './literals.js'

/** For one function; and for a whole unit, by what it costs to find them. */
const MANY = 48
const EFFORT = 300_000

type Chosen = ReadonlyMap<string, Option>

/** `main`: what the default export is called. */
export function goalsOf(types: Types, root: string, main: string): readonly Goal[] {
  const evaluator = openEvaluator(types)
  const entries = openEntries(types, evaluator)
  const share = Math.max(8000, EFFORT / Math.max(1, entries.all.length))
  let effort = 0

  /** Does it hold? Undefined where that cannot be told. */
  function holds(
    { node, frame, want, equal }: Condition,
    chosen: Chosen,
    looked: Map<string, Place>,
  ): boolean | undefined {
    const scene: Scene = { chosen, looked, steps: 0 }
    try {
      if (types.ts.isBlock(node)) {
        evaluator.run(node.statements, frame, scene)
        return want !== 'throws'
      }
      const value = evaluator.of(node as TS.Expression, frame, scene)
      if (equal !== undefined) return (value === evaluator.of(equal, frame, scene)) === (want === 'true')
      switch (want) {
        case 'true':
        case 'false':
          return Boolean(value) === (want === 'true')
        case 'nullish':
        case 'there':
          return (value === null || value === undefined) === (want === 'nullish')
        case 'empty':
          return Array.isArray(value) ? value.length === 0 : value instanceof PlaceOf ? false : undefined
        case 'throws':
          return false
        case 'passes':
          return true
      }
    } catch (error) {
      if (error instanceof Unclear || !(error instanceof Error)) return undefined
      return want === 'throws' ? true : undefined
    } finally {
      effort -= scene.steps + 1
    }
  }

  function solved(path: Path, spoken: Spoken): Chosen | undefined {
    let chosen: Chosen = new Map()
    for (const [i, condition] of path.entries()) {
      const looked = new Map<string, Place>()
      if (holds(condition, chosen, looked) === true) continue
      const found = tried(path.slice(0, i + 1), chosen, looked, spoken)
      if (found !== undefined) chosen = found
      else if (i === path.length - 1) return undefined
    }
    return chosen
  }

  /** One more choice, or two, with which the last condition holds and those before it still do. */
  function tried(path: Path, chosen: Chosen, looked: Map<string, Place>, spoken: Spoken): Chosen | undefined {
    const last = path.at(-1)
    if (last === undefined) return undefined
    const before = path.slice(0, -1).filter((one) => holds(one, chosen, new Map()) === true)
    const isFine = (next: Chosen): boolean =>
      holds(last, next, new Map()) === true && before.every((one) => holds(one, next, new Map()) !== false)
    const places = [...looked.values()].filter(({ at }) => isOpen(at)).reverse()
    places.sort((a, b) => Number(b.at.endsWith('!')) - Number(a.at.endsWith('!')))
    if (last.want !== 'throws') places.sort((a, b) => Number(a.at.endsWith('!')) - Number(b.at.endsWith('!')))
    const withOne = (from: Chosen, place: Place): Chosen[] =>
      optionsFor(place, spoken, types).map((option) => new Map(without(from, place.at)).set(place.at, option))
    for (const place of places)
      for (const next of withOne(chosen, place)) {
        if (effort < 0) return undefined
        if (isFine(next)) return next
      }
    for (const place of places.slice(0, 2))
      for (const first of withOne(chosen, place).slice(0, 12)) {
        const more = new Map<string, Place>()
        if (holds(last, first, more) === true || effort < 0) continue
        const others = [...more.values()].filter(({ at }) => isOpen(at) && at !== place.at).reverse()
        for (const other of others.slice(0, 2))
          for (const next of withOne(first, other).slice(0, 20)) if (effort >= 0 && isFine(next)) return next
      }
    return undefined
  }

  function goalsFor(entry: Entry): readonly Goal[] {
    const found = new Map<string, Goal>()
    evaluator.begin()
    effort = share
    const hopeless = new Set<string>()
    const whole = spokenIn([entry.node], types, evaluator)
    for (const path of pathsOf(entry, types, evaluator, entries)) {
      if (found.size >= MANY || effort < 0) break
      const last = path.slice(-2).map(({ node }) => node)
      const own = joined(spokenIn(last, types, evaluator), whole)
      const way = path.map(({ node, want, equal }) => `${node.pos}${want}${equal?.pos ?? ''}`).join()
      if (hopeless.has(way)) continue
      const chosen = solved(path, own)
      if (chosen === undefined) hopeless.add(way)
      if (chosen === undefined || chosen.size === 0) continue
      const wants = [...chosen].map(([at, { code }]): Want => ({ at, code, label: labelOf(at, code) }))
      const needs = [...chosen.values()]
        .flatMap((one) => one.needs ?? [])
        .map(({ name, from }) => ({ name, from: from.slice(root.length + 1) }))
      found.set(JSON.stringify(wants), {
        of: entry.of.replace(/^(?:default|export=)\./, `${main}.`),
        wants,
        needs,
      })
    }
    return [...found.values()]
  }

  return entries.all.flatMap(goalsFor)
}

/** What is written as a whole has no parts of its own any more. */
const without = (chosen: Chosen, at: string): [string, Option][] =>
  [...chosen].filter(([other]) => !other.startsWith(at) && !at.startsWith(`${other}.`))

/** Places that a test can speak of. */
const isOpen = (at: string): boolean => /^(?:[cmro]\d+|[pqbhdexz])\./.test(at)

const joined = (one: Spoken, other: Spoken): Spoken => ({
  strings: [...new Set([...one.strings, ...other.strings])],
  numbers: [...new Set([...one.numbers, ...other.numbers])],
  patterns: [...one.patterns, ...other.patterns],
  forms: [...new Set([...one.forms, ...other.forms])],
  classes: [...new Set([...one.classes, ...other.classes])],
})

function labelOf(at: string, code: string): string {
  const name = /([\w$]+)(?:\(\)(?:#\d+)?|\[0\]|\{\}|!)*$/.exec(at)?.[1] ?? 'it'
  if (at.endsWith('!')) return `\`${name}\` fails`
  if (at.endsWith('()'))
    return /^(undefined|null)$/.test(code) ? `\`${name}\` finds nothing` : `\`${name}\` gives ${said(code)}`
  if (code === 'undefined') return `\`${name}\` is missing`
  return `\`${name}\` is ${said(code)}`
}
