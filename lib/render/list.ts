/** The tasks of a roadmap in short. */
import type { Roadmap, Task } from '../core/task.js'
import { oneLine, paintFor } from './paint.js'
import { displayWidth, pad } from './width.js'
import { label, saysMore } from './words.js'

export function listText(roadmap: Roadmap, colour = false): string {
  const paint = paintFor(colour)
  const lines = roadmap.phases.flatMap((phase) => [
    paint.bold(oneLine(label(phase.id, phase.name))),
    ...phase.groups.flatMap((group) => [`  ${oneLine(label(group.id, group.name))}`, ...rows(group.tasks)]),
    ...(phase.checkpoint.length === 0 ? [] : ['  checkpoint', ...rows(phase.checkpoint)]),
  ])
  return lines.map((line) => `${line}\n`).join('')
}

function rows(tasks: readonly Task[]): string[] {
  const named = tasks.filter(({ id, name }) => saysMore(id, name))
  const ids = named.reduce((most, { id }) => Math.max(most, displayWidth(id)), 0)
  return tasks.map(({ id, name, type, labels }) => {
    const marks = labels.length === 0 ? '' : `, ${labels.join(', ')}`
    const title = saysMore(id, name) ? `${pad(id, ids)}  ${oneLine(name)}` : id
    return `    ${title} (${type}${marks})`
  })
}
