/** The one question of this program: must this task run, and why? */
import type { Counted, Fingerprint } from './fingerprint.js'
import { difference } from './fingerprint.js'
import type { Place, Tree } from './place.js'
import type { Reason, Verdict } from './reason.js'
import type { RunRecord } from './record.js'
import type { TaskId } from './task.js'

/** How a task stands now: its fingerprint, and what was asked of it. */
export interface Present extends Fingerprint {
  /** `always`: it has neither inputs nor outputs. `forced`: a person said so. `interrupted`: it was started and never ended. */
  readonly demands: readonly ('always' | 'forced' | 'interrupted')[]
  /** What of its `when` does not hold. */
  readonly unmet?: string
}

/**
 * Lays what was recorded beside what stands now. The reasons *are* the answer: none, and the task is fresh.
 * `behind` are the tasks of a forecast that have yet to run and may change what this one reads.
 */
export function decide(
  recorded: RunRecord | undefined,
  now: Present,
  behind: readonly TaskId[] = [],
): Verdict {
  if (now.unmet !== undefined)
    return behind.length > 0 ? { kind: 'unsettled', behind } : { kind: 'skipped', because: now.unmet }
  const reasons = reasonsToRun(recorded, now)
  if (reasons.length > 0) return { kind: 'stale', reasons }
  if (behind.length > 0) return { kind: 'unsettled', behind }
  return { kind: 'fresh' }
}

function reasonsToRun(recorded: RunRecord | undefined, now: Present): Reason[] {
  const reasons: Reason[] = now.demands.map((kind) => ({ kind }))
  if (recorded === undefined) {
    if (!now.demands.includes('interrupted')) reasons.push({ kind: 'never-run' })
    return reasons
  }
  if (recorded.outcome === 'failed') reasons.push({ kind: 'failed-last-time' })
  if (recorded.outcome === 'waiting') reasons.push({ kind: 'waiting' })
  for (const path of recorded.changed ?? []) reasons.push({ kind: 'changed-while-running', path })
  const then = recorded.fingerprint
  if (then.recipe !== now.recipe)
    reasons.push({ kind: 'recipe-changed', recorded: then.recipe, current: now.recipe })
  for (const [setting, texts] of changes(then.settings, now.settings))
    reasons.push({ kind: 'setting-changed', setting, ...texts })
  for (const name of union(then.env, now.env))
    if (then.env.get(name) !== now.env.get(name)) reasons.push({ kind: 'env-changed', name })
  for (const [tool, texts] of changes(then.tools, now.tools))
    reasons.push({ kind: 'tool-changed', tool, ...texts })
  for (const { place, kind } of difference(then.inputs, now.inputs))
    reasons.push({ kind: `input-${kind}`, path: place })
  // A failed run leaves no outputs that could be missed.
  if (recorded.outcome !== 'done') return reasons
  for (const { place, kind } of difference(then.governed, now.governed))
    if (kind !== 'removed') reasons.push({ kind: `output-${kind}`, place })
    else if (isGoverned(place, now.governed)) reasons.push({ kind: 'output-missing', place })
  return reasons
}

/** A place that the task claims no longer is not missed; a file of a folder that it claims is. */
function isGoverned(place: Place, governed: Tree): boolean {
  return governed.has(place) || [...governed.keys()].some((one) => one.endsWith('/') && place.startsWith(one))
}

function* changes(
  then: ReadonlyMap<string, Counted>,
  now: ReadonlyMap<string, Counted>,
): Iterable<[string, { recorded?: string; current?: string }]> {
  for (const name of union(then, now)) {
    const [recorded, current] = [then.get(name), now.get(name)]
    if (recorded?.digest === current?.digest) continue
    yield [
      name,
      {
        ...(recorded === undefined ? {} : { recorded: recorded.text }),
        ...(current === undefined ? {} : { current: current.text }),
      },
    ]
  }
}

const union = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): Set<string> =>
  new Set([...a.keys(), ...b.keys()])
