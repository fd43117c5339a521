/** Checkpoint items as the tasks that they are. */
import type { TaskId } from '../core/task.js'
import { UNIGNORED } from '../core/task.js'
import type { Fields, Part } from './source.js'
import { fieldsOf, textOf, textsOf } from './source.js'
import type { WrittenTask } from './written.js'

/** `phase-1/unit-tests`; ends in a slash where the name has nothing to make an id of. */
export function itemId(phase: string, name: string): TaskId {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${phase}/${slug}` as TaskId
}

/** Which recipe an item is for is told by which key it has. */
export function writtenItem(part: Part, phase: string): WrittenTask {
  const { data } = part
  const name = textOf(data.name) ?? ''
  const id = itemId(phase, name)
  const shared = { part, kind: 'checkpoint item', id, name, unlessSaid: [UNIGNORED] } as const
  if (data.coverage !== undefined)
    return {
      ...shared,
      type: 'coverage',
      settings: { ...fieldsOf(data.coverage), ...pick(data, 'cwd') },
      under: 'coverage',
    }
  if (data.workflows !== undefined)
    return {
      ...shared,
      unlessSaid: [], // It reads the files that it names, and no others.
      type: 'workflows',
      settings: { workflows: textsOf(data.workflows).map(({ text }) => text) },
    }
  return { ...shared, type: 'command', settings: pick(data, 'run', 'cwd') }
}

const pick = (data: Fields, ...keys: readonly string[]): Fields =>
  Object.fromEntries(keys.flatMap((key) => (data[key] === undefined ? [] : [[key, data[key]]])))
