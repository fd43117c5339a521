/** Settles tasks as their needs settle, as many at a time as may be. */
import type { Emit, Outcome, Summary } from '../core/event.js'
import type { Graph, Node } from '../core/graph.js'
import type { Present } from '../core/decide.js'
import type { Hold } from '../core/held.js'
import type { Side } from '../core/merge.js'
import type { Reason } from '../core/reason.js'
import { Refusal } from '../core/recipe.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { judgeOne } from './judge.js'
import { Holders } from './later.js'
import type { Performance } from './perform.js'
import { ReadyQueue } from './queue.js'
import { settle } from './settle.js'

export interface Execution {
  readonly world: World
  readonly graph: Graph
  readonly emit: Emit
  readonly run: string
  /** Tasks to bring up to date; the others are passed over, for order only. */
  readonly wanted: ReadonlySet<Node>
  readonly jobs: number
  /** `max_parallel` by group id. */
  readonly caps: ReadonlyMap<string, number>
  readonly forced: ReadonlySet<Node>
  /** After a failure nothing new starts. */
  readonly failFast: boolean
  /** What does not wait for the failed task goes on, whatever `fail_fast` the roadmap says. */
  readonly keepGoing: boolean
  readonly stop: AbortSignal
  readonly side?: Side
  readonly follows: boolean
  readonly hold?: Hold
  /** Arguments for the command of this one task, which then is not recorded. */
  readonly words?: { readonly node: Node; readonly words: readonly string[] }
}

/** Runs what is stale. Resolves when all has settled or, after `stop`, when nothing runs any more. */
export async function execute(execution: Execution): Promise<Summary> {
  return await new Run(execution).go()
}

class Run {
  private readonly queue: ReadyQueue
  private readonly stage: Performance
  private readonly running = new Set<Promise<void>>()
  private readonly busy = new Map<string, number>()
  private readonly held = new Map<string, Node[]>()
  private readonly blocked = new Map<Node, string>()
  private readonly counts = { done: 0, fresh: 0, failed: 0, waiting: 0, cancelled: 0, skipped: 0 }
  private failedFast = false

  constructor(private readonly execution: Execution) {
    const { graph, world, run, emit, stop, side, follows } = execution
    this.queue = new ReadyQueue(graph)
    const holders = new Holders(graph, world)
    this.stage = { world, run, emit, stop, holders, follows, ...(side === undefined ? {} : { side }) }
  }

  async go(): Promise<Summary> {
    const startedAt = this.execution.world.clock.now()
    for (;;) {
      while (this.running.size < this.execution.jobs) {
        const node = this.queue.take()
        if (node === undefined) break
        this.visit(node)
      }
      if (this.running.size === 0) break
      await Promise.race(this.running)
    }
    return { ...this.counts, ms: this.execution.world.clock.now() - startedAt }
  }

  /** Passes over what is not wanted, tells what is blocked, judges the rest; what is stale is started. */
  private visit(node: Node): void {
    const target = this.execution.graph.targets[node]
    if (target === undefined || !this.execution.wanted.has(node)) {
      this.free(node, this.blocked.get(node))
      return
    }
    const because = this.blocked.get(node) ?? this.halted()
    if (because !== undefined) {
      this.end(node, { kind: 'cancelled', because }, 0)
      return
    }
    const { group } = target.task
    const cap = group === undefined ? undefined : this.execution.caps.get(group)
    if (group !== undefined && cap !== undefined && (this.busy.get(group) ?? 0) >= cap) {
      this.held.set(group, [...(this.held.get(group) ?? []), node])
      return
    }
    this.judgeAndStart(node)
  }

  private judgeAndStart(node: Node): void {
    const { execution } = this
    const target = execution.graph.targets[node]
    if (target === undefined) return
    const { id } = target.task
    const words = execution.words?.node === node ? execution.words.words : []
    const { present, verdict } = judgeOne(
      node,
      execution.graph,
      execution.world,
      execution.forced.has(node) || words.length > 0,
    )
    execution.emit({ type: 'judged', task: id, verdict })
    if (verdict.kind === 'fresh') {
      this.counts.fresh++
      this.free(node, undefined)
    } else if (verdict.kind === 'skipped') {
      this.end(node, { kind: 'skipped', because: verdict.because }, 0)
    } else {
      const reasons = verdict.kind === 'stale' ? verdict.reasons : []
      const because = execution.hold?.(id, reasons, present)
      if (because !== undefined) {
        this.end(node, { kind: 'cancelled', because }, 0)
        return
      }
      const startedAt = execution.world.clock.now()
      this.occupy(target.task.group, 1)
      const done: Promise<void> = this.settled(node, present, reasons, words).then((outcome) => {
        this.running.delete(done)
        if (outcome.kind === 'failed' && !execution.keepGoing && (execution.failFast || target.task.failFast))
          this.failedFast = true
        this.end(node, outcome, execution.world.clock.now() - startedAt)
        this.occupy(target.task.group, -1)
      })
      this.running.add(done)
    }
  }

  /** What the state's own folder refuses (a full disk) ends the run in order: what runs ends, nothing new starts. */
  private async settled(
    node: Node,
    present: Present,
    reasons: readonly Reason[],
    words: readonly string[],
  ): Promise<Outcome> {
    const target = this.execution.graph.targets[node]
    if (target === undefined) return { kind: 'done' }
    try {
      return await settle(target, node, present, reasons, this.stage, words)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.failedFast = true
      return { kind: 'failed', message: error.message }
    }
  }

  private occupy(group: string | undefined, by: 1 | -1): void {
    const cap = group === undefined ? undefined : this.execution.caps.get(group)
    if (group === undefined || cap === undefined) return
    this.busy.set(group, (this.busy.get(group) ?? 0) + by)
    const held = this.held.get(group) ?? []
    while (by < 0 && (this.busy.get(group) ?? 0) < cap) {
      const next = held.shift()
      if (next === undefined) return
      this.visit(next)
    }
  }

  private end(node: Node, outcome: Outcome, ms: number): void {
    const task = this.execution.graph.targets[node]?.task.id
    this.counts[outcome.kind]++
    if (task !== undefined) this.execution.emit({ type: 'finished', task, outcome, ms })
    this.free(node, blocks(outcome, task))
  }

  private free(node: Node, because: string | undefined): void {
    for (const { node: dependent, orders } of this.queue.settled(node))
      if (because !== undefined && !orders && !this.blocked.has(dependent))
        this.blocked.set(dependent, because)
  }

  private halted(): string | undefined {
    if (this.execution.stop.aborted) return 'the run was interrupted'
    return this.failedFast ? 'another task failed' : undefined
  }
}

/** Why those who wait for a task with this outcome cannot run; undefined where they can. */
function blocks(outcome: Outcome, task: TaskId | undefined): string | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'skipped':
      return undefined
    case 'failed':
      return `\`${task ?? ''}\` failed`
    case 'waiting':
      return `\`${task ?? ''}\` waits for a person`
    case 'cancelled':
      return outcome.because
  }
}
