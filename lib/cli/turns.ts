/** What `watch` goes round with: the roadmap as it stands, the ears, and a make for each turn. */
import type { Node } from '../core/graph.js'
import { withNeeds } from '../core/graph.js'
import type { Held, Hold } from '../core/held.js'
import type { TaskId } from '../core/task.js'
import type { Watcher } from '../core/world.js'
import type { Notices } from '../engine/notices.js'
import type { Turn, Watching } from '../engine/watch.js'
import { foldersOf } from '../engine/watched.js'
import { reasonsText } from '../render/reasons.js'
import type { WatchShape } from '../render/watching.js'
import { changedLine, heldText, restLine, whyLines } from '../render/watching.js'
import type { Reporter } from './faces.js'
import { faceOf } from './faces.js'
import { InForce } from './inforce.js'
import type { Key } from './keys.js'
import type { Context, OpenWorld, WorldOptions } from './outside.js'
import { quietly } from './quietly.js'
import { runSession } from './session.js'
import type { Workspace } from './workspace.js'

export interface TurnsOptions {
  readonly context: Context
  readonly stop: AbortController
  readonly notices: Notices
  readonly jobs: number
  readonly reporter: Reporter | undefined
  readonly verbose: boolean
  readonly colour: boolean
  /** The targets that are watched, of a roadmap that has them. */
  readonly select: (workspace: Workspace) => Promise<ReadonlySet<Node>>
  /** The roadmap read anew; undefined where it is at fault or has not what is watched, which is told. */
  readonly reopen: () => Promise<Workspace | undefined>
  readonly openWorld: (workspace: Workspace, more: Partial<WorldOptions>) => Promise<OpenWorld>
}

export class Turns implements Watching {
  private watcher: Watcher | undefined
  /** What a key asked for beyond what is stale. */
  private asked: 'all' | 'failed' | undefined
  private failing: readonly TaskId[] = []
  private readonly held = new Map<TaskId, string>()
  private readonly since: string
  private last: string | null = null
  private isMaking = false
  /** Why the tasks of the last turn ran. */
  private why = new Map<TaskId, string>()
  /** Something was said since the last word on waiting. */
  private hasSpoken = true
  private readonly inForce: InForce

  constructor(
    workspace: Workspace,
    private readonly options: TurnsOptions,
  ) {
    this.inForce = new InForce(workspace, options.context.outside, options.reopen)
    this.since = new Date(this.clock.now()).toISOString()
  }

  private get workspace(): Workspace {
    return this.inForce.workspace
  }

  get notices(): Notices {
    return this.options.notices
  }

  get stop(): AbortSignal {
    return this.options.stop.signal
  }

  get clock(): Watching['clock'] {
    return this.options.context.outside.clock
  }

  isBusy(): boolean {
    return this.watcher?.isBusy() ?? false
  }

  head(): string | undefined {
    return this.watcher?.head()
  }

  changedAt(path: string): number | undefined {
    return this.watcher?.changedAt(path)
  }

  isKept(task: TaskId): boolean {
    const { graph } = this.workspace
    const claims = graph.targets[graph.index.get(task) ?? -1]?.claims ?? []
    return claims.some(({ path }) => this.watcher?.isIgnored(path) === false)
  }

  /** Hears of what the roadmap speaks of, from now on. */
  async listen(): Promise<void> {
    const { context, notices } = this.options
    const { root, graph, files } = this.workspace
    const former = this.watcher
    this.watcher = await context.outside.openWatcher({
      root,
      others: files.map(({ path }) => path),
      isWanted: foldersOf(graph.targets, context.outside.globs),
      notice: (path) => notices.add(path),
      trouble: (text) => this.say(text),
    })
    await former?.close()
  }

  /** What `watch status` tells. */
  shape(): WatchShape {
    const { pid, memory } = this.options.context.outside.process()
    return {
      ...{ version: 1, pid, memory, since: this.since, last: this.last },
      doing: this.isMaking ? 'making' : 'waiting',
      tasks: this.workspace.graph.targets.length,
      failed: this.failing,
      held: [...this.held].map(([task, because]) => ({ task, because })),
    }
  }

  press(key: Exclude<Key, 'quit' | 'interrupt'>): void {
    if (key === 'why') {
      this.print(whyLines(this.why))
      return
    }
    this.asked = key === 'again' ? undefined : key
    this.hasSpoken = true
    this.notices.ask()
  }

  tell(held: Held): void {
    this.held.set(held.task, held.because)
    const { graph } = this.workspace
    const { globs } = this.options.context.outside
    const inputs = graph.targets[graph.index.get(held.task) ?? -1]?.inputs ?? []
    this.say(heldText(held, (path) => inputs.find((pattern) => globs.matcher([pattern])(path))))
  }

  rest(): void {
    if (!this.hasSpoken) return
    const { colour, context } = this.options
    const count = this.workspace.graph.targets.length
    this.print(restLine(count, this.failing, context.outside.terminal.isTerminal, colour))
    this.hasSpoken = false
  }

  async make(hold: Hold, heard: readonly string[]): Promise<Turn> {
    await this.readAgain()
    const { options, workspace } = this
    if (this.stop.aborted) return { ran: [], held: [], endedAt: 0, ended: new Map() }
    const { context, stop, jobs, reporter, verbose, colour } = options
    const { asked } = this
    this.asked = undefined
    const named = await options.select(workspace)
    const wanted = withNeeds(workspace.graph, asked === 'failed' ? this.nodes(this.failing) : named)
    const face = await faceOf(context, workspace, { reporter, output: 'failed', verbose, colour })
    const held: Held[] = []
    const ran: TaskId[] = []
    let endedAt = 0
    const renderer = quietly(face.renderer, {
      begins: () => this.begin(heard),
      started: (task) => {
        this.isMaking = true
        this.held.delete(task)
        ran.push(task)
      },
      finished: (at) => {
        this.last = at
        endedAt = Date.parse(at)
      },
      judged: ({ task, verdict }) => {
        if (verdict.kind === 'stale') this.why.set(task, reasonsText(verdict.reasons))
      },
    })
    const world = await options.openWorld(workspace, {
      mode: 'write',
      stop: stop.signal,
      notice: (text) => this.say(text),
    })
    try {
      const forced = asked === 'all' ? wanted : new Set<Node>()
      await runSession(
        {
          ...{ workspace, outside: context.outside, renderer, wanted, forced, jobs, stop },
          ...{ failFast: false, keepGoing: true, follows: reporter === 'json' },
          hold: (task, reasons, present) => {
            const because = hold(task, reasons, present)
            if (because !== undefined) held.push({ task, reasons, present, because })
            return because
          },
        },
        world,
      )
      return { ran, held, endedAt, ended: this.endings(world, wanted) }
    } finally {
      this.isMaking = false
      await renderer.close()
      await world.close()
    }
  }

  async close(): Promise<void> {
    await this.watcher?.close()
  }

  private async readAgain(): Promise<void> {
    if (this.inForce.isGone()) this.options.stop.abort(GONE)
    const found = await this.inForce.look()
    if (found === 'kept') this.say('what the roadmap said before counts until it is mended')
    if (found !== 'other') return
    this.hasSpoken = true
    await this.listen()
  }

  private nodes(ids: readonly TaskId[]): Node[] {
    return ids.flatMap((id) => this.workspace.graph.index.get(id) ?? [])
  }

  private endings(world: OpenWorld, wanted: ReadonlySet<Node>): Map<TaskId, string> {
    const { targets } = this.workspace.graph
    const records = [...wanted].flatMap((node) => {
      const id = targets[node]?.task.id
      const record = id === undefined ? undefined : world.store.state.records.get(id)
      return id === undefined || record === undefined ? [] : [[id, record] as const]
    })
    this.failing = records.flatMap(([id, { outcome }]) => (outcome === 'failed' ? [id] : []))
    return new Map(records.map(([id, { startedAt }]) => [id, startedAt]))
  }

  private begin(heard: readonly string[]): void {
    this.hasSpoken = true
    this.why = new Map()
    if (heard.length > 0) this.print(changedLine(heard, this.options.colour))
  }

  private say(text: string): void {
    this.hasSpoken = true
    this.options.context.stderr.write(`${text}\n`)
  }

  private print(text: string): void {
    this.options.context.stdout.write(`${text}\n`)
  }
}

/** The reason of a stop: the project went. */
export const GONE = 'gone'
