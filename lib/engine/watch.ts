/** Watching is looking again: a turn after each notice, until it is ended. What a notice says is a hint; the turn looks for itself. */
import type { Present } from '../core/decide.js'
import type { Cause, Held, Hold } from '../core/held.js'
import { CAUSES } from '../core/held.js'
import { pathsOf } from '../core/reason.js'
import type { Reason } from '../core/reason.js'
import type { TaskId } from '../core/task.js'
import type { Clock } from '../core/world.js'
import type { Notices } from './notices.js'

export interface Watching {
  /** Brings all up to date but what is held. */
  make(hold: Hold, heard: readonly string[]): Promise<Turn>
  readonly notices: Notices
  readonly clock: Clock
  readonly stop: AbortSignal
  /** Something large is under way on the disk: git holds its index. */
  isBusy(): boolean
  /** What is checked out, as `.git/HEAD` says it; undefined where there is no repository. */
  head(): string | undefined
  /** When a file was last changed, in milliseconds since 1970; undefined where it is not there. */
  changedAt(path: string): number | undefined
  /** Does the task write files that git keeps? */
  isKept(task: TaskId): boolean
  /** Told once for each task that is held although it is stale. */
  tell(held: Held): void
  /** All is looked at, and a change is waited for. */
  rest(): void
}

/** What a turn came to. */
export interface Turn {
  /** Tasks that ran. */
  readonly ran: readonly TaskId[]
  /** Tasks that would have run, and were held. */
  readonly held: readonly Held[]
  /** When the last of them ended, in milliseconds since 1970. */
  readonly endedAt: number
  /** When each task began last (ISO 8601); a task without a record is not here. */
  readonly ended: ReadonlyMap<TaskId, string>
}

/** Milliseconds. A burst has so many notices so close together, and is over after so long a quiet. */
const BURST = { notices: 5, within: 20, quiet: 100, atMost: 3000 }
/** After the last notice: looks for what came too close to another, or too soon after a folder was made, to be noticed. */
const LATER_LOOKS = [150, 1000]
/** So many turns of which each made the next one necessary are a circle. */
const CIRCLES = 3
/** What changes while nothing of ours runs is somebody else's doing. */
const PROBATION = 300
/** Notices can be lost, and machines sleep. */
const RESCAN = 60_000

/** Returns when `stop` is aborted. */
export async function watch(watching: Watching): Promise<void> {
  await new Watch(watching).go()
}

class Watch {
  /** Held for running in circles: how each stood then. */
  private readonly circling = new Map<TaskId, string>()
  private readonly given = new Set<TaskId>()
  private readonly told = new Set<TaskId>()
  private ended: ReadonlyMap<TaskId, string> = new Map()
  private head: string | undefined
  private hasMoved = false
  /** The first turn, and one that a person asked for, hold nothing back. */
  private isOpen = true
  private ran: readonly TaskId[] = []

  constructor(private readonly watching: Watching) {}

  async go(): Promise<void> {
    const { notices, stop } = this.watching
    this.head = this.watching.head()
    await this.settle([])
    while (!stop.aborted) {
      if (notices.isEmpty) {
        this.watching.rest()
        await notices.wait(RESCAN, stop)
      }
      await this.untilQuiet()
      const heard = notices.take()
      await this.settle(heard)
      for (const ms of heard.length > 0 ? LATER_LOOKS : []) {
        if (await notices.wait(ms, stop)) break
        await this.settle([])
      }
    }
  }

  /** Turns until nothing is stale that may run. What a turn writes may make others necessary, but not for ever. */
  private async settle(heard: readonly string[]): Promise<void> {
    let circles = 0
    for (let news = heard; !this.watching.stop.aborted; news = []) {
      const turn = await this.turn(news)
      if (turn.ran.length === 0) return
      const again = await this.wouldRun()
      if (again.length === 0) return
      const own = again.filter(({ reasons }) => this.isOwnDoing(reasons, turn.endedAt))
      circles = own.length === 0 ? 0 : circles + 1
      if (circles === CIRCLES - 1 && (await this.isOutsideAtWork())) circles = 0
      if (circles < CIRCLES) continue
      for (const one of own) {
        this.circling.set(one.task, stateOf(one.present))
        this.say(one)
      }
      return
    }
  }

  /** What changed while tasks of ours ran was changed by one of them; what changed after the last one ended was not. */
  private isOwnDoing(reasons: readonly Reason[], endedAt: number): boolean {
    return reasons.some((reason) => {
      const [path] = pathsOf(reason)
      return path !== undefined && (this.watching.changedAt(path) ?? endedAt) <= endedAt
    })
  }

  private async turn(heard: readonly string[]): Promise<Turn> {
    const { watching } = this
    if (watching.notices.takeAsked()) this.open()
    const head = watching.head()
    if (head !== this.head) this.hasMoved = true
    this.head = head
    const turn = await watching.make((task, reasons, present) => this.hold(task, reasons, present), heard)
    this.isOpen = false
    for (const one of turn.held) if (one.because !== CAUSES.waits) this.say(one)
    for (const task of turn.ran) this.told.delete(task)
    if (turn.ran.length > 0) this.ran = turn.ran
    this.ended = turn.ended
    return turn
  }

  private async wouldRun(): Promise<readonly Held[]> {
    const turn = await this.watching.make(
      (task, reasons, present) => this.hold(task, reasons, present) ?? CAUSES.loops,
      [],
    )
    return turn.held.flatMap((one) => (one.because === CAUSES.loops ? [{ ...one, after: this.ran }] : []))
  }

  private hold(task: TaskId, reasons: readonly Reason[], present: Present): Cause | undefined {
    if (this.isOpen) return undefined
    if (this.hasMoved && this.watching.isKept(task)) return CAUSES.moved
    if (this.ended.has(task) && reasons.some(({ kind }) => kind === 'never-run')) this.given.add(task)
    if (this.given.has(task)) return CAUSES.returned
    const circling = this.circling.get(task)
    if (circling === stateOf(present)) return CAUSES.loops
    if (circling !== undefined) this.circling.delete(task)
    return reasons.every(({ kind }) => PATIENT.has(kind)) ? CAUSES.waits : undefined
  }

  private open(): void {
    this.isOpen = true
    this.hasMoved = false
    this.circling.clear()
    this.given.clear()
    this.told.clear()
  }

  private say(held: Held): void {
    if (this.told.has(held.task)) return
    this.told.add(held.task)
    this.watching.tell(held)
  }

  private async isOutsideAtWork(): Promise<boolean> {
    const { notices, clock, stop } = this.watching
    await clock.sleep(PROBATION / 2, stop)
    notices.take()
    return await notices.wait(PROBATION, stop)
  }

  /** A lone notice is acted upon at once. */
  private async untilQuiet(): Promise<void> {
    const { notices, clock, stop } = this.watching
    const start = clock.now()
    const isBurst = notices.within(BURST.within) >= BURST.notices
    if (!isBurst && !this.watching.isBusy()) return
    while (!stop.aborted && clock.now() - start < BURST.atMost) {
      const before = notices.count
      await clock.sleep(BURST.quiet, stop)
      if (notices.count === before && !this.watching.isBusy()) return
    }
  }
}

/** A failure, an open question, and a command that always runs are no news after the first turn. */
const PATIENT = new Set<Reason['kind']>(['failed-last-time', 'waiting', 'always'])

const stateOf = ({ recipe, settings, env, tools, inputs }: Present): string =>
  JSON.stringify([recipe, [...settings], [...env], [...tools], [...inputs]])
