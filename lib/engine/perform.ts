/** One attempt at one task: its effects, from the recipe to the world, and what came of them. */
import type { Present } from '../core/decide.js'
import type { Ask, Effect, FileEffect, Spawn, Tell } from '../core/effect.js'
import type { Emit, Outcome } from '../core/event.js'
import type { Node } from '../core/graph.js'
import type { Side } from '../core/merge.js'
import { Refusal } from '../core/recipe.js'
import type { RunRecord } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { World } from '../core/world.js'
import type { Applied } from './apply.js'
import { applyFiles } from './apply.js'
import type { Holders } from './later.js'
import type { Looked } from './reader.js'
import { bytesOf, readerFor } from './reader.js'
import type { Conflict } from './resolve.js'
import { canonical } from './snapshot.js'

/** What stays the same for all tasks of a run. */
export interface Performance {
  readonly world: World
  readonly run: string
  readonly emit: Emit
  readonly stop: AbortSignal
  readonly holders: Holders
  readonly side?: Side
  /** Is anybody shown a command's output while it comes? */
  readonly follows: boolean
}

export interface Attempt {
  readonly outcome: Outcome
  readonly applied?: Applied
  /** A command ran: files may stand otherwise than any effect says. */
  readonly spawned: boolean
  /** Trying again could help: a command failed, rather than a file refused. */
  readonly mayRetry: boolean
}

/** What belongs to one run of one task. */
export interface Turn {
  readonly present: Present
  /** Its record of before, which is taken away when it starts: an undo brings it back. */
  readonly recorded: RunRecord | undefined
  readonly looked: Looked
  /** Arguments for its command. */
  readonly words: readonly string[]
}

export async function perform(target: Target, node: Node, turn: Turn, stage: Performance): Promise<Attempt> {
  const { world } = stage
  const { present, recorded, looked } = turn
  const attempt = { spawned: false, mayRetry: false }
  let applied: Applied | undefined
  try {
    const approved = await approval(target, present, stage)
    if (approved.kind !== 'done') return { ...attempt, outcome: approved }
    const look = readerFor(target, world, looked)
    const effects = await target.recipe.prepare(target.settings, look)
    const result = await applyFiles(target, node, effects, recorded, stage)
    if ('why' in result) return { ...attempt, outcome: conflictOutcome(target, result, world) }
    applied = result
    for (const effect of result.done) stage.emit({ type: 'effect', task: target.task.id, effect })
    for (const effect of effects) {
      if (effect.do === 'write' || effect.do === 'remove') continue
      if (effect.do === 'tell') {
        tell(target, effect, stage)
        continue
      }
      stage.emit({
        type: 'effect',
        task: target.task.id,
        effect: { do: effect.do, text: world.surroundings.mask(wordsOf(effect)) },
      })
      if (effect.do === 'spawn') attempt.spawned = true
      const outcome = await outer(target, effect, turn, stage)
      if (outcome.kind !== 'done')
        return { ...attempt, applied, outcome, mayRetry: effect.do === 'spawn' && outcome.kind === 'failed' }
    }
    return { ...attempt, applied, outcome: await reported(target, stage) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // What was stopped in the middle of an experiment has not failed.
    const outcome: Outcome = stage.stop.aborted
      ? { kind: 'cancelled', because: 'interrupted' }
      : { kind: 'failed', message: error.message }
    return { ...attempt, ...(applied === undefined ? {} : { applied }), outcome }
  }
}

/** What is too long for the run's own output is kept where a command's output would be. */
function tell({ task }: Target, { text, more = [], measured }: Tell, stage: Performance): void {
  const { emit, run, world } = stage
  if (more.length > 0 || measured !== undefined)
    world.store.log(run, task.id, `${[text, ...more].join('\n')}\n`)
  emit({ type: 'noticed', task: task.id, text, ...(measured === undefined ? {} : { measured }) })
}

type Outer = Exclude<Effect, FileEffect | Tell>

async function outer(
  target: Target,
  effect: Outer,
  { present, words }: Turn,
  stage: Performance,
): Promise<Outcome> {
  switch (effect.do) {
    case 'spawn':
      return await spawn(target, effect, stage, words)
    case 'ask':
      return await ask(target, effect, present, stage)
    case 'commit':
    case 'open-pull-request':
      return { kind: 'failed', message: `this version cannot \`${effect.do}\` yet` }
  }
}

async function spawn(
  target: Target,
  effect: Spawn,
  stage: Performance,
  words: readonly string[],
): Promise<Outcome> {
  const { world, run, emit } = stage
  const task = target.task.id
  for (const path of effect.evidence ?? []) world.disk.remove(path)
  const log = world.store.log(run, task)
  const exit = await world.shell.run({
    command: withWords(effect.command, words),
    cwd: effect.cwd,
    env: effect.env,
    log,
    stop: stage.stop,
    ...(target.task.timeout === undefined ? {} : { timeout: target.task.timeout }),
    onStart: (group) => {
      const running = world.store.state.running.get(task)
      if (running !== undefined) world.store.change({ running: [[task, { ...running, group }]] })
    },
    ...(stage.follows ? { onOutput: (text: string) => emit({ type: 'output', task, text }) } : {}),
  })
  world.disk.forget()
  if (exit.kind === 'exited' && exit.code === 0) return { kind: 'done' }
  if (exit.kind === 'stopped') return { kind: 'cancelled', because: 'interrupted' }
  return { kind: 'failed', message: exit.message, tail: exit.tail, log }
}

/** The words become arguments, never text of the shell. */
function withWords(command: Spawn['command'], words: readonly string[]): Spawn['command'] {
  if (words.length === 0) return command
  return typeof command === 'string'
    ? ['/bin/sh', '-c', `${command} "$@"`, 'sh', ...words]
    : [...command, ...words]
}

/** A person's answer counts for what was shown: the question, the settings, and the contents of the inputs. */
async function ask(target: Target, effect: Ask, present: Present, { world }: Performance): Promise<Outcome> {
  const { task } = target
  const bound = world.hash(canonical([effect.question, [...present.inputs]]))
  const known = world.store.answer(task.id)
  let answer = known?.bound === bound ? known.answer : undefined
  if (answer === undefined) {
    answer = await world.person.ask({ ...effect, task: task.id, approval: task.approval })
    if (answer === undefined) return { kind: 'waiting', question: effect.question }
    const at = new Date(world.clock.now()).toISOString()
    world.store.decide(task.id, { answer, question: effect.question, bound, at })
  }
  if (answer === 'no') return { kind: 'failed', message: `answered no: ${effect.question}` }
  return { kind: 'done' }
}

/** A task with `approval` that is no question itself is asked about before it does anything. */
async function approval(target: Target, present: Present, stage: Performance): Promise<Outcome> {
  if (!target.task.approval || target.recipe.name === 'manual') return { kind: 'done' }
  const question = `run \`${target.task.id}\` (${target.task.name})?`
  return await ask(target, { do: 'ask', question, allowSkip: false }, present, stage)
}

/** What the run's evidence says: a coverage figure that is too low is a failure. */
async function reported(target: Target, { world, emit }: Performance): Promise<Outcome> {
  const { recipe, settings, task } = target
  if (recipe.report === undefined) return { kind: 'done' }
  const { ok, message } = await recipe.report(settings, readerFor(target, world), '')
  if (!ok) return { kind: 'failed', message }
  emit({ type: 'noticed', task: task.id, text: message })
  return { kind: 'done' }
}

function conflictOutcome({ task }: Target, { path, proposed, why }: Conflict, { store }: World): Outcome {
  const stands = store.conflict(path, bytesOf(proposed))
  const said = {
    'not-ours': `\`${path}\` is there already, and no task wrote it`,
    'both-changed': `\`${path}\` was edited by hand where the new proposal differs`,
    'would-not-hold': `\`${path}\` was edited by hand, and merged with the new proposal it is not right`,
  }[why]
  const next = `take it with \`--theirs\`, keep yours with \`--ours\`, or edit the file and \`orchestrate adopt ${task.id}\``
  return { kind: 'failed', message: `${said}; the proposal is in \`${stands}\`: ${next}` }
}

function wordsOf(effect: Outer): string {
  switch (effect.do) {
    case 'spawn':
      return typeof effect.command === 'string' ? effect.command : effect.command.join(' ')
    case 'ask':
      return effect.question
    case 'commit':
      return effect.message
    case 'open-pull-request':
      return effect.title
  }
}
