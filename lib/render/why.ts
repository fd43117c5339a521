/** Why a task is as it is: every reason, the chain to the root, what it waits for, and what would make a fresh one run. */
import type { Fingerprint } from '../core/fingerprint.js'
import type { Link, Step } from '../core/plan.js'
import { oneLine, paintFor, type Paint } from './paint.js'
import { behindText, reasonsText, reasonText, verdictText, waitText } from './reasons.js'
import { count, firstFew, label, quoted } from './words.js'

/** How many, and the first few by name. */
export interface Some {
  readonly count: number
  readonly first: readonly string[]
}

/** All that a task is judged by. */
export interface Sources {
  readonly inputs: Some
  readonly settings: Some
  readonly env: Some
  readonly tools: Some
  readonly outputs: Some
}

export interface Explanation {
  readonly step: Step
  readonly chain: readonly Link[]
  /** More to know: `runs every time`, a note of the recipe. */
  readonly notes?: readonly string[]
  /** Absent: taken from the record. */
  readonly sources?: Sources
}

export function whyText({ step, chain, notes = [], sources }: Explanation, colour = false): string {
  const paint = paintFor(colour)
  const known = sources ?? (step.record === undefined ? undefined : sourcesOf(step.record.fingerprint))
  return [
    ...verdictLines(step, paint),
    ...section('how it came to this', chainLines(chain), paint),
    ...(step.verdict.kind === 'fresh' && known !== undefined
      ? section('it will run again when one of these changes', sourceLines(known), paint)
      : []),
    ...section('waits for', step.waitsFor.map(waitText), paint),
    ...section('to know', notes.map(oneLine), paint),
    '',
  ].join('\n')
}

function verdictLines({ task, verdict }: Step, paint: Paint): string[] {
  const title = paint.bold(oneLine(label(task.id, task.name)))
  switch (verdict.kind) {
    case 'fresh':
      return [`${title} is fresh: nothing that it depends on has changed since it last ran`]
    case 'stale':
      return [`${title} is stale`, ...verdict.reasons.map((reason) => `  ${oneLine(reasonText(reason))}`)]
    case 'skipped':
      return [`${title} is skipped: ${oneLine(verdict.because)}`]
    case 'unsettled':
      return [`${title} may run: that is known when ${behindText(verdict.behind)}`]
  }
}

const section = (title: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : ['', paint.bold(title), ...lines.map((line) => `  ${line}`)]

/** From the task back to the root; the first link is the task itself. */
const chainLines = (chain: readonly Link[]): string[] => chain.slice(1).map((link) => oneLine(linkText(link)))

function linkText({ task, verdict, because, wrote }: Link): string {
  const deed = wrote === undefined ? '' : ` wrote ${quoted(wrote)}`
  const and = deed === '' ? '' : ' and'
  if (verdict.kind !== 'fresh') return `${quoted(task)}${deed}${and} is ${verdictText(verdict)}`
  const ran = because.length === 0 ? '' : `; it ran because: ${reasonsText(because)}`
  return `${quoted(task)}${deed}${and} is fresh again${ran}`
}

function sourceLines({ inputs, settings, env, tools, outputs }: Sources): string[] {
  return [
    sourceLine('input', inputs),
    sourceLine('setting', settings),
    sourceLine('variable', env),
    sourceLine('tool', tools),
    sourceLine('output', outputs),
    'its recipe',
  ].filter((line) => line !== '')
}

const sourceLine = (noun: string, { count: total, first }: Some): string =>
  total === 0 ? '' : `${count(total, noun)}: ${oneLine(firstFew(first, total))}`

/** What a recorded run was judged by. */
export function sourcesOf({ inputs, settings, env, tools, governed }: Fingerprint): Sources {
  return {
    inputs: some(inputs),
    settings: some(settings),
    env: some(env),
    tools: some(tools),
    outputs: some(governed),
  }
}

function some(map: ReadonlyMap<string, unknown>): Some {
  const first: string[] = []
  for (const name of map.keys()) {
    if (first.length === 3) break
    first.push(name)
  }
  return { count: map.size, first }
}
