/** The words for reasons, verdicts and waits. */
import type { Wait } from '../core/graph.js'
import type { Reason, Verdict } from '../core/reason.js'
import { firstFew, quoted } from './words.js'

/** Why a task must run, as a clause: `` input `src/a.ts` changed (written by `1.1`) ``. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'never-run':
      return 'never run'
    case 'failed-last-time':
      return 'failed last time'
    case 'interrupted':
      return 'was interrupted last time'
    case 'waiting':
      return 'waits for a person'
    case 'always':
      return 'runs every time: it has neither inputs nor outputs'
    case 'forced':
      return 'forced'
    case 'recipe-changed':
      return `its recipe changed: was ${quoted(reason.recorded)}, is ${quoted(reason.current)}`
    case 'setting-changed':
      return `setting ${quoted(reason.setting)} ${change(reason)}`
    case 'env-changed':
      return `variable ${quoted(reason.name)} changed`
    case 'tool-changed':
      return `tool ${quoted(reason.tool)} ${change(reason)}`
    case 'input-added':
      return inputText(reason.path, 'was added', reason.by)
    case 'input-changed':
      return inputText(reason.path, 'changed', reason.by)
    case 'input-removed':
      return inputText(reason.path, 'was removed', reason.by)
    case 'output-added':
      return `output ${quoted(reason.place)} appeared by another hand`
    case 'output-missing':
      return `output ${quoted(reason.place)} is missing`
    case 'output-changed':
      return `output ${quoted(reason.place)} was changed by hand`
    case 'changed-while-running':
      return `input ${quoted(reason.path)} changed while it ran`
  }
}

function inputText(path: string, happened: string, by: string | undefined): string {
  if (path.startsWith('task:')) return `task ${quoted(path.slice('task:'.length))} has run again`
  if (path.startsWith('list:'))
    return `there are other files than before that match ${quoted(patternsText(path))}`
  return `input ${quoted(path)} ${happened}${by === undefined ? '' : ` (written by ${quoted(by)})`}`
}

/** A list that a recipe looked at is named `list:["src/**","!src/gen/**"]`. */
const patternsText = (name: string): string => (JSON.parse(name.slice('list:'.length)) as string[]).join(' ')

/** Texts may have several lines; a sentence holds the first. */
function change({ recorded, current }: { readonly recorded?: string; readonly current?: string }): string {
  if (recorded === undefined) return current === undefined ? 'changed' : `is new: ${quoted(oneLine(current))}`
  if (current === undefined) return `is gone: was ${quoted(oneLine(recorded))}`
  const [was, is] = aroundDifference(oneLine(recorded), oneLine(current))
  return was === is ? 'changed' : `changed: was ${quoted(was)}, is ${quoted(is)}`
}

const WIDTH = 60

/** Of two long texts, what is around the first letter in which they differ. */
function aroundDifference(was: string, is: string): [string, string] {
  if (was.length <= WIDTH && is.length <= WIDTH) return [was, is]
  let at = 0
  while (at < was.length && was[at] === is[at]) at++
  const start = Math.max(0, at - WIDTH / 3)
  const part = (text: string): string =>
    `${start > 0 ? '…' : ''}${text.slice(start, start + WIDTH)}${text.length > start + WIDTH ? '…' : ''}`
  return [part(was), part(is)]
}

function oneLine(text: string): string {
  const [first = '', ...rest] = text.trim().split(/\r?\n/)
  return rest.length === 0 ? first : `${first} …`
}

/** The first reason, and how many more there are. */
export function reasonsText(reasons: readonly Reason[]): string {
  const [first, ...rest] = reasons
  if (first === undefined) return ''
  return reasonText(first) + (rest.length === 0 ? '' : ` (+${rest.length} more)`)
}

/** A verdict as the rest of "it is …". */
export function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'fresh':
      return 'fresh'
    case 'stale':
      return `stale: ${reasonsText(verdict.reasons)}`
    case 'skipped':
      return `skipped: ${verdict.because}`
    case 'unsettled':
      return `unsettled: known when ${behindText(verdict.behind)}`
  }
}

/** `` `1.1` has run ``, `` `1.1`, `1.2` and 4 more have run ``. */
export function behindText(behind: readonly string[]): string {
  return `${firstFew(behind)} ${behind.length === 1 ? 'has' : 'have'} run`
}

/** What a task waits for, and because of what: `` task `1.1`: it writes what this one reads ``. */
export function waitText(wait: Wait): string {
  return `${waitName(wait)}: ${becauseText(wait.because)}`
}

function waitName(wait: Wait): string {
  if ('task' in wait) return `task ${quoted(wait.task)}`
  return 'group' in wait ? `group ${quoted(wait.group)}` : `phase ${quoted(wait.phase)}`
}

function becauseText(because: Wait['because']): string {
  switch (because) {
    case 'depends-on':
      return 'named in `depends_on`'
    case 'reads-output':
      return 'it writes what this one reads'
    case 'sequential':
      return 'it stands above in a sequential group'
    case 'same-file':
      return 'it edits the same file, and comes first in the roadmap'
    case 'group':
    case 'phase':
      return 'this one comes after all of it'
  }
}
