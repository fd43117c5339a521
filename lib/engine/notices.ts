/** What a watcher has heard of and nobody has looked at yet. */
import type { Clock } from '../core/world.js'

/** More paths than this say no more than that much has changed. */
const MANY = 1000

export class Notices {
  private paths = new Set<string>()
  private recent: number[] = []
  private waiting: (() => void) | undefined
  /** How many there were so far. */
  count = 0
  private isAsked = false

  constructor(private readonly clock: Clock) {}

  /** Something may have changed at this path, from the project. */
  add(path: string): void {
    this.count++
    if (this.paths.size < MANY) this.paths.add(path)
    this.recent = [...this.recent.slice(-MOST_RECENT), this.clock.now()]
    this.waiting?.()
  }

  /** A person asks for another turn. */
  ask(): void {
    this.isAsked = true
    this.waiting?.()
  }

  get isEmpty(): boolean {
    return this.paths.size === 0 && !this.isAsked
  }

  take(): readonly string[] {
    const taken = [...this.paths]
    this.paths = new Set()
    return taken
  }

  /** Did a person ask since the last time? */
  takeAsked(): boolean {
    const isAsked = this.isAsked
    this.isAsked = false
    return isAsked
  }

  /** How many there were in the last milliseconds. */
  within(ms: number): number {
    const now = this.clock.now()
    return this.recent.filter((at) => now - at <= ms).length
  }

  /** Waits for the next one; false where `ms` pass before, or `stop` is aborted. */
  async wait(ms: number, stop: AbortSignal): Promise<boolean> {
    if (!this.isEmpty) return true
    const heard = new AbortController()
    this.waiting = () => heard.abort()
    try {
      await this.clock.sleep(ms, AbortSignal.any([stop, heard.signal]))
    } finally {
      this.waiting = undefined
    }
    return !this.isEmpty
  }
}

const MOST_RECENT = 8
