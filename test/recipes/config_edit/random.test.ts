/** Random texts and edits: the value is as a model says, a second run does nothing, and giving back gives the very bytes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import jsonc from 'jsonc-parser'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { carryOut, keptOf, prepare, readerOf, settingsOf } from '../reader.js'
import { Random } from '../../random.js'

type Json = null | boolean | number | string | Json[] | Obj
interface Obj {
  [key: string]: Json
}
const CASES = 600

const KEYS = ['a', 'b', 'c', 'd.e', 'ü', 'x y', '__proto__']
const SCALARS: readonly Json[] = [null, true, 0, 1.5, 'one', 'two // three', '"', '']

function value(random: Random, depth: number): Json {
  if (depth === 0 || random.next() < 0.4) return random.pick(SCALARS)
  if (random.next() < 0.4)
    return Array.from({ length: Math.floor(random.next() * 4) }, () => value(random, depth - 1))
  return object(random, depth)
}

const object = (random: Random, depth: number): Obj =>
  Object.fromEntries(KEYS.filter(() => random.next() < 0.45).map((key) => [key, value(random, depth - 1)]))

interface Style {
  readonly eol: string
  readonly unit: string
  readonly comments: boolean
  readonly trailing: boolean
  readonly compact: boolean
}

/** A text of the value, with comments and trailing commas here and there. */
function text(random: Random, of: Json, style: Style, indent = '', spread = !style.compact): string {
  if (typeof of !== 'object' || of === null) return JSON.stringify(of)
  const [open, close] = Array.isArray(of) ? '[]' : '{}'
  const entries = Array.isArray(of) ? of.map((item) => ['', item] as const) : Object.entries(of)
  const colon = style.compact ? ':' : ': '
  const inner = indent + style.unit
  const lines = spread && random.next() < 0.7
  const parts = entries.map(
    ([key, item]) =>
      (Array.isArray(of) ? '' : JSON.stringify(key) + colon) + text(random, item, style, inner, lines),
  )
  if (parts.length === 0) return `${open ?? ''}${close ?? ''}`
  if (!lines) return (open ?? '') + parts.join(style.compact ? ',' : ', ') + (close ?? '')
  const rows = parts.map((part, i) => {
    const comma = i < parts.length - 1 || style.trailing ? ',' : ''
    const above = style.comments && random.next() < 0.2 ? `${inner}// above, "a": 1, }${style.eol}` : ''
    const behind =
      style.comments && random.next() < 0.2
        ? random.pick([' // behind, too', ' /* block, */', ' /* a */ /* }, * */'])
        : ''
    return above + inner + part + comma + behind
  })
  return (open ?? '') + style.eol + rows.join(style.eol) + style.eol + indent + (close ?? '')
}

const quoted = (key: string): string => (/^\w+$/.test(key) ? key : JSON.stringify(key))

/** An edit, and what it does to a model. Edits of one case touch different keys, so that none contradicts another. */
function edit(random: Random, root: Obj, key: string): Readonly<Record<string, unknown>> {
  const now = Object.hasOwn(root, key) ? root[key] : undefined
  const wanted = value(random, 2)
  if (Array.isArray(now) && random.next() < 0.7) {
    if (!now.some((item) => JSON.stringify(sorted(item)) === JSON.stringify(sorted(wanted)))) now.push(wanted)
    return { append: quoted(key), value: wanted }
  }
  if (random.next() < 0.3) {
    Reflect.deleteProperty(root, key)
    return { remove: quoted(key) }
  }
  if (
    (now === undefined || (typeof now === 'object' && now !== null && !Array.isArray(now))) &&
    random.next() < 0.6
  ) {
    const inner = random.pick(KEYS)
    define(root, key, { ...Object.fromEntries(Object.entries(now ?? {})), [inner]: wanted })
    const parent = root[key]
    if (typeof parent === 'object' && parent !== null && !Array.isArray(parent)) define(parent, inner, wanted)
    return { set: `${quoted(key)}.${quoted(inner)}`, value: wanted }
  }
  define(root, key, wanted)
  return { set: quoted(key), value: wanted }
}

const define = (target: Obj, key: string, inner: Json): void => {
  Object.defineProperty(target, key, { value: inner, enumerable: true, configurable: true, writable: true })
}

const sorted = (of: Json): Json =>
  Array.isArray(of)
    ? of.map(sorted)
    : typeof of === 'object' && of !== null
      ? Object.fromEntries(
          Object.entries(of)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]) => [key, sorted(item)]),
        )
      : of

/** JSON.parse of a text with comments and trailing commas: the strings stay, the rest goes. */
const parsed = (source: string): Json => {
  const strict = jsonc.stripComments(source).replaceAll(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1')
  return JSON.parse(strict) as Json
}

test(`config_edit does what a model says, once, and gives back every byte (${CASES} random cases)`, async () => {
  const counts = new Map<string, number>()
  for (let seed = 1; seed <= CASES; seed++) {
    const random = new Random(seed)
    const style: Style = {
      eol: random.pick(['\n', '\r\n']),
      unit: random.pick(['  ', '    ', '\t']),
      comments: random.next() < 0.5,
      trailing: random.next() < 0.3,
      compact: random.next() < 0.15,
    }
    const model = object(random, 4)
    const before = text(random, model, style) + random.pick(['', style.eol])
    const keys = KEYS.filter(() => random.next() < 0.4)
    if (keys.length === 0) continue
    const edits = keys.map((key) => edit(random, model, key))
    for (const one of edits)
      for (const kind of Object.keys(one)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const raw = { target: 'f.json', edits }
    const look = readerOf({ 'f.json': before })
    const settings = settingsOf(configEdit, raw)
    const told = `seed ${seed}\n${before}\n${JSON.stringify(edits)}`
    const kept = keptOf(configEdit, settings, look)
    carryOut(await prepare(configEdit, raw, look), look)
    const after = look.files.get('f.json') ?? ''
    assert.deepEqual(sorted(parsed(after)), sorted(model), `${told}\n${after}`)
    assert.deepEqual(await prepare(configEdit, raw, look), [], `a second run of ${told}\n${after}`)
    assert.equal(await configEdit.holds?.(settings, look), true, told)
    for (const order of [kept, kept.toReversed()])
      assert.equal(configEdit.giveBack?.(settings.target, order, look), before, `${told}\n${after}`)
  }
  for (const kind of ['set', 'remove', 'append'])
    assert.ok((counts.get(kind) ?? 0) > 100, `${kind} was tried too seldom`)
})
