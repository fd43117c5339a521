/** Random YAML texts in random styles, and random edits: only the region's lines change, and what was there comes back byte for byte. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { itemSegment } from '../../../recipes/config_edit/path.js'
import { changed } from '../../../recipes/config_edit/tree.js'
import type { Json, Step } from '../../../recipes/config_edit/value.js'
import { equal, isList, isObject } from '../../../recipes/config_edit/value.js'
import { yaml } from '../../../recipes/config_edit/yaml/index.js'
import { edited, givenBack, keptOf, read } from './yaml_rig.js'
import { Random } from '../../random.js'

/** A quarter of them is no edit at all. */
const CASES = Number(process.env.LAW_STORIES ?? 250)

const KEYS = ['a', 'b', 'c-d', 'e.f', 'on', 'x y', '10']
const SCALARS: readonly Json[] = [
  null,
  true,
  0,
  1.5,
  'one',
  'two # three',
  "it's",
  'yes',
  '',
  'a\nb\n',
  'a\n\n b',
  '- x',
  '1.10',
]

function value(random: Random, depth: number): Json {
  if (depth === 0 || random.next() < 0.35) return random.pick(SCALARS)
  if (random.next() < 0.45)
    return Array.from({ length: Math.floor(random.next() * 4) }, () => value(random, depth - 1))
  return map(random, depth)
}

const map = (random: Random, depth: number): Json =>
  Object.fromEntries(KEYS.filter(() => random.next() < 0.4).map((key) => [key, value(random, depth - 1)]))

interface Style {
  readonly eol: string
  readonly unit: number
  readonly dash: number
  readonly gap: string
  readonly quote: "'" | '"'
  readonly comments: number
  readonly blank: number
  readonly flow: number
}

const styleOf = (random: Random): Style => ({
  eol: random.pick(['\n', '\n', '\r\n']),
  unit: random.pick([2, 2, 4, 3]),
  dash: random.pick([0, 2, 4]),
  gap: random.pick([' ', ' ', '   ']),
  quote: random.pick(["'", '"']),
  comments: random.pick([0, 0.2]),
  blank: random.pick([0, 0.3, 1]),
  flow: random.pick([0, 0.3]),
})

/** A text of the value, laid out by other means than those under test. */
class Writer {
  private comments = 0

  constructor(
    private readonly random: Random,
    private readonly style: Style,
  ) {}

  lines(of: Json, column: number): string[] {
    const indent = ' '.repeat(column)
    if (isList(of)) {
      return of.flatMap((item, i) => [...this.above(indent, i), ...this.item(item, column)])
    }
    return Object.entries(isObject(of) ? of : {}).flatMap(([key, inner], i) => [
      ...this.above(indent, i),
      ...this.behind(
        `${indent}${this.scalar(key)}:`,
        inner,
        column + (isList(inner) ? this.style.dash : this.style.unit),
        column + this.style.unit,
      ),
    ])
  }

  private item(item: Json, column: number): string[] {
    const inner = column + 1 + this.style.gap.length
    const indent = ' '.repeat(column)
    if (!this.isBlock(item) || this.random.next() < 0.2) return this.behind(`${indent}-`, item, inner, inner)
    const [first = '', ...rest] = this.lines(item, inner)
    return first.trimStart().startsWith('#') || first === ''
      ? [`${indent}-`, first, ...rest]
      : [`${indent}-${first.slice(column + 1)}`, ...rest]
  }

  private behind(head: string, of: Json, column: number, textColumn: number): string[] {
    if (this.isBlock(of)) return [head + this.beside(), ...this.lines(of, column)]
    if (typeof of === 'string' && /^\S[^]*\n/.test(of) && this.random.next() < 0.7) {
      const body = of.endsWith('\n') ? of.slice(0, -1) : of
      const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(textColumn) + line))
      return [`${head} |${of.endsWith('\n') ? '' : '-'}${this.beside()}`, ...lines]
    }
    if (of === null && this.random.next() < 0.5) return [head + this.beside()]
    return [`${head} ${this.inline(of)}${this.beside()}`]
  }

  private isBlock(of: Json): boolean {
    const isFilled = (isList(of) && of.length > 0) || (isObject(of) && Object.keys(of).length > 0)
    return isFilled && this.random.next() >= this.style.flow
  }

  private inline(of: Json): string {
    if (isList(of)) return `[${of.map((item) => this.inline(item)).join(', ')}]`
    if (isObject(of)) {
      const pairs = Object.entries(of).map(([key, inner]) => `${this.scalar(key)}: ${this.inline(inner)}`)
      return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
    }
    return typeof of === 'string' ? this.scalar(of) : JSON.stringify(of)
  }

  private scalar(text: string): string {
    if (/^[a-z][a-z -]*$/.test(text) && text !== 'yes' && this.random.next() < 0.7) return text
    if (this.style.quote === "'" && !text.includes('\n')) return `'${text.replaceAll("'", "''")}'`
    return JSON.stringify(text)
  }

  private above(indent: string, index: number): string[] {
    return [
      ...(index > 0 && this.random.next() < this.style.blank ? [''] : []),
      ...(this.random.next() < this.style.comments ? [`${indent}# above: ${this.comments++}`] : []),
    ]
  }

  private beside(): string {
    return this.random.next() < this.style.comments ? '  # beside, it' : ''
  }
}

/** A way to something that stands in a value. */
function way(random: Random, root: Json): Step[] {
  const steps: Step[] = []
  let at = root
  while (isList(at) || isObject(at)) {
    const keys: Step[] = isList(at) ? [...at.keys()] : Object.keys(at)
    if (keys.length === 0 || (steps.length > 0 && random.next() < 0.3)) break
    const step = random.pick(keys)
    steps.push(step)
    at = (isList(at) ? at[Number(step)] : isObject(at) ? at[step] : null) ?? null
  }
  return steps
}

const valueAt = (root: Json, steps: readonly Step[]): Json =>
  steps.reduce<Json>(
    (at, step) => (isList(at) ? at[Number(step)] : isObject(at) ? at[step] : null) ?? null,
    root,
  )

const segments = (steps: readonly Step[]) =>
  steps.map((step) =>
    typeof step === 'number'
      ? ({ kind: 'index', index: step } as const)
      : ({ kind: 'key', key: step } as const),
  )

interface Trial {
  readonly edit: Edit
  /** What the value is afterwards. */
  readonly wanted: Json
}

function trial(random: Random, root: Json): Trial | undefined {
  const steps = way(random, root)
  const at = valueAt(root, steps)
  const wanted = value(random, 2)
  const kind = random.pick(['set', 'remove', 'append', 'append', 'insert_before', 'insert_before'] as const)
  const [last, parent] = [steps.at(-1), valueAt(root, steps.slice(0, -1))]
  if (kind === 'append' && isList(at) && !at.some((item) => equal(item, wanted) || isNamed(item, wanted)))
    return {
      edit: { do: kind, path: segments(steps), value: wanted },
      wanted: changed(root, { steps: [...steps, at.length], value: wanted }),
    }
  if (
    kind === 'insert_before' &&
    typeof last === 'number' &&
    isList(parent) &&
    !parent.some((item) => equal(item, wanted))
  )
    return {
      edit: { do: kind, path: segments(steps), value: wanted },
      wanted: changed(root, { steps, value: wanted, before: last }),
    }
  if (kind === 'remove' && typeof last === 'string')
    return { edit: { do: kind, path: segments(steps) }, wanted: changed(root, { steps }) }
  if (kind !== 'set') return undefined
  const key = random.pick(KEYS)
  const to = isObject(at) ? [...steps, key] : steps
  return to.length === 0
    ? undefined
    : {
        edit: { do: kind, path: segments(to), value: wanted },
        wanted: changed(root, { steps: to, value: wanted }),
      }
}

const isNamed = (item: Json, wanted: Json): boolean => {
  const name = itemSegment(wanted)
  return name.kind === 'match' && equal(valueAt(item, [name.by]), name.value)
}

/** How many lines at the beginning and the end are those of the other text. */
function common(a: readonly string[], b: readonly string[]): number {
  let [first, last] = [0, 0]
  while (first < a.length && a[first] === b[first]) first++
  while (last < a.length - first && last < b.length - first && a.at(-1 - last) === b.at(-1 - last)) last++
  return first + last
}

test(`yaml does what a model says, once, and gives back every byte (${CASES} random cases)`, () => {
  const counts = new Map<string, number>()
  for (let seed = 1; seed <= CASES; seed++) {
    const random = new Random(seed)
    const style = styleOf(random)
    const model = map(random, 4)
    if (!isObject(model) || Object.keys(model).length === 0) continue
    const text = new Writer(random, style).lines(model, 0).join(style.eol) + random.pick(['', style.eol])
    assert.deepEqual(read(text), model, `seed ${seed}\n${text}`)
    const tried = trial(random, model)
    if (tried === undefined) continue
    const { edit, wanted } = tried
    const told = `seed ${seed}: ${JSON.stringify(edit)}\n${text}`
    const after = edited(text, [edit])
    counts.set(edit.do, (counts.get(edit.do) ?? 0) + 1)
    assert.ok(equal(read(after), wanted), `${told}\n${after}`)
    assert.equal(edited(after, [edit]), after, `a second time: ${told}\n${after}`)
    assert.equal(givenBack(after, keptOf(text, [edit])), text, `${told}\n${after}`)
    const [lines, now] = [text, after].map((one) => one.split('\n'))
    if (edit.do === 'append' || edit.do === 'insert_before')
      assert.ok(common(lines ?? [], now ?? []) >= (lines?.length ?? 0) - 2, `${told}\n${after}`)
    if (text.includes('\r\n')) assert.doesNotMatch(after, /(?<!\r)\n/, told)
  }
  for (const kind of ['set', 'remove', 'append', 'insert_before'])
    assert.ok((counts.get(kind) ?? 0) > CASES / 40, `${kind} was tried ${counts.get(kind) ?? 0} times`)
})

test('yaml puts back what two edits took, in either order', () => {
  let tries = 0
  for (let seed = 1; seed <= CASES; seed++) {
    const random = new Random(seed)
    const style = styleOf(random)
    const model = map(random, 3)
    if (!isObject(model)) continue
    const keys = Object.keys(model)
    const text = `${new Writer(random, style).lines(model, 0).join(style.eol)}${style.eol}`
    const edits = keys
      .filter(() => random.next() < 0.5)
      .map((key): Edit => ({ do: 'remove', path: segments([key]) }))
    if (edits.length < 2) continue
    tries++
    const kept = keptOf(text, edits)
    const after = edited(text, edits)
    for (const order of [kept, kept.toReversed()])
      assert.equal(givenBack(after, order), text, `seed ${seed}\n${text}\n${after}`)
  }
  assert.ok(tries > CASES / 10, `${tries}`)
  assert.equal(yaml.read('').ok, true)
})
