/** What a place might be for a guard to hold: by its type, by what the guard compares it with, and by how it is read. */
import type * as TS from 'typescript'
import { madeOf } from './made.js'
import { quote } from './literals.js'
import { textAgainst, textFor } from './pattern.js'
import type { Kind, Option, Place, Types } from './scene.js'
import { USUAL_DATE, kindOf, mayMiss } from './scene.js'
import { stringsFor } from './words.js'

/** What a function speaks of: its literals, the expressions that it tests with, and what it does to texts. */
export interface Spoken {
  readonly strings: readonly string[]
  readonly numbers: readonly number[]
  readonly patterns: readonly RegExp[]
  /** Texts of a form that something in it reads: `JSON.parse`, `new Date`, `split(',')`. */
  readonly forms: readonly string[]
  /** Classes that a value is asked to be of. */
  readonly classes: readonly TS.ClassLikeDeclaration[]
}

const text = (value: string): Option => ({ value, code: value.length > 80 ? longCode(value) : quote(value) })
const number = (value: number): Option => ({ value, code: String(value) })
const NOTHING: readonly Option[] = [
  { value: undefined, code: 'undefined' },
  { value: null, code: 'null' },
]

/** `'x'.repeat(501)` rather than five hundred letters. */
const longCode = (value: string): string =>
  /^(.)\1*$/.test(value) ? `${quote(value[0] ?? '')}.repeat(${value.length})` : quote(value)

const DAY = 24 * 3600 * 1000

export function optionsFor(place: Place, spoken: Spoken, types: Types): readonly Option[] {
  if (place.at.endsWith('!') || place.at === 'z.error')
    return [...madeOf(spoken.classes, types), ...failures(spoken)]
  const miss = mayMiss(place.type, types)
  const nothing = NOTHING.filter(({ value }) => (value === null ? miss.null : miss.undefined))
  const present = place.type === undefined ? undefined : types.checker.getNonNullableType(place.type)
  const parts = present?.isUnion() === true ? present.types : [present]
  const members = membersOf(parts)
  const kinds = new Set(parts.filter((part) => !isLiteral(part)).map((part) => kindOf(part, types)))
  const own = [...members, ...[...kinds].flatMap((kind) => ofKind(kind, place, spoken, types))]
  return members.length > 0 ? [...own, ...nothing] : [...nothing, ...own]
}

function ofKind(kind: Kind, place: Place, spoken: Spoken, types: Types): readonly Option[] {
  switch (kind) {
    case 'string':
      return texts(place.name, spoken)
    case 'number':
      return numbersOf(spoken)
    case 'boolean':
      return [
        { value: false, code: 'false' },
        { value: true, code: 'true' },
      ]
    case 'date':
      return dates(spoken)
    case 'list':
      return lists(spoken)
    case 'any':
      return [
        ...texts(place.name, spoken).slice(0, 40),
        ...numbersOf(spoken).slice(0, 20),
        { value: false, code: 'false' },
        { value: true, code: 'true' },
        { value: [], code: '[]' },
        { value: {}, code: '{}' },
        ...madeOf(spoken.classes, types),
        { value: () => undefined, code: '() => undefined' },
        { value: new Error('failed'), code: "new Error('failed')" },
        { value: new Date(USUAL_DATE), code: `new Date('${USUAL_DATE}')` },
      ]
    default:
      return []
  }
}

const isLiteral = (part: TS.Type | undefined): boolean =>
  part !== undefined && (part.isStringLiteral() || part.isNumberLiteral())

const membersOf = (parts: readonly (TS.Type | undefined)[]): readonly Option[] =>
  parts.flatMap((part) => {
    if (part?.isStringLiteral() === true) return [text(part.value)]
    return part?.isNumberLiteral() === true ? [number(part.value)] : []
  })

/** Lists that are as long as something in the unit asks, and those of its own literals. */
function lists({ numbers, strings }: Spoken): readonly Option[] {
  const few = [[], [0], [0, 1], ...strings.slice(0, 4).map((one) => [one])]
  const long = numbers.filter((one) => Number.isInteger(one) && one > 1 && one <= 200)
  return few
    .map((value): Option => ({ value, code: codeOfList(value) }))
    .concat(
      long.map((length) => ({ value: Array(length + 1).fill(0), code: `Array(${length + 1}).fill(0)` })),
    )
}

const codeOfList = (items: readonly (string | number)[]): string =>
  `[${items.map((one) => (typeof one === 'string' ? quote(one) : String(one))).join(', ')}]`

function texts(name: string, { strings, numbers, patterns, forms }: Spoken): readonly Option[] {
  const affixed = strings.flatMap((one) => [one, `${one}abc`, `12${one}`, `one${one}two`])
  const matching = patterns.flatMap((one) => [
    textFor(one),
    textFor(one, 1),
    textFor(one, 2),
    textAgainst(one),
  ])
  const lengths = numbers.filter((one) => Number.isInteger(one) && one > 0 && one <= 5000)
  const all = [
    '',
    ...strings,
    ...matching.filter((one) => one !== undefined),
    ...forms,
    ...stringsFor(name),
    ...affixed,
    ...lengths.flatMap((one) => ['x'.repeat(one), 'x'.repeat(one + 1), 'x'.repeat(one - 1)]),
    ...numbers.map(String),
    ' ',
    'text',
    'two words',
    'x',
    'Ünï çödé',
    '2024-01-15T10:00:00.000Z',
    '-1',
    '1.5',
  ]
  const isSentence = (one: string): boolean => one.length > 24 && one.includes(' ')
  const unlike = [...new Set(all)]
  return [...unlike.filter((one) => !isSentence(one)), ...unlike.filter(isSentence)].map(text)
}

function numbersOf({ numbers }: Spoken): readonly Option[] {
  const near = numbers.flatMap((one) =>
    Number.isInteger(one) ? [one, one + 1, one - 1] : [one, one * 1.01, one * 0.99],
  )
  return [
    ...new Set([...near, 0, 1, -1, 2, 100, 0.5, 1e9, ...numbers.flatMap((one) => [-one, one * 2]), NaN]),
  ].map(number)
}

function dates({ numbers }: Spoken): readonly Option[] {
  const usual = Date.parse(USUAL_DATE)
  const spans = numbers.flatMap((one) => [one, one * 1000, one * DAY]).filter((one) => one > 0 && one < 1e12)
  const all = [-400 * DAY, 400 * DAY, ...spans.flatMap((one) => [one, -one, one + 1000, -one - 1000])]
  return [...new Set(all)].map((span) => {
    const value = new Date(usual + span)
    return { value, code: `new Date('${value.toISOString()}')` }
  })
}

/** Errors by which guards tell one failure from another. */
function failures({ strings, numbers }: Spoken): readonly Option[] {
  const coded = strings.slice(0, 12).flatMap((one): Option[] => [
    {
      value: Object.assign(new Error('failed'), { code: one }),
      code: `Object.assign(new Error('failed'), { code: ${quote(one)} })`,
    },
    {
      value: Object.assign(new Error('failed'), { name: one }),
      code: `Object.assign(new Error('failed'), { name: ${quote(one)} })`,
    },
    { value: new Error(one), code: `new Error(${quote(one)})` },
  ])
  return [
    { value: new Error('failed'), code: "new Error('failed')" },
    ...coded,
    ...numbers
      .filter((one) => one >= 400 && one < 600)
      .flatMap((one) => [one, one - 1])
      .map((statusCode): Option => ({
        value: Object.assign(new Error('failed'), { statusCode }),
        code: `Object.assign(new Error('failed'), { statusCode: ${statusCode} })`,
      })),
    { value: new TypeError('failed'), code: "new TypeError('failed')" },
    { value: 'failed', code: "'failed'" },
  ]
}
