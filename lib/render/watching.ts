/** The words of `watch`. */
import type { Held } from '../core/held.js'
import { CAUSES } from '../core/held.js'
import { pathsOf } from '../core/reason.js'
import type { TaskId } from '../core/task.js'
import { oneLine, paintFor } from './paint.js'
import { ago, firstFew, quoted, tasks } from './words.js'

/** What was heard of before a turn: `` changed `src/a.ts` and 3 more ``. */
export const changedLine = (paths: readonly string[], colour: boolean): string =>
  paintFor(colour).dim(oneLine(`changed ${firstFew(paths)}`))

/** Nothing is left to do, and a change is waited for. */
export function restLine(
  count: number,
  failing: readonly TaskId[],
  hasKeys: boolean,
  colour: boolean,
): string {
  const paint = paintFor(colour)
  const state = failing.length === 0 ? '' : paint.red(`, failed: ${firstFew(failing)}`)
  const keys = hasKeys ? paint.dim('  r again, f failed, a all, w why, q quit') : ''
  return `watching ${tasks(count)}${state}${keys}`
}

/** Why the tasks of the last turn ran. */
export const whyLines = (reasons: ReadonlyMap<TaskId, string>): string =>
  reasons.size === 0
    ? 'nothing has run yet'
    : [...reasons].map(([task, text]) => oneLine(`${task}  ${text}`)).join('\n')

/** `patternOf`: the input of the task that a path matches. */
export function heldText(
  { task, because, reasons, after = [] }: Held,
  patternOf: (path: string) => string | undefined,
): string {
  const next = `\`orchestrate make ${task}\` runs it`
  if (because !== CAUSES.loops) return oneLine(`${quoted(task)} is held: ${because}; ${next}`)
  const [path] = reasons.flatMap(pathsOf)
  const pattern = path === undefined ? undefined : patternOf(path)
  const whose = after.length === 1 && after[0] === task ? 'it' : firstFew(after)
  if (path === undefined || pattern === undefined)
    return oneLine(`${quoted(task)} is held: it is stale again whenever ${whose} ran; ${next}`)
  return oneLine(
    `${quoted(task)} is held, for it would loop: whenever ${whose} runs, ${quoted(path)} changes, which matches the input ${quoted(pattern)}; name it among \`outputs\`, or leave it out with \`!${path}\`; ${next}`,
  )
}

/** What the one in the background answers to `status`. */
export interface WatchShape {
  readonly version: 1
  readonly pid: number
  /** ISO 8601, UTC. */
  readonly since: string
  readonly doing: 'waiting' | 'making'
  readonly tasks: number
  readonly failed: readonly string[]
  /** Stale, and left alone until somebody asks: the task, and why. */
  readonly held: readonly { readonly task: string; readonly because: string }[]
  /** When something ran last (ISO 8601); null where nothing has. */
  readonly last: string | null
  /** Bytes. */
  readonly memory: number
}

export function statusLines(shape: WatchShape, now: number): string {
  const { pid, since, doing, tasks: count, failed, held, last, memory } = shape
  const state = doing === 'making' ? 'making' : 'waiting for a change'
  return [
    `process ${pid}, begun ${ago(since, now)}: ${state}, ${tasks(count)}, ${Math.round(memory / 1024 / 1024)} MB`,
    ...(last === null ? [] : [`something ran last ${ago(last, now)}`]),
    ...(failed.length === 0 ? [] : [`failed: ${firstFew(failed)}`]),
    ...held.map(({ task, because }) => `held: ${quoted(task)}, ${because}`),
  ].join('\n')
}
