/** One `make`: the lock, what a dead run left, the faces, the run itself, and what it comes to. */
import type { Emit, Event, Renderer, Summary } from '../core/event.js'
import type { Node } from '../core/graph.js'
import type { Hold } from '../core/held.js'
import type { Side } from '../core/merge.js'
import type { TaskId } from '../core/task.js'
import type { Execution } from '../engine/execute.js'
import { execute } from '../engine/execute.js'
import { recover } from '../engine/transaction.js'
import { exitOfSignal } from './exit.js'
import type { OpenWorld, Outside } from './outside.js'
import type { Workspace } from './workspace.js'

export interface Session {
  readonly workspace: Workspace
  readonly outside: Outside
  readonly renderer: Renderer
  readonly wanted: ReadonlySet<Node>
  readonly forced: ReadonlySet<Node>
  readonly jobs: number
  readonly failFast: boolean
  readonly keepGoing: boolean
  readonly side?: Side
  readonly follows: boolean
  readonly hold?: Hold
  readonly words?: NonNullable<Execution['words']>
  readonly stop: AbortController
}

export interface Ended {
  readonly exit: number
  readonly summary: Summary
}

/** Runs what is stale of `wanted`, in a world that is open for writing. */
export async function runSession(session: Session, world: OpenWorld): Promise<Ended> {
  const { workspace, outside, stop } = session
  const run = runId(outside.now())
  const emit = emitter(session, world, run)
  const unlisten = listen(outside, stop, world)
  try {
    await endOrphans(world, emit)
    sayRecovered(world, emit)
    const targets = [...session.wanted].flatMap((node) => workspace.graph.targets[node]?.task.id ?? [])
    emit({ type: 'planned', run, tasks: targets, jobs: session.jobs })
    const { graph } = workspace
    const caps = capsOf(workspace)
    const summary = await execute({ ...session, world, graph, emit, run, caps, stop: stop.signal })
    const exit = exitOf(summary, stop.signal)
    emit({ type: 'ended', ok: exit === 0, exit, summary })
    return { exit, summary }
  } finally {
    unlisten()
  }
}

/** Sorts by time, and no two in a millisecond of one machine meet: one writer at a time. */
const runId = (now: number): string => new Date(now).toISOString().replace(/[-:]/g, '').replace('.', '-')

/** Every event to the face, and to the run's log once something is worth logging: a make with nothing to do leaves none. */
function emitter({ renderer, outside }: Session, world: OpenWorld, run: string): Emit {
  let log: ((line: string) => void) | undefined
  let held: string[] = []
  return (event) => {
    const stamped = { ...event, at: new Date(outside.now()).toISOString() }
    renderer.take(stamped)
    if (isFresh(event)) return
    const line = JSON.stringify(stamped)
    if (log === undefined && event.type !== 'started' && event.type !== 'finished') {
      held.push(line)
      return
    }
    log ??= world.runLog(run)
    for (const earlier of held) log(earlier)
    held = []
    log(line)
  }
}

const isFresh = (event: Event): boolean => event.type === 'judged' && event.verdict.kind === 'fresh'

/** The first signal ends the run in order; the second ends what is left at once. */
function listen(outside: Outside, stop: AbortController, world: OpenWorld): () => void {
  return outside.onSignal((signal) => {
    if (stop.signal.aborted) world.shell.killAll()
    else stop.abort(signal)
  })
}

/** Commands that outlived the run that started them are ended before anything touches what they write. */
async function endOrphans(world: OpenWorld, emit: Emit): Promise<void> {
  for (const [task, { group }] of world.store.state.running)
    if (group !== undefined && (await world.shell.endOrphan(group)))
      emit({ type: 'noticed', task, text: 'a command that outlived its run was ended' })
}

function sayRecovered(world: OpenWorld, emit: Emit): void {
  const { finished, returned, left } = recover(world)
  for (const task of finished)
    emit({ type: 'noticed', task, text: 'what a run that died had begun to write was finished' })
  for (const task of returned)
    emit({ type: 'noticed', task, text: 'what a run that died had begun to write was taken back' })
  if (left.length > 0)
    emit({
      type: 'noticed',
      text: 'left as they are, since somebody else changed them meanwhile',
      paths: left,
    })
}

function capsOf({ roadmap }: Workspace): Map<string, number> {
  const groups = roadmap.phases.flatMap((phase) => phase.groups)
  return new Map(
    groups.flatMap(({ id, maxParallel }) => (maxParallel === undefined ? [] : [[id, maxParallel]])),
  )
}

function exitOf(summary: Summary, stop: AbortSignal): number {
  if (stop.aborted) return exitOfSignal(String(stop.reason))
  if (summary.failed > 0) return 1
  return summary.waiting > 0 ? 3 : 0
}

/** A name for a task in messages: the roadmap's. */
export const nameOf =
  ({ graph }: Workspace) =>
  (task: TaskId): string =>
    graph.targets[graph.index.get(task) ?? -1]?.task.name ?? task
