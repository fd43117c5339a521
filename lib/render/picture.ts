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

interface Arrow {
  readonly from: string
  readonly to: string
  readonly because: string
}

interface Picture {
  readonly nodes: readonly Node[]
  readonly arrows: readonly Arrow[]
}

export function planGraph(plan: Plan, format: Format, by: 'task' | 'group'): string {
  const picture = pictureOf(plan.steps, by)
  return format === 'mermaid' ? mermaid(picture) : dot(picture)
}

function pictureOf(steps: readonly Step[], by: 'task' | 'group'): Picture {
  const { nodes, arrows, node, arrow } = canvas()
  const boxes = new Map(steps.map((step) => [step.task.id, boxOf(step)]))
  const awaited = new Set<string>()

  /** The box of a task: its own, or its group's; a checkpoint is a group of its own. */
  function boxOf({ task }: Step): string {
    if (by === 'task') return node(`task ${task.id}`, label(task.id, task.name))
    if (task.group !== undefined) return node(`group ${task.group}`, task.group)
    return node(`checkpoint ${task.phase}`, `${task.phase} checkpoint`)
  }

  function join(name: string): string {
    awaited.add(name)
    return node(`all of ${name}`, `all of ${name}`, true)
  }

  /** Where the arrow of a wait comes from. */
  function source(wait: Wait, phase: string): string | undefined {
    if ('task' in wait) return boxes.get(wait.task)
    if ('group' in wait) return by === 'task' ? join(wait.group) : node(`group ${wait.group}`, wait.group)
    if (wait.because !== 'phase') return join(wait.phase)
    // Every task of a phase waits for the phases before: once for all of them.
    const start = node(`start of ${phase}`, `start of ${phase}`, true)
    arrow(join(wait.phase), start, wait.because)
    return start
  }

  for (const { task, waitsFor } of steps)
    for (const wait of waitsFor) arrow(source(wait, task.phase), boxes.get(task.id), wait.because)
  for (const { task } of steps)
    for (const name of [task.group, task.phase])
      if (name !== undefined && awaited.has(name)) arrow(boxes.get(task.id), join(name))
  return { nodes: [...nodes.values()], arrows: [...arrows.values()] }
}

/** Nodes by key and arrows by their ends: whatever is drawn twice is there once. */
function canvas() {
  const nodes = new Map<string, Node>()
  const arrows = new Map<string, Arrow>()
  return {
    nodes,
    arrows,
    node: (key: string, text: string, isJoin = false): string => {
      const drawn = nodes.get(key) ?? { id: `n${nodes.size}`, text, isJoin }
      nodes.set(key, drawn)
      return drawn.id
    },
    arrow: (from: string | undefined, to: string | undefined, because = ''): void => {
      if (from === undefined || to === undefined || from === to) return
      const ends = `${from} ${to}`
      if (!arrows.has(ends)) arrows.set(ends, { from, to, because })
    },
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
