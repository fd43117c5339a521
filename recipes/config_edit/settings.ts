/** The settings of `config_edit`: a file and the edits of it, each with its faults. */
import type { Diagnostic, Result } from '../../lib/core/diagnostic.js'
import { failed, fault, nearest, ok } from '../../lib/core/diagnostic.js'
import type { Path } from '../../lib/core/place.js'
import type { Reading, Where } from '../settings.js'
import { at, file, inside, list, object, quoted, wrong } from '../settings.js'
import type { Edit } from './edits.js'
import { contradiction } from './edits.js'
import type { Segments } from './path.js'
import { printPath, readPath } from './path.js'
import type { Json } from './value.js'
import { asJson, child } from './value.js'

export interface Settings {
  readonly target: Path
  readonly edits: readonly Edit[]
}

export const settings: Reading<Settings> = (raw, where) => {
  const early = action(raw, where)
  if (early !== undefined) return failed(early)
  const result = object<Settings>({ target, edits })(raw, where)
  if (!result.ok) return result
  const faults = contradictions(result.value.edits, inside(where, 'edits'))
  return faults.length > 0 ? failed(...faults) : result
}

function action(raw: unknown, where: Where): Diagnostic | undefined {
  if (typeof raw !== 'object' || raw === null || !('action' in raw)) return undefined
  return fault(
    'bad-value',
    '`action` is not available yet: use `edits`',
    where.locate([...where.keys, 'action'], 'key'),
  )
}

const NOT_YET = /\.(?:ya?ml|toml|[cm]?[jt]sx?|ini|cfg|py|xml)$/

const target: Reading<Path> = (raw, where) => {
  const result = file(raw, where)
  if (!result.ok) return result
  const extension = NOT_YET.exec(result.value)?.[0]
  if (extension === undefined) return ok(result.value as Path)
  const message = `\`${result.value}\` cannot be edited yet: files of JSON and JSONC can, and \`${extension}\` is neither`
  return failed(fault('bad-value', message, at(where)))
}

const KINDS = ['set', 'remove', 'append'] as const
const LATER = ['insert_before', 'insert_after', 'merge']
const KEYS = { set: ['set', 'value'], remove: ['remove'], append: ['append', 'value', 'unless'] }

const edit: Reading<Edit> = (raw, where) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return wrong(raw, where, 'a map such as `set: PATH`')
  const given = new Map<string, unknown>(Object.entries(raw))
  const later = LATER.find((name) => given.has(name))
  if (later !== undefined)
    return failed(
      fault(
        'bad-value',
        `\`${later}\` is not available yet: use \`set\` or \`append\``,
        where.locate([...where.keys, later], 'key'),
      ),
    )
  const kinds = KINDS.filter((name) => given.has(name))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1)
    return failed(
      fault('bad-value', `an edit has one of ${quoted(KINDS)}, and this has ${kinds.length}`, at(where)),
    )
  const faults = [...given.keys()]
    .filter((key) => !KEYS[kind].includes(key))
    .map((key) => unknown(key, kind, where))
  const segments = pathOfEdit(given.get(kind), kind, inside(where, kind))
  const value = kind === 'remove' ? ok(null) : json(given.get('value'), inside(where, 'value'))
  const unless = given.has('unless') ? json(given.get('unless'), inside(where, 'unless')) : ok(undefined)
  if (!segments.ok || !value.ok || !unless.ok || faults.length > 0)
    return failed(
      ...faults,
      ...[segments, value, unless].flatMap((result) => (result.ok ? [] : result.faults)),
    )
  const made = make(kind, segments.value, value.value, unless.value)
  const unstable = renames(made)
  return unstable === undefined ? ok(made) : failed(fault('bad-value', unstable, at(inside(where, kind))))
}

const edits: Reading<readonly Edit[]> = (raw, where) =>
  Array.isArray(raw) && raw.length === 0
    ? wrong(raw, where, 'a list of edits')
    : list(edit, 'a list of edits')(raw, where)

function make(kind: Edit['do'], path: Segments, value: Json, unless: Json | undefined): Edit {
  if (kind === 'remove') return { do: kind, path }
  if (kind === 'set') return { do: kind, path, value }
  return { do: kind, path, value, ...(unless === undefined ? {} : { unless }) }
}

function unknown(key: string, kind: keyof typeof KEYS, where: Where): Diagnostic {
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

function pathOfEdit(raw: unknown, kind: Edit['do'], where: Where): Result<Segments> {
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
  if (edit.do === 'append') return undefined
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
