/** The forecast: what each task's verdict would be, in an order in which they could run. */
import type { Graph, Node, Wait } from './graph.js'
import type { Reason, Verdict } from './reason.js'
import type { RunRecord } from './record.js'
import type { Task, TaskId } from './task.js'

export interface Step {
  readonly task: Task
  readonly verdict: Verdict
  readonly waitsFor: readonly Wait[]
  readonly record?: RunRecord
}

export interface Plan {
  /** In an order in which they could run; what is fresh or skipped too. */
  readonly steps: readonly Step[]
  /** The longest chain of tasks that will or may run, by recorded times. */
  readonly critical: { readonly tasks: readonly TaskId[]; readonly ms: number }
  /** The most tasks that could run at one time. */
  readonly width: number
}

/** Why a task is as it is, back to the root: each link is the task that wrote what made the one before it stale. */
export interface Link {
  readonly task: TaskId
  readonly verdict: Verdict
  /** Why it ran last, where it is fresh now. */
  readonly because: readonly Reason[]
  /** What the link has to do with the one before: the path it wrote. Absent for the first. */
  readonly wrote?: string
}

const mayRun = ({ verdict }: Step): boolean => verdict.kind === 'stale' || verdict.kind === 'unsettled'

/** The longest chain by recorded times; a task without a record counts as 1 ms, so that long chains of new tasks win. */
export function criticalPath(graph: Graph, steps: readonly Step[]): Plan['critical'] {
  const running = new Map(steps.filter(mayRun).map((step) => [step.task.id, step]))
  const best = new Map<Node, { ms: number; through: Node | undefined }>()
  let last: Node | undefined
  for (const node of graph.order) {
    let through: Node | undefined
    let ms = 0
    for (const { to } of graph.needs[node] ?? []) {
      const before = best.get(to)
      if (before !== undefined && before.ms > ms) [ms, through] = [before.ms, to]
    }
    const step = running.get(graph.targets[node]?.task.id ?? ('' as TaskId))
    if (step !== undefined) ms += Math.max(1, step.record?.ms ?? 0)
    best.set(node, { ms, through })
    if (last === undefined || ms > (best.get(last)?.ms ?? 0)) last = node
  }
  const tasks: TaskId[] = []
  for (let node = last; node !== undefined; node = best.get(node)?.through) {
    const id = graph.targets[node]?.task.id
    if (id !== undefined && running.has(id)) tasks.unshift(id)
  }
  const ms = tasks.reduce((sum, id) => sum + (running.get(id)?.record?.ms ?? 0), 0)
  return { tasks, ms }
}

/** The most tasks in one wave, where each task runs in the first wave in which all it waits for has ended. */
export function widthOf(graph: Graph, steps: readonly Step[]): number {
  const running = new Set(steps.filter(mayRun).map(({ task }) => task.id))
  const wave = new Int32Array(graph.needs.length)
  const width = new Map<number, number>()
  for (const node of graph.order) {
    let first = 0
    for (const { to } of graph.needs[node] ?? []) first = Math.max(first, wave[to] ?? 0)
    const id = graph.targets[node]?.task.id
    if (id !== undefined && running.has(id)) {
      width.set(first, (width.get(first) ?? 0) + 1)
      first++
    }
    wave[node] = first
  }
  return Math.max(0, ...width.values())
}

/** The chain from a task back to the root of its staleness, a link a task; `steps` are a plan's, by task. */
export function chainOf(
  id: TaskId,
  steps: ReadonlyMap<TaskId, Step>,
  seen: readonly TaskId[] = [],
  wrote?: string,
): Link[] {
  const step = steps.get(id)
  if (step === undefined || seen.includes(id)) return []
  const because = step.record?.because ?? []
  const link: Link = {
    task: id,
    verdict: step.verdict,
    because: step.verdict.kind === 'fresh' ? because : [],
    ...(wrote === undefined ? {} : { wrote }),
  }
  const next = before(step, because)
  return next === undefined ? [link] : [link, ...chainOf(next.id, steps, [...seen, id], next.wrote)]
}

/** Who is behind a step: the writer of the first input that changed, or the first task it is unsettled behind. */
function before({ verdict }: Step, because: readonly Reason[]): { id: TaskId; wrote?: string } | undefined {
  if (verdict.kind === 'unsettled')
    return verdict.behind[0] === undefined ? undefined : { id: verdict.behind[0] }
  for (const reason of verdict.kind === 'stale' ? verdict.reasons : because)
    if ('by' in reason) return { id: reason.by, wrote: reason.path }
  return undefined
}
