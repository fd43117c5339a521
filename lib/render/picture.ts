/** Who waits for whom as a picture: the text of a mermaid or dot graph. */
import type { Wait } from '../core/graph.js'
import type { Plan, Step } from '../core/plan.js'
import { label } from './words.js'

export type Format = 'mermaid' | 'dot'

interface Node {
  readonly id: string
  readonly text: string
  /** A point where many arrows meet, so that 500 tasks before 500 are 1,000 arrows and not 250,000. */
  readonly isJoin: boolean
}

interface Picture {
  readonly nodes: readonly Node[]
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly because: string }[]
}

export function planGraph(plan: Plan, format: Format, by: 'task' | 'group'): string {
  const picture = pictureOf(plan.steps, by)
  return format === 'mermaid' ? mermaid(picture) : dot(picture)
}

/** Key of what stands for a step: itself, or its group; a checkpoint is a group of its own. */
const standsFor = ({ task }: Step, by: 'task' | 'group'): { key: string; text: string } => {
  if (by === 'task') return { key: `task ${task.id}`, text: label(task.id, task.name) }
  if (task.group !== undefined) return { key: `group ${task.group}`, text: task.group }
  return { key: `checkpoint ${task.phase}`, text: `${task.phase} checkpoint` }
}

function pictureOf(steps: readonly Step[], by: 'task' | 'group'): Picture {
  const nodes = new Map<string, Node>()
  const arrows = new Map<string, { from: string; to: string; because: string }>()
  const keyOf = new Map<string, string>()

  function node(key: string, text: string, isJoin: boolean): string {
    const there = nodes.get(key) ?? { id: `n${nodes.size}`, text, isJoin }
    nodes.set(key, there)
    return there.id
  }
  function arrow(from: string, to: string, because: string): void {
    if (from !== to) arrows.set(`${from} ${to}`, arrows.get(`${from} ${to}`) ?? { from, to, because })
  }

  for (const step of steps) {
    const { key, text } = standsFor(step, by)
    keyOf.set(step.task.id, node(key, text, false))
  }
  for (const wait of steps.flatMap(({ waitsFor }) => waitsFor)) joinOf(wait)
  for (const { task, waitsFor } of steps) {
    const to = keyOf.get(task.id) ?? ''
    for (const wait of waitsFor) {
      const from = 'task' in wait ? keyOf.get(wait.task) : joinOf(wait)
      if (from !== undefined) arrow(from, to, wait.because)
    }
    for (const join of [nodes.get(`all of ${task.group ?? ''}`), nodes.get(`all of ${task.phase}`)])
      if (join !== undefined) arrow(to, join.id, '')
  }
  return { nodes: [...nodes.values()], arrows: [...arrows.values()] }

  function joinOf(wait: Wait): string | undefined {
    if ('task' in wait) return undefined
    if ('phase' in wait) return node(`all of ${wait.phase}`, `all of ${wait.phase}`, true)
    return nodes.get(`group ${wait.group}`)?.id ?? node(`all of ${wait.group}`, `all of ${wait.group}`, true)
  }
}

function mermaid({ nodes, arrows }: Picture): string {
  const text = (node: Node): string => node.text.replaceAll('#', '#35;').replaceAll('"', '#quot;')
  return [
    'flowchart LR',
    ...nodes.map((node) =>
      node.isJoin ? `  ${node.id}(("${text(node)}"))` : `  ${node.id}["${text(node)}"]`,
    ),
    ...arrows.map(({ from, to, because }) => `  ${from} -->${because === '' ? '' : `|${because}|`} ${to}`),
    '',
  ].join('\n')
}

function dot({ nodes, arrows }: Picture): string {
  const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return [
    'digraph roadmap {',
    '  rankdir=LR',
    ...nodes.map(
      ({ id, text, isJoin }) => `  ${id} [label=${quote(text)}, shape=${isJoin ? 'ellipse' : 'box'}]`,
    ),
    ...arrows.map(
      ({ from, to, because }) => `  ${from} -> ${to}${because === '' ? '' : ` [label=${quote(because)}]`}`,
    ),
    '}',
    '',
  ].join('\n')
}
