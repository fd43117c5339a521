/** The text of a roadmap that was drafted: YAML with its reasons as comments. */
import type { Draft, DraftGroup, DraftItem, DraftPhase, DraftTask, Value } from './draft.js'

export interface Written {
  readonly text: string
  /** By id. */
  readonly tasks: ReadonlyMap<string, DraftTask>
  /** The task whose lines a line (from 1) is one of, or of the nearest one above. */
  at(line: number): DraftTask | undefined
}

export function writeRoadmap({ name, about, phases }: Draft, schema: string): Written {
  const lines: string[] = []
  const tasks = new Map<string, DraftTask>()
  const starts: (readonly [number, DraftTask])[] = []
  const put = (...more: readonly string[]): void => void lines.push(...more)
  put(
    `# yaml-language-server: $schema=${schema}`,
    ...about.map(comment),
    'version: 1',
    `name: ${scalar(name)}`,
  )
  put('', 'phases:')
  for (const [i, phase] of phases.entries()) {
    if (i > 0) put('')
    put(...phaseHead(phase))
    let count = 0
    for (const group of phase.groups) {
      put(...indented(6, groupHead(group)))
      for (const task of group.tasks) {
        const id = `${/\d+$/.exec(phase.id)?.[0] ?? i + 1}.${++count}`
        tasks.set(id, task)
        starts.push([lines.length + 1, task])
        put(...indented(10, taskLines(id, task)))
      }
    }
    if (phase.checkpoint.length > 0)
      put('    checkpoint:', ...indented(6, phase.checkpoint.flatMap(itemLines)))
  }
  return {
    text: `${lines.join('\n')}\n`,
    tasks,
    at: (line) => starts.findLast(([start]) => start <= line)?.[1],
  }
}

const comment = (line: string): string => (line === '' ? '#' : `# ${line}`)

const indented = (by: number, lines: readonly string[]): string[] =>
  lines.map((line) => ' '.repeat(by) + line)

function phaseHead({ id, name, why, dependsOn, parallelWith }: DraftPhase): string[] {
  const ids = (key: string, values: readonly string[] | undefined): string[] =>
    values === undefined ? [] : [`    ${key}: ${flow(values)}`]
  return [
    ...indented(2, why.map(comment)),
    `  - id: ${id}`,
    `    name: ${scalar(name)}`,
    ...ids('depends_on', dependsOn),
    ...ids('parallel_with', parallelWith),
    '    groups:',
  ]
}

function groupHead({ id, name, why, execution, maxParallel, tasks }: DraftGroup): string[] {
  return [
    ...(why === undefined ? [] : [comment(why)]),
    `- id: ${id}`,
    `  name: ${scalar(name)}`,
    ...(tasks.length < 2 ? [] : [`  execution: ${execution}`]),
    ...(maxParallel === undefined || tasks.length <= maxParallel ? [] : [`  max_parallel: ${maxParallel}`]),
    '  tasks:',
  ]
}

function taskLines(id: string, { type, name, why, keys }: DraftTask): string[] {
  const head: readonly (readonly [string, Value])[] = [
    ['id', id],
    ['name', name],
    ['type', type],
  ]
  return [comment(why), ...mapLines([...head, ...keys])]
}

const itemLines = ({ why, keys }: DraftItem): string[] => [
  ...(why === undefined ? [] : [comment(why)]),
  ...mapLines([...keys]),
]

/** A map as an item of a list: its first key after the dash. */
function mapLines(keys: readonly (readonly [string, Value])[]): string[] {
  return keys
    .flatMap(([key, value]) => keyLines(key, value))
    .map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`))
}

function keyLines(key: string, value: Value): string[] {
  if (typeof value === 'string' && value.includes('\n'))
    return [`${key}: |`, ...indented(2, value.trimEnd().split('\n'))]
  if (!isMap(value)) return [`${key}: ${flow(value)}`]
  const inner = [...value].flatMap(([one, its]) => keyLines(one, its))
  return [`${key}:`, ...indented(2, inner)]
}

const isMap = (value: Value): value is ReadonlyMap<string, Value> => value instanceof Map

function flow(value: Value): string {
  if (typeof value === 'string') return scalar(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(flow).join(', ')}]`
  return `{ ${[...value].map(([key, one]) => `${key}: ${flow(one)}`).join(', ')} }`
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Plain where YAML reads it back as the same text, in a flow list too; else in quotes, which JSON and YAML share. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z./_][\w./+@ ()%=&-]*$/.test(text) && !text.endsWith(' ') && !/^(?:\.+|[.\d_e+-]+)$/i.test(text)
  const isWord = /^(?:true|false|null|yes|no|on|off|y|n|\.inf|\.nan)$/i.test(text)
  return isPlain && !isWord ? text : JSON.stringify(text)
}
