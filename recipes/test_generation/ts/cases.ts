/** Candidates: one call each, with what comes before it. What comes of them is seen when they are run. */
import type { Dialect } from './dialect.js'
import { writeArgs } from './inputs.js'
import type { Choices, Knob } from './knobs.js'
import { changes } from './knobs.js'
import { isReloaded } from './reload.js'
import { arrangeClients } from './stubs.js'
import type { Callable, Subject, Unit } from './unit.js'
import { environmentOf, goalKnobs, isVaried, wantsOf } from './wants.js'
import type { Writing } from './writing.js'
import { choose, startWriting } from './writing.js'

/** So many other functions may have been called before. */
const EARLIER = 4

export interface Case {
  readonly id: string
  /** The export, and what of it is called; '' for the export itself. */
  readonly subject: string
  readonly method: string
  readonly choices: Choices
  /** Statements before the call. */
  readonly arrange: readonly string[]
  /** The call, an expression. */
  readonly act: string
  /** What it yields, rather than what it returns, is the result. */
  readonly yields?: 'now' | 'later'
  /** The call is a request: status and body of its answer are the result. */
  readonly isResponse?: boolean
  /** Nothing is called: the value itself is the result. */
  readonly isValue?: boolean
  readonly stubs: readonly string[]
  /** What its stubs give, as expressions. */
  readonly answers?: readonly string[]
  readonly knobs: readonly Knob[]
  /** How it differs from the usual: `email` is empty. */
  readonly labels: readonly string[]
}

/** One way to reach a callable of a subject. */
export interface Target {
  readonly subject: Subject
  readonly method: string
  readonly call: Callable
  readonly how: 'call' | 'method' | 'static' | 'construct'
}

export function targetsOf(unit: Unit): readonly Target[] {
  return unit.subjects.flatMap((subject): Target[] => {
    switch (subject.kind) {
      case 'function':
        return [{ subject, method: '', call: subject.call, how: 'call' }]
      case 'object':
        return subject.methods.map((call) => ({ subject, method: call.name, call, how: 'static' }))
      case 'class': {
        const own: Target[] = [
          ...subject.methods.map((call): Target => ({ subject, method: call.name, call, how: 'method' })),
          ...subject.statics.map((call): Target => ({ subject, method: call.name, call, how: 'static' })),
        ]
        const { construct } = subject
        const itself: Target =
          subject.made === 'new'
            ? { subject, method: 'constructor', call: construct, how: 'construct' }
            : { subject, method: '', call: construct, how: 'call' }
        return own.length === 0 || construct.params.some(({ shape }) => shape.is !== 'object')
          ? [itself, ...own]
          : own
      }
      case 'plugin':
      case 'value':
      case 'closed':
        return []
    }
  })
}

export function caseOf(target: Target, choices: Choices, all: Unit, dialect: Dialect): Case {
  const { subject, method, call, how } = target
  const taken = takenIn(all)
  const unit = { ...all, uses: call.uses ?? all.uses }
  const clients = startWriting(unit, dialect, choices, taken)
  const before = how === 'call' ? earlier(target, all, clients) : undefined
  arrangeClients(
    before === undefined ? call : { ...call, outlets: [...(call.outlets ?? []), ...(before.outlets ?? [])] },
    before === undefined
      ? clients
      : { ...clients, unit: { ...unit, uses: [...unit.uses, ...(before.uses ?? [])] } },
  )
  if (before !== undefined) {
    const args = writeArgs(before.params, 'b', new Map(), unit, dialect, taken)
    clients.arrange.push(
      ...args.arrange,
      `${before.isAsync ? 'await ' : ''}${before.name}(${args.args.join(', ')})`,
    )
  }
  const outer =
    how === 'method' && subject.kind === 'class'
      ? writeArgs(subject.construct.params, 'c', choices, unit, dialect, taken)
      : undefined
  const own = instanceName(subject.name, taken)
  const inner = writeArgs(call.params, 'm', choices, unit, dialect, taken)
  const parts = [clients, ...(outer === undefined ? [] : [outer]), inner]
  const arrange = [...environmentOf(wantsOf(unit, choices)), ...parts.flatMap((part) => part.arrange)]
  if (outer !== undefined) arrange.push(`const ${own} = ${makerOf(subject)}(${outer.args.join(', ')})`)
  let act = `${calleeOf(target, own)}(${inner.args.join(', ')})`
  if (call.returns !== undefined) {
    const made = writeArgs(call.returns.params, 'r', choices, unit, dialect, taken)
    parts.push(made)
    arrange.push(...made.arrange)
    act = call.isAsync ? `(await ${act})(${made.args.join(', ')})` : `${act}(${made.args.join(', ')})`
  }
  const yields = call.yields ?? call.returns?.yields
  const knobs = [...goalKnobs(unit, choices), ...parts.flatMap((part) => part.knobs)]
  return {
    id: idOf(target, choices),
    subject: subject.name,
    method,
    choices,
    arrange,
    act,
    ...(yields === undefined ? {} : { yields }),
    stubs: parts.flatMap((part) => part.stubs),
    answers: parts.flatMap((part) => part.answers),
    knobs,
    labels: changes(knobs, choices),
  }
}

/** Of a unit that remembers, what may be called first, under the name that it is exported by. */
function earlier({ subject }: Target, unit: Unit, writing: Writing): Callable | undefined {
  if (!unit.isStateful || !isReloaded(unit, writing.dialect)) return undefined
  const others = unit.subjects.flatMap((one) =>
    one.kind === 'function' && one !== subject && one.call.returns === undefined
      ? [{ ...one.call, name: one.name }]
      : [],
  )
  const labels = ['', ...others.slice(0, EARLIER).map(({ name }) => `\`${name}\` was called before`)]
  return others[choose(writing, 'before', labels) - 1]
}

/** Names that a test cannot give to something of its own. */
export const takenIn = ({ subjects, clients }: Unit): Set<string> =>
  new Set([
    'result',
    ...subjects.map(({ name }) => name),
    ...clients.flatMap(({ outlets }) =>
      outlets.flatMap(({ local, kept }) => [local, ...kept.map(({ as }) => as)]),
    ),
  ])

/** What an object of the subject is made by. */
function makerOf(subject: Subject): string {
  if (subject.kind !== 'class' || subject.made === 'new') return `new ${subject.name}`
  return subject.construct.isAsync ? `await ${subject.name}` : subject.name
}

function calleeOf({ subject, method, how }: Target, own: string): string {
  if (how === 'construct') return `new ${subject.name}`
  if (how === 'call') return subject.name
  return `${how === 'method' ? own : subject.name}.${method}`
}

function instanceName(name: string, taken: Set<string>): string {
  const own = name
    .replace(/^(?:create|make|build|new)(?=[A-Z])/, '')
    .replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())
  const free = taken.has(own) ? `the${name}` : own
  taken.add(free)
  return free
}

const idOf = ({ subject, method }: Target, choices: Choices): string =>
  `${subject.name}.${method}(${[...choices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, i]) => `${at}=${i}`)
    .join(' ')})`

/** Those that differ from one in a single choice: first the ones that tend to open a branch. */
export function variationsOf(base: Case, made: (choices: Choices) => Case, most: number): Case[] {
  const found: Case[] = []
  const options = base.knobs.filter(isVaried).map(({ at, labels }) => ({ at, count: labels.length }))
  const deepest = Math.max(0, ...options.map(({ count }) => count))
  for (let i = 0; i < deepest; i++)
    for (const { at, count } of options) {
      if (i >= count || i === (base.choices.get(at) ?? 0)) continue
      if (found.length >= most) return found
      const choices = new Map(base.choices)
      if (i === 0) choices.delete(at)
      else choices.set(at, i)
      found.push(made(choices))
    }
  return found
}
