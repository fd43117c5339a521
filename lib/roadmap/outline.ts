/** Phases, groups, tasks and checkpoint items of all files, merged by phase and group id, not yet looked into. */
import type { Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import { itemId } from './checkpoint.js'
import type { Names, Report } from './names.js'
import type { Draft } from './parse.js'
import type { Data, Part, Source } from './source.js'
import { fieldsOf, idOf, isFields, listOf, locate, textOf } from './source.js'

export interface GroupOutline {
  readonly id: string
  readonly at: Span
  /** One for each file that it stands in. */
  readonly parts: Part[]
  readonly tasks: Part[]
}

export interface PhaseOutline {
  readonly id: string
  readonly at: Span
  readonly parts: Part[]
  readonly groups: GroupOutline[]
  readonly items: Part[]
}

/** Every id is made known to `names`, so that whatever is named afterwards can be found. */
export function outlineOf({ sources }: Draft, names: Names, report: Report): PhaseOutline[] {
  const phases: PhaseOutline[] = []
  for (const source of sources)
    for (const part of partsOf(source, fieldsOf(source.root).phases)) {
      // What the first file says goes on with nothing: there is no search for it.
      const isFirst = source === sources[0]
      const phase = (isFirst ? undefined : joined(phases, part, report)) ?? newPhase(phases, part, names)
      for (const item of partsOf(source, part.data.checkpoint)) phase.items.push(item)
      for (const data of partsOf(source, part.data.groups)) {
        const group =
          (isFirst ? undefined : joined(phase.groups, data, report)) ?? newGroup(phase, data, names)
        addTasks(group, data, names)
      }
    }
  for (const { id, items } of phases) for (const item of items) nameItem(id, item, names, report)
  return phases
}

function newPhase(phases: PhaseOutline[], part: Part, names: Names): PhaseOutline {
  const phase = { ...named(part, names, 'phase'), parts: [part], groups: [], items: [] }
  phases.push(phase)
  return phase
}

function newGroup(phase: PhaseOutline, part: Part, names: Names): GroupOutline {
  const group = { ...named(part, names, 'group', phase.id), parts: [part], tasks: [] }
  phase.groups.push(group)
  return group
}

function addTasks(group: GroupOutline, part: Part, names: Names): void {
  for (const task of partsOf(part.source, part.data.tasks)) {
    named(task, names, 'task')
    group.tasks.push(task)
  }
}

function named(part: Part, names: Names, kind: 'task' | 'group' | 'phase', within?: string) {
  const id = idOf(part)
  const at = locate(part, ['id'])
  if (id !== undefined) names.add(kind, id, at, within)
  return { id: id ?? '', at }
}

function nameItem(phase: string, item: Part, names: Names, report: Report): void {
  const name = textOf(item.data.name)
  if (name === undefined) return
  const id = itemId(phase, name)
  if (!id.endsWith('/')) names.add('task', id, locate(item, ['name']))
  else
    report(
      fault(
        'bad-value',
        `the name \`${name}\` of a checkpoint item becomes its id, and must have a letter from a to z or a digit`,
        locate(item, ['name']),
      ),
    )
}

/** The phase or group of an earlier file that this one goes on with. In one file it is a second one of the same id. */
function joined<T extends { readonly id: string; readonly parts: Part[] }>(
  earlier: readonly T[],
  part: Part,
  report: Report,
): T | undefined {
  const id = idOf(part)
  const same = earlier.find((one) => one.id === id && one.parts.every(({ source }) => source !== part.source))
  if (same === undefined) return undefined
  for (const [key, value] of Object.entries(part.data)) {
    const first = given(same.parts, key)
    if (ADDED.has(key) || first === undefined || JSON.stringify(first.value) === JSON.stringify(value))
      continue
    const { file, line, column } = locate(first.part, [key])
    const message = `\`${key}\` of \`${same.id}\` stands at ${file}:${line}:${column} already, with another value`
    report(fault('duplicate-key', message, locate(part, [key], 'key')))
  }
  same.parts.push(part)
  return same
}

const ADDED = new Set(['groups', 'tasks', 'checkpoint'])

/** What the first part that has the key says. */
export function given(parts: readonly Part[], key: string): { part: Part; value: Data } | undefined {
  for (const part of parts) {
    const value = part.data[key]
    if (value !== undefined) return { part, value }
  }
  return undefined
}

const partsOf = (source: Source, list: Data | undefined): Part[] =>
  listOf(list).flatMap((data) => (isFields(data) ? [{ source, data }] : []))
