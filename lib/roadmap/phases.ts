/** Phases and groups of an outline with all in them worked out: who waits for whom, defaults, tasks. */
import type { Target } from '../core/target.js'
import type { Group, Phase, Task } from '../core/task.js'
import { fault } from '../core/diagnostic.js'
import { writtenItem } from './checkpoint.js'
import type { Defaults } from './defaults.js'
import { defaultsOf } from './defaults.js'
import type { GroupOutline, PhaseOutline } from './outline.js'
import { given } from './outline.js'
import type { Part } from './source.js'
import { locate, textOf } from './source.js'
import type { Around, Tools } from './tasks.js'
import { readTask } from './tasks.js'
import type { Scope } from './variables.js'
import { scopeOf } from './variables.js'
import type { WrittenTask } from './written.js'
import { writtenIn, writtenTask } from './written.js'

/** What is given to all that lies inside. */
export interface Outer {
  readonly defaults: Defaults
  readonly scope: Scope
}

/** `targets` takes up those tasks that could be bound, in the order of the roadmap. */
export function readPhases(
  outlines: readonly PhaseOutline[],
  outer: Outer,
  tools: Tools,
  targets: Target[],
): Phase[] {
  const waits = phaseOrder(outlines, tools)
  const read = (written: WrittenTask, around: Around): Task => {
    const { task, target } = readTask(written, around, tools)
    if (target !== undefined) targets.push(target)
    return task
  }
  return outlines.map((outline, i) => {
    const { id, parts } = outline
    const around = { phase: id, ...inside(parts, outer, tools) }
    return {
      id,
      name: nameOf(parts, id),
      dependsOn: waits[i] ?? [],
      groups: outline.groups.map((group) => readGroup(group, around, tools, read)),
      checkpoint: outline.items.map((part) => read(writtenItem(part, id), around)),
    }
  })
}

function readGroup(
  { id, parts, tasks }: GroupOutline,
  phase: Around,
  tools: Tools,
  read: (written: WrittenTask, around: Around) => Task,
): Group {
  const around = { phase: phase.phase, group: id, ...inside(parts, phase, tools) }
  const maxParallel = given(parts, 'max_parallel')?.value
  return {
    id,
    name: nameOf(parts, id),
    execution: given(parts, 'execution')?.value === 'sequential' ? 'sequential' : 'parallel',
    ...(typeof maxParallel === 'number' ? { maxParallel } : {}),
    dependsOn: entries(parts, 'depends_on').filter(({ id: other, at }) =>
      tools.names.check(other, ['group'], `group \`${id}\` needs`, at, phase.phase),
    ),
    tasks: tasks.map((part) => read(writtenTask(part), around)),
  }
}

function inside(parts: readonly Part[], { defaults, scope }: Outer, tools: Tools): Outer {
  return {
    defaults: parts.reduce((outer, part) => defaultsOf(part, outer, tools.report), defaults),
    scope: parts.reduce((outer, part) => scopeOf(part, outer), scope),
  }
}

const nameOf = (parts: readonly Part[], id: string): string => textOf(given(parts, 'name')?.value) ?? id

type Entries = Phase['dependsOn']

function entries(parts: readonly Part[], key: string): Entries {
  const found = given(parts, key)
  if (found === undefined) return []
  return writtenIn(found.part, key).map(({ text, steps }) => ({ id: text, at: locate(found.part, steps) }))
}

/** Whom each phase waits for: those that it names, or else every phase above that does not run beside it. */
function phaseOrder(outlines: readonly PhaseOutline[], { names, report }: Tools): Entries[] {
  const beside = new Map<string, Set<string>>(outlines.map(({ id }) => [id, new Set()]))
  for (const { id, parts } of outlines)
    for (const other of entries(parts, 'parallel_with')) {
      if (!names.check(other.id, ['phase'], `phase \`${id}\` runs beside`, other.at)) continue
      beside.get(id)?.add(other.id)
      beside.get(other.id)?.add(id)
    }
  return outlines.map(({ id, at, parts }, i) => {
    if (given(parts, 'depends_on') === undefined)
      return outlines
        .slice(0, i)
        .flatMap((above) => (beside.get(id)?.has(above.id) === true ? [] : [{ id: above.id, at }]))
    return entries(parts, 'depends_on').filter((other) => {
      if (!names.check(other.id, ['phase'], `phase \`${id}\` needs`, other.at)) return false
      if (beside.get(id)?.has(other.id) !== true) return true
      const message = `phase \`${id}\` needs \`${other.id}\`, and \`parallel_with\` says that neither waits for the other`
      report(fault('bad-value', message, other.at))
      return false
    })
  })
}
