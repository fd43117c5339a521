/** The settings of `config_edit`: a file and the edits of it, each with its faults. */
import type { Diagnostic, Result } from '../../lib/core/diagnostic.js'
import { failed, fault, nearest, ok } from '../../lib/core/diagnostic.js'
import type { Path } from '../../lib/core/place.js'
import type { Reading, Where } from '../settings.js'
import { at, file, inside, list, map, object, orElse, quoted, wrong } from '../settings.js'
import type { Action } from './action.js'
import { actions } from './actions/index.js'
import type { Edit } from './edits.js'
import { contradiction } from './edits.js'
import { FORMATS, formatOf } from './formats.js'
import type { Segments } from './path.js'
import { printPath, readPath } from './path.js'
import type { Json } from './value.js'
import { asJson, child, isObject } from './value.js'

export interface Settings {
  readonly target: Path
  readonly work: Work
}

/** What is done: edits as the roadmap names them, or those that an action finds. */
export type Work =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'action'; readonly action: Action; readonly options: unknown }

export const settings: Reading<Settings> = (raw, where) => {
  if (typeof raw === 'object' && raw !== null && 'edits' in raw) return withEdits(raw, where)
  const named = object<Named>({ target, action, with: orElse(map, {}) })(raw, where)
  if (!named.ok) return named
  const { target: file, action: chosen, with: given } = named.value
  const options = chosen.options(given, inside(where, 'with'))
  return options.ok
    ? ok({ target: file, work: { kind: 'action', action: chosen, options: options.value } })
    : options
}

interface Named {
  readonly target: Path
  readonly action: Action
  readonly with: Readonly<Record<string, unknown>>
}

function withEdits(raw: object, where: Where): Result<Settings> {
  if ('action' in raw)
    return failed(
      fault(
        'bad-value',
        'a task has `action` or `edits`, and this has both',
        where.locate([...where.keys, 'action'], 'key'),
      ),
    )
  const result = object<{ target: Path; edits: readonly Edit[] }>({ target, edits })(raw, where)
  if (!result.ok) return result
  const faults = contradictions(result.value.edits, inside(where, 'edits'))
  if (faults.length > 0) return failed(...faults)
  return ok({ target: result.value.target, work: { kind: 'edits', edits: result.value.edits } })
}

const action: Reading<Action> = (raw, where) => {
  if (raw === undefined)
    return failed(
      fault(
        'missing-key',
        '`edits` or `action` is missing: what is to be done?',
        where.locate(where.keys.slice(0, -1)),
      ),
    )
  if (typeof raw !== 'string') return wrong(raw, where, 'the name of an action')
  const found = actions.get(raw)
  if (found !== undefined) return ok(found)
  const near = nearest(raw, [...actions.keys()])
  const hint =
    near === undefined ? `the actions are ${quoted([...actions.keys()])}` : `nearest name: \`${near}\``
  return failed(fault('bad-value', `there is no action \`${raw}\``, at(where), hint))
}

const target: Reading<Path> = (raw, where) => {
  const result = file(raw, where)
  if (!result.ok || formatOf(result.value) !== undefined) return result as Result<Path>
  return failed(
    fault('bad-value', `\`${result.value}\` cannot be edited: files of ${FORMATS} can`, at(where)),
  )
}

const KEYS = {
  set: ['set', 'value'],
  remove: ['remove'],
  append: ['append', 'value', 'unless'],
  insert_before: ['insert_before', 'value'],
  insert_after: ['insert_after', 'value'],
  merge: ['merge', 'value'],
} as const
type Kind = keyof typeof KEYS
const KINDS = Object.keys(KEYS) as Kind[]

/** One as it stands in the roadmap: a `merge` is as many as it has values. */
const edit: Reading<readonly Edit[]> = (raw, where) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return wrong(raw, where, 'a map such as `set: PATH`')
  const given = new Map<string, unknown>(Object.entries(raw))
  const kinds = KINDS.filter((name) => given.has(name))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1)
    return failed(
      fault('bad-value', `an edit has one of ${quoted(KINDS)}, and this has ${kinds.length}`, at(where)),
    )
  const known: readonly string[] = KEYS[kind]
  const faults = [...given.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => unknown(key, kind, where))
  const segments = pathOfEdit(given.get(kind), kind, inside(where, kind))
  const value = kind === 'remove' ? ok(null) : json(given.get('value'), inside(where, 'value'))
  const unless = given.has('unless') ? json(given.get('unless'), inside(where, 'unless')) : ok(undefined)
  if (!segments.ok || !value.ok || !unless.ok || faults.length > 0)
    return failed(
      ...faults,
      ...[segments, value, unless].flatMap((result) => (result.ok ? [] : result.faults)),
    )
  if (kind === 'merge' && !isObject(value.value))
    return wrong(given.get('value'), inside(where, 'value'), 'a map')
  const made = make(kind, segments.value, value.value, unless.value)
  const unstable = made.map(renames).find((one) => one !== undefined)
  return unstable === undefined ? ok(made) : failed(fault('bad-value', unstable, at(inside(where, kind))))
}

const edits: Reading<readonly Edit[]> = (raw, where) =>
  Array.isArray(raw) && raw.length === 0
    ? wrong(raw, where, 'a list of edits')
    : flattened(list(edit, 'a list of edits')(raw, where))

const flattened = (result: Result<readonly (readonly Edit[])[]>): Result<readonly Edit[]> =>
  result.ok ? ok(result.value.flat()) : result

function make(kind: Kind, path: Segments, value: Json, unless: Json | undefined): readonly Edit[] {
  switch (kind) {
    case 'remove':
      return [{ do: kind, path }]
    case 'append':
      return [{ do: kind, path, value, ...(unless === undefined ? {} : { unless }) }]
    case 'merge':
      return merged(path, value)
    default:
      return [{ do: kind, path, value }]
  }
}

/** A map merges key by key, as deep as both are maps; what is no map is set. */
function merged(path: Segments, value: Json): Edit[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [{ do: 'set', path, value }]
  return Object.entries(value).flatMap(([key, inner]) => merged([...path, { kind: 'key', key }], inner))
}

function unknown(key: string, kind: Kind, where: Where): Diagnostic {
  const near = nearest(key, KEYS[kind])
  const hint =
    near === undefined ? `the keys of \`${kind}\` are ${quoted(KEYS[kind])}` : `nearest name: \`${near}\``
  return fault(
    'unknown-key',
    `there is no key \`${key}\` here`,
    where.locate([...where.keys, key], 'key'),
    hint,
  )
}

function pathOfEdit(raw: unknown, kind: Kind, where: Where): Result<Segments> {
  if (typeof raw !== 'string') return wrong(raw, where, 'a path such as `scripts.test`')
  const reading = readPath(raw)
  if (!reading.ok)
    return failed(
      fault(
        'bad-value',
        `the path \`${raw}\` cannot be read: ${reading.message}`,
        placed(raw, reading.offset, where),
      ),
    )
  const { segments } = reading
  if (segments.some((segment) => segment.kind === 'item'))
    return failed(
      fault('bad-value', `the path \`${raw}\` chooses an item by \`[=…]\`: say \`[key=value]\``, at(where)),
    )
  if (kind === 'remove' && segments.some((segment) => segment.kind === 'index'))
    return failed(
      fault(
        'bad-value',
        `\`remove\` takes no index, and \`${raw}\` has one`,
        at(where),
        'say which item by `[name=value]`: an index means another item the next time',
      ),
    )
  if (kind.startsWith('insert_') && segments.at(-1)?.kind === 'key')
    return failed(
      fault(
        'bad-value',
        `\`${kind}\` takes the path of an item, and \`${raw}\` is that of a key`,
        at(where),
        'such as `steps[name=Test]` or `steps[0]`',
      ),
    )
  return ok(segments)
}

/** The very column, where the path is written as it is or in quotes. */
function placed(text: string, offset: number, where: Where) {
  const span = at(where)
  const quotes = span.length - text.length
  if (quotes !== 0 && quotes !== 2) return span
  return { ...span, column: span.column + offset + quotes / 2, length: Math.max(1, text.length - offset) }
}

const json: Reading<Json> = (raw, where) => {
  const value = raw === undefined ? undefined : asJson(raw)
  return value === undefined ? wrong(raw, where, 'a value that JSON has') : ok(value)
}

/** An edit that changes what its own path chooses by could not be found again. */
function renames(edit: Edit): string | undefined {
  const [chosen, last] = edit.path.slice(-2)
  if (edit.do !== 'set' && edit.do !== 'remove') return undefined
  if (last?.kind === 'match' && edit.do === 'set' && child(edit.value, last.by) !== last.value)
    return `the value has to keep \`${last.by}\` as \`${last.value}\`, by which \`${printPath(edit.path)}\` chooses the item`
  if (chosen?.kind !== 'match' || last?.kind !== 'key' || last.key !== chosen.by) return undefined
  return `\`${printPath(edit.path)}\` changes what it chooses the item by: choose it by another key`
}

function contradictions(all: readonly Edit[], where: Where): Diagnostic[] {
  return all.flatMap((later, i) => {
    const message = all
      .slice(0, i)
      .map((earlier) => contradiction(earlier, later))
      .find((one) => one !== undefined)
    return message === undefined
      ? []
      : [fault('two-values', message, at(inside(where, i)), 'take one of the edits away')]
  })
}
