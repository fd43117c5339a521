/** Tries a task as often as its `retries` allow, with a wait between. */
import type { Node } from '../core/graph.js'
import type { Target } from '../core/target.js'
import type { Retries } from '../core/task.js'
import { dropOutputs } from './evidence.js'
import type { Attempt, Performance, Turn } from './perform.js'
import { perform } from './perform.js'

export async function attemptAll(
  target: Target,
  node: Node,
  turn: Turn,
  stage: Performance,
): Promise<Attempt> {
  const { retries, id } = target.task
  for (let number = 1; ; number++) {
    stage.emit({ type: 'started', task: id, attempt: number })
    const attempt = await perform(target, node, turn, stage)
    if (!attempt.mayRetry || number >= retries.attempts || stage.stop.aborted) return attempt
    dropOutputs(target, turn.present, stage)
    const wait = backoff(retries, number, stage.world.clock.random())
    const text = `attempt ${number} of ${retries.attempts} failed: the next in ${Math.round(wait)} ms`
    stage.emit({ type: 'noticed', task: id, text })
    await stage.world.clock.sleep(wait, stage.stop)
  }
}

/** Full delays double from one attempt to the next; jitter takes away up to half, so that many tasks do not knock at once. */
export function backoff({ backoff, delay, maxDelay }: Retries, failed: number, random: number): number {
  const full = backoff === 'exponential' ? delay * 2 ** (failed - 1) : delay
  return Math.min(full, maxDelay) * (1 - random / 2)
}
