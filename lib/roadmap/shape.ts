/** Unknown keys, bad values and missing keys: what the schema says against a file, told as a person would. */
import type { Diagnostic } from '../core/diagnostic.js'
import { fault, nearest } from '../core/diagnostic.js'
import type { Data, Fields, Part, Source } from './source.js'
import { fieldsOf, isFields, locate, writtenAt } from './source.js'
import type { SchemaFault } from './validator.generated.js'
import { included, roadmap } from './validator.generated.js'

/** The first file of a draft is the roadmap, the others are included. */
export function shapeFaults(source: Source, isRoadmap: boolean): Diagnostic[] {
  if (source.root === null) {
    const message = `\`${source.file}\` is empty, and must have \`version\` and \`phases\``
    return [fault('missing-key', message, { file: source.file, line: 1, column: 1, length: 0 })]
  }
  const validate = isRoadmap ? roadmap : included
  if (validate(source.root)) return []
  const whole: Part = { source, data: source.root as Fields }
  return (validate.errors ?? []).flatMap((error) => told(error, whole) ?? [])
}

function told(error: SchemaFault, whole: Part): Diagnostic | undefined {
  const steps = stepsOf(error.instancePath, whole.data)
  switch (error.keyword) {
    case 'if':
      return undefined
    case 'additionalProperties':
      return unknownKey(String(error.params.additionalProperty), steps, error, whole)
    case 'propertyNames':
      return badName(String(error.params.propertyName), steps, whole)
    case 'required':
      return missingKey(String(error.params.missingProperty), steps, whole)
    default:
      return error.propertyName === undefined ? badValue(steps, error, whole) : undefined
  }
}

type Steps = readonly (string | number)[]

function unknownKey(key: string, steps: Steps, { parentSchema }: SchemaFault, whole: Part): Diagnostic {
  const known = Object.keys(parentSchema.properties ?? {})
  const near = nearest(key, known)
  return fault(
    'unknown-key',
    `${ownerOf(steps, whole)} has an unknown key, \`${key}\``,
    locate(whole, [...steps, key], 'key'),
    near === undefined ? `its keys are ${listed(known, 'and')}` : `nearest name: \`${near}\``,
  )
}

function badName(name: string, steps: Steps, whole: Part): Diagnostic {
  const message = `\`${name}\` is no name of a variable: it must be letters, digits, \`_\` and \`-\``
  return fault('bad-value', message, locate(whole, [...steps, name], 'key'))
}

function missingKey(key: string, steps: Steps, whole: Part): Diagnostic {
  const isItem = steps.at(-2) === 'checkpoint' && key === 'run'
  const what = isItem ? '`run`, `coverage` or `workflows`' : `\`${key}\``
  return fault('missing-key', `${ownerOf(steps, whole)} has no ${what}`, locate(whole, [...steps, key]))
}

function badValue(steps: Steps, error: SchemaFault, whole: Part): Diagnostic {
  const { title, type, enum: choices } = error.parentSchema
  const value = valueAt(whole.data, steps)
  const right = title ?? (choices === undefined ? RIGHT[String(type)] : listed(choices)) ?? 'another value'
  const message = `${ownerOf(steps, whole)} is ${actual(value)}, and must be ${right}`
  const hint = choices === undefined ? quoted(value, steps, error, whole) : nearHint(value, choices)
  return fault('bad-value', message, locate(whole, steps), hint)
}

const RIGHT: Record<string, string> = { boolean: '`true` or `false`', array: 'a list', string: 'a text' }

/** YAML takes `1.10` for the number 1.1. */
function quoted(value: Data | undefined, steps: Steps, { keyword, params }: SchemaFault, whole: Part) {
  const wantsText = keyword === 'type' && [params.type].flat().includes('string')
  if (!wantsText || (typeof value !== 'number' && typeof value !== 'boolean')) return undefined
  return `quote it: \`"${writtenAt(whole, steps) ?? String(value)}"\``
}

function nearHint(value: Data | undefined, choices: readonly string[]): string | undefined {
  const near = typeof value === 'string' ? nearest(value, choices) : undefined
  if (near !== undefined) return `nearest name: \`${near}\``
  return choices.length > 2 ? `they are ${listed(choices, 'and')}` : undefined
}

const listed = (names: readonly string[], last = 'or'): string =>
  names
    .map((name) => `\`${name}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ` ${last} `)

function actual(value: Data | undefined): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map'
  if (value === '') return 'an empty text'
  const text = String(value)
  return `${typeof value === 'number' ? 'the number ' : ''}\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
}

/** `retries.attempts` of task `a`, phase `phase-1`, the roadmap: who has, or is, what is at fault. */
function ownerOf(steps: Steps, whole: Part): string {
  for (let length = steps.length; length > 0; length--) {
    const named = nameOf(steps.slice(0, length), whole.data)
    if (named === undefined) continue
    return length === steps.length ? named : `\`${dotted(steps.slice(length))}\` of ${named}`
  }
  return steps.length === 0 ? `\`${whole.source.file}\`` : `\`${dotted(steps)}\``
}

const KINDS = new Map([
  ['phases', 'phase'],
  ['groups', 'group'],
  ['tasks', 'task'],
  ['checkpoint', 'checkpoint item'],
])

/** Phases, groups, tasks and checkpoint items have names; `["phases", 0, "tasks"]` has none. */
function nameOf(steps: Steps, data: Data): string | undefined {
  const [list, index] = steps.slice(-2)
  const kind = typeof index === 'number' && typeof list === 'string' ? KINDS.get(list) : undefined
  if (kind === undefined || steps.length > 6) return undefined
  const fields = fieldsOf(valueAt(data, steps))
  const name = fields[list === 'checkpoint' ? 'name' : 'id']
  if (typeof name !== 'string' && typeof name !== 'number') return `${kind} ${Number(index) + 1}`
  return `${kind} \`${name}\``
}

const dotted = (steps: Steps): string =>
  steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')

function valueAt(data: Data, steps: Steps): Data | undefined {
  let at: Data | undefined = data
  for (const step of steps)
    at =
      typeof step === 'number'
        ? Array.isArray(at)
          ? (at as Data[])[step]
          : undefined
        : isFields(at)
          ? at[step]
          : undefined
  return at
}

/** A JSON pointer; what leads into a list is a number. */
function stepsOf(pointer: string, data: Data): (string | number)[] {
  const steps: (string | number)[] = []
  let at: Data | undefined = data
  for (const written of pointer.split('/').slice(1)) {
    const name = written.replaceAll('~1', '/').replaceAll('~0', '~')
    const step = Array.isArray(at) ? Number(name) : name
    steps.push(step)
    at = valueAt(at ?? null, [step])
  }
  return steps
}
