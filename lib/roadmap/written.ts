/** Tasks, and texts of them, as they are written: before variables, defaults and paths are worked out. */
import type { TaskId } from '../core/task.js'
import type { Fields, Part, Steps } from './source.js'
import { idOf, listOf, textOf, textsOf } from './source.js'
import { commonKeys } from './tasktypes.js'

/** A text, and where it is written: that need not be in the task that it counts for. */
export interface Written {
  readonly text: string
  readonly part: Part
  readonly steps: Steps
}

/** The texts of a list of a part. */
export const writtenIn = (part: Part, key: string): Written[] =>
  textsOf(listOf(part.data[key])).map(({ text, path }) => ({ text, part, steps: [key, ...path] }))

/** A task, or an item of a checkpoint. */
export interface WrittenTask {
  readonly part: Part
  readonly kind: 'task' | 'checkpoint item'
  readonly id: TaskId
  readonly name: string
  readonly type: string
  readonly settings: Fields
  /** The key that its settings stand under, where they do not stand in the task itself. */
  readonly under?: string
  /** What it reads where it names no inputs. */
  readonly unlessSaid: readonly string[]
}

/** The settings of a recipe are the keys that not every task has. */
export function writtenTask(part: Part): WrittenTask {
  const { data } = part
  const id = idOf(part) ?? ''
  return {
    part,
    kind: 'task',
    id: id as TaskId,
    name: textOf(data.name) ?? id,
    type: textOf(data.type) ?? '',
    settings: Object.fromEntries(Object.entries(data).filter(([key]) => !commonKeys.has(key))),
    unlessSaid: [],
  }
}

/** The key that its id is made of. */
export const idKey = ({ kind }: WrittenTask): 'id' | 'name' => (kind === 'task' ? 'id' : 'name')

/** Steps to a setting, from the task. */
export function stepsTo({ part, under }: WrittenTask, steps: Steps): Steps {
  if (under === undefined || Object.hasOwn(part.data, String(steps[0]))) return steps
  return [under, ...steps]
}

export const labelOf = ({ kind, id }: WrittenTask): string =>
  id === '' ? `a ${kind} without an id` : `${kind} \`${id}\``
