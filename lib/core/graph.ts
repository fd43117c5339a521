/**
 * Who waits for whom, and because of what.
 *
 * Nodes are tasks and, at the borders of groups and phases, empty joins, so that 500 tasks before 500 do not make 250,000
 * edges:   task ─► end of its group ─► end of the phase's tasks ─► checkpoint ─► end of the phase ─► start of the next
 */
import type { Diagnostic, Span } from './diagnostic.js'
import { fault } from './diagnostic.js'
import type { Because, Draft, Edge, Join, Node } from './edge.js'
import { inferEdges } from './infer.js'
import { topologicalOrder } from './order.js'
import { findOwners, ownerOf } from './owners.js'
import type { Target } from './target.js'
import type { Group, Phase, Roadmap, TaskId } from './task.js'
import type { Globs } from './world.js'

export type { Because, Edge, Node } from './edge.js'

/** One thing that a task waits for. */
export type Wait =
  | { readonly task: TaskId; readonly because: Because }
  | { readonly group: string; readonly because: Because }
  | { readonly phase: string; readonly because: Because }

export interface Graph {
  /** In the order of the file. Node i is targets[i]. */
  readonly targets: readonly Target[]
  readonly joins: readonly Join[]
  readonly index: ReadonlyMap<TaskId, Node>
  /** What each node waits for. */
  readonly needs: readonly (readonly Edge[])[]
  /** Every node, each after all that it waits for; otherwise in the order of the file. */
  readonly order: readonly Node[]
}

/** Builds the graph, or tells every fault: missing dependencies of `task:` inputs, two owners of a place, cycles. */
export function buildGraph(
  roadmap: Roadmap,
  targets: readonly Target[],
  globs: Globs,
): { readonly graph?: Graph; readonly faults: readonly Diagnostic[] } {
  const draft: Draft = { targets, joins: [], index: new Map(), needs: targets.map(() => []) }
  for (const [i, { task }] of targets.entries()) draft.index.set(task.id, i)
  explicitEdges(draft, roadmap)
  const explicit = topologicalOrder(draft.needs)
  if (explicit.cycles.length > 0) {
    const cycles = explicit.cycles.map((cycle) => cycleFault(draft, cycle))
    return { faults: [...cycles, ...findOwners(targets).faults] }
  }
  const inferred = inferEdges(draft, explicit.order, globs)
  if (inferred.faults.length > 0) return { faults: inferred.faults }
  if (inferred.cycles.length > 0) return { faults: inferred.cycles.map((cycle) => cycleFault(draft, cycle)) }
  const isMade = (path: string): boolean => ownerOf(inferred.owners, path) !== undefined
  const known = targets.map((target) => ({ ...target, isMade }))
  return { graph: { ...draft, targets: known, order: inferred.order }, faults: [] }
}

function explicitEdges(draft: Draft, roadmap: Roadmap): void {
  const starts = new Map<string, Node>()
  const ends = new Map<string, Node>()
  const join = (kind: Join['kind'], id: string, at: Map<string, Node>): Node => {
    const node = draft.needs.push([]) - 1
    draft.joins.push({ kind, id })
    at.set(id, node)
    return node
  }
  for (const phase of roadmap.phases) {
    join('phase', phase.id, starts)
    for (const group of phase.groups) {
      join('group', group.id, starts)
      join('group', group.id, ends)
    }
    join('phase', phase.id, ends)
  }
  const node = (id: string): Node | undefined => draft.index.get(id as TaskId) ?? ends.get(id)
  const wait = (from: Node | undefined, to: Node | undefined, because: Because, at?: Span): void => {
    if (from !== undefined && to !== undefined)
      draft.needs[from]?.push({ to, because, ...(at === undefined ? {} : { at }) })
  }
  for (const phase of roadmap.phases) {
    phaseEdges(phase, draft, starts, ends, wait)
    for (const group of phase.groups) groupEdges(group, phase, draft, starts, ends, wait)
  }
  for (const [i, { task }] of draft.targets.entries())
    for (const { id, at } of task.dependsOn) wait(i, node(id), 'depends-on', at)
}

type AddWait = (from: Node | undefined, to: Node | undefined, because: Because, at?: Span) => void
type Border = ReadonlyMap<string, Node>

function phaseEdges(phase: Phase, draft: Draft, starts: Border, ends: Border, wait: AddWait): void {
  const [start, end] = [starts.get(phase.id), ends.get(phase.id)]
  for (const { id, at } of phase.dependsOn) wait(start, ends.get(id), 'phase', at)
  for (const group of phase.groups) wait(end, ends.get(group.id), 'group')
  wait(end, start, 'phase')
  let above: Node | undefined
  for (const item of phase.checkpoint) {
    const node = draft.index.get(item.id)
    wait(node, start, 'phase')
    for (const group of phase.groups) wait(node, ends.get(group.id), 'group')
    wait(node, above, 'sequential')
    wait(end, node, 'phase')
    above = node
  }
}

function groupEdges(
  group: Group,
  phase: Phase,
  draft: Draft,
  starts: Border,
  ends: Border,
  wait: AddWait,
): void {
  const [start, end] = [starts.get(group.id), ends.get(group.id)]
  wait(start, starts.get(phase.id), 'phase')
  for (const { id, at } of group.dependsOn) wait(start, ends.get(id), 'group', at)
  wait(end, start, 'group')
  let above: Node | undefined
  for (const task of group.tasks) {
    const node = draft.index.get(task.id)
    wait(node, start, 'group')
    wait(end, node, 'group')
    if (group.execution === 'sequential') wait(node, above, 'sequential')
    above = node
  }
}

/** `cycle[i]` waits for `cycle[i + 1]`, the last for the first. The place is that of an edge that somebody wrote. */
function cycleFault(draft: Draft, cycle: readonly Node[]): Diagnostic {
  const links = cycle.map((from, i) => {
    const to = cycle[(i + 1) % cycle.length] ?? from
    return { from, edge: draft.needs[from]?.find((edge) => edge.to === to) }
  })
  const story = links.map(({ from, edge }) => {
    if (edge === undefined) return nameOf(draft, from)
    return `${nameOf(draft, from)} waits for ${nameOf(draft, edge.to)} (${edge.because})`
  })
  const written = links.find(({ edge }) => edge?.at !== undefined)?.edge?.at
  const first = draft.targets[Math.min(...cycle)]
  const at = written ?? first?.task.at ?? { file: '', line: 1, column: 1, length: 0 }
  return fault('cycle', `a cycle: ${story.join(', ')}`, at, 'take one of these away')
}

function nameOf(draft: Draft, node: Node): string {
  const target = draft.targets[node]
  if (target !== undefined) return `\`${target.task.id}\``
  const join = draft.joins[node - draft.targets.length]
  return join === undefined ? 'something' : `${join.kind} \`${join.id}\``
}

/** What a task waits for, as somebody would tell it: tasks, groups and phases, the borders of its own left out. */
export function waitsFor(graph: Graph, node: Node): Wait[] {
  const waits = new Map<string, Wait>()
  const own = new Set([graph.targets[node]?.task.group, graph.targets[node]?.task.phase])
  const seen = new Set<Node>()
  const visit = (from: Node): void => {
    for (const { to, because } of graph.needs[from] ?? []) {
      const target = graph.targets[to]
      const join = graph.joins[to - graph.targets.length]
      if (target !== undefined) {
        const key = `task ${target.task.id}`
        if (from === node && !waits.has(key)) waits.set(key, { task: target.task.id, because })
      } else if (join !== undefined && !seen.has(to)) {
        seen.add(to)
        if (own.has(join.id)) visit(to)
        else if (join.kind === 'group') waits.set(`group ${join.id}`, { group: join.id, because })
        else waits.set(`phase ${join.id}`, { phase: join.id, because })
      }
    }
  }
  visit(node)
  return [...waits.values()]
}

/** The nodes themselves and all that they need; `same-file` orders only and pulls nothing in. */
export function withNeeds(graph: Graph, nodes: Iterable<Node>): Set<Node> {
  const found = new Set(nodes)
  for (const node of found)
    for (const { to, because } of graph.needs[node] ?? []) if (because !== 'same-file') found.add(to)
  return found
}

/** Which of `earlier` does `later` wait for, by any path? */
export function waitedFor(graph: Graph, later: Node, earlier: ReadonlySet<Node>): Set<Node> {
  const found = new Set<Node>()
  const seen = new Set([later])
  for (const node of seen) {
    if (node !== later && earlier.has(node) && found.add(node).size === earlier.size) break
    for (const { to } of graph.needs[node] ?? []) seen.add(to)
  }
  return found
}

/** The tasks whose writing may change what a task reads. */
export function producers(graph: Graph, node: Node): Node[] {
  return (graph.needs[node] ?? [])
    .filter(({ because }) => because === 'reads-output' || because === 'same-file')
    .map(({ to }) => to)
}
