/** The words of a command line to the tasks that they mean. */
import { nearest } from '../core/diagnostic.js'
import type { Target } from '../core/target.js'
import type { Roadmap, Task, TaskId } from '../core/task.js'
import { tasksOf } from '../core/task.js'
import type { Globs } from '../core/world.js'
import { normal } from './paths.js'

export type Selection = { readonly tasks: Set<TaskId> } | { readonly message: string; readonly hint?: string }

/** No words mean everything. The first word that means nothing is told, with the name that was probably meant. */
export function select(
  words: readonly string[],
  roadmap: Roadmap,
  targets: readonly Target[],
  globs: Globs,
): Selection {
  if (words.length === 0) return { tasks: new Set(tasksOf(roadmap).map(({ id }) => id)) }
  const named = namesOf(roadmap)
  const tasks = new Set<TaskId>()
  for (const word of words) {
    const meant = word.startsWith('label:')
      ? labelled(word.slice('label:'.length), roadmap)
      : (named.get(word) ?? numbered(word, named) ?? claimed(word, targets) ?? matched(word, named, globs))
    if (meant === undefined) return missed(word, named, roadmap)
    for (const id of meant) tasks.add(id)
  }
  return { tasks }
}

type Named = ReadonlyMap<string, readonly TaskId[]>

const idsOf = (tasks: readonly Task[]): TaskId[] => tasks.map(({ id }) => id)

/** By the id of each phase, group and task: its tasks. */
function namesOf(roadmap: Roadmap): Named {
  const named = new Map<string, readonly TaskId[]>()
  for (const { id, groups, checkpoint } of roadmap.phases) {
    named.set(id, idsOf([...groups.flatMap(({ tasks }) => tasks), ...checkpoint]))
    for (const group of groups) named.set(group.id, idsOf(group.tasks))
  }
  for (const { id } of tasksOf(roadmap)) named.set(id, [id])
  return named
}

const numbered = (word: string, named: Named): readonly TaskId[] | undefined =>
  /^\d+$/.test(word) ? named.get(`phase-${word}`) : undefined

function labelled(label: string, roadmap: Roadmap): TaskId[] | undefined {
  const tasks = tasksOf(roadmap).filter(({ labels }) => labels.includes(label))
  return tasks.length === 0 ? undefined : idsOf(tasks)
}

/** As in Make: a file stands for those who write it, and so does a file of a folder for who writes the folder. */
function claimed(word: string, targets: readonly Target[]): TaskId[] | undefined {
  const read = normal(word)
  if (!('path' in read)) return undefined
  const path = read.path.replace(/\/$/, '')
  const tasks = targets.flatMap(({ task, claims }) =>
    claims.some((claim) => claim.path === path || covers(claim.path, path)) ? [task.id] : [],
  )
  return tasks.length === 0 ? undefined : tasks
}

const covers = (folder: string, path: string): boolean =>
  folder.endsWith('/') && `${path}/`.startsWith(folder)

function matched(word: string, named: Named, globs: Globs): TaskId[] | undefined {
  if (!globs.isGlob(word)) return undefined
  const matches = globs.matcher([word])
  const tasks = [...named].flatMap(([id, meant]) => (matches(id) ? meant : []))
  return tasks.length === 0 ? undefined : tasks
}

function missed(word: string, named: Named, roadmap: Roadmap): Selection {
  const labels = new Set(tasksOf(roadmap).flatMap((task) => task.labels.map((label) => `label:${label}`)))
  const isLabel = word.startsWith('label:')
  const near = nearest(word, isLabel ? labels : named.keys())
  const message = isLabel
    ? `no task has the label \`${word.slice('label:'.length)}\``
    : `no task, group, phase or output is called \`${word}\``
  return near === undefined ? { message } : { message, hint: `nearest name: \`${near}\`` }
}
