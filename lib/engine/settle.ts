/** Brings one task up to date. Its needs have settled already. */
import type { Present } from '../core/decide.js'
import type { Outcome } from '../core/event.js'
import type { Fingerprint } from '../core/fingerprint.js'
import type { Node } from '../core/graph.js'
import type { Path, Place, Tree } from '../core/place.js'
import { pathOf } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import type { Reason } from '../core/reason.js'
import type { Change, Move, RunRecord, Written } from '../core/record.js'
import type { Target } from '../core/target.js'
import { attemptAll } from './attempts.js'
import {
  afterRewrites,
  changedInputs,
  commandPlaces,
  dropOutputs,
  inputsBefore,
  keepOlder,
  movesOfCommand,
  outputsNotMade,
  quiet,
} from './evidence.js'
import type { Attempt, Performance } from './perform.js'
import { emptyLook } from './reader.js'
import { restated } from './regions.js'
import { governedBy, lookedList, missingInputs, snapshot } from './snapshot.js'

/** A result counts only where the inputs stood still; this often a task is run in all to get one. */
export const MAX_RUNS = 3
/**
 * Runs a stale task, again where its inputs moved meanwhile, and puts on record what came of it.
 * `words` become arguments of the command of this one run, which then is not recorded.
 */
export async function settle(
  target: Target,
  node: Node,
  first: Present,
  because: readonly Reason[],
  stage: Performance,
  words: readonly string[],
): Promise<Outcome> {
  const { world } = stage
  const { id } = target.task
  const missing = missingInputs(target, world)
  if (missing.length > 0) return fail(target, first, because, stage, missingText(missing, stage))
  const silent = silentTool(target, stage)
  if (silent !== undefined) return fail(target, first, because, stage, silent)
  sayOverwritten(target, because, stage)
  let present = first
  for (let turn = 1; ; turn++) {
    const startedAt = world.clock.now()
    const older = keepOlder(target, present, stage)
    const known = older.size === 0 ? [] : commandPlaces(target, older, present.governed, stage)
    const recorded = world.store.state.records.get(id)
    begin(target, known, stage, words)
    const looked = emptyLook()
    const attempt = await attemptAll(target, node, { present, recorded, looked, words }, stage)
    const after = governedBy(target, world)
    const moves = attempt.spawned
      ? movesOfCommand(target, present, after, stage)
      : (attempt.applied?.moves ?? [])
    const inputs = inputsBefore(present, looked)
    if (words.length > 0) return endUnrecorded(id, attempt, stage)
    const changed =
      attempt.spawned || looked.paths.size + looked.lists.size > 0
        ? changedInputs(target, inputs, looked, stage)
        : []
    const outcome = ended(target, attempt, changed, turn, stage)
    if (outcome.kind === 'cancelled' || (outcome.kind === 'failed' && attempt.spawned))
      dropOutputs(target, present, stage)
    if (outcome.kind === 'cancelled') return outcome
    const isDone = outcome.kind === 'done'
    const governed = isDone ? after : present.governed
    const record: RunRecord = {
      outcome: outcomeOnRecord(outcome, changed),
      fingerprint: fingerprintOf(present, isDone ? afterRewrites(target, inputs, stage) : inputs, governed),
      startedAt: new Date(startedAt).toISOString(),
      ms: world.clock.now() - startedAt,
      run: stage.run,
      because: because.slice(0, 5),
      ...(looked.paths.size + looked.lists.size > 0 ? { looked: lookedList(looked) } : {}),
      ...(changed.length > 0 ? { changed } : {}),
      ...(outcome.kind === 'failed' ? { message: world.surroundings.mask(outcome.message) } : {}),
    }
    const places = attempt.spawned && isDone ? commandPlaces(target, older, governed, stage) : []
    putOnRecord(target, node, record, attempt, moves, places, stage)
    if (changed.length === 0 || outcome.kind !== 'done' || turn >= MAX_RUNS) return outcome
    stage.emit({
      type: 'noticed',
      task: id,
      text: 'its inputs changed while it ran: it is run again',
      paths: changed,
    })
    await quiet(target, stage)
    present = snapshot(target, world, undefined)
  }
}

/** A run that worked is not done where its inputs moved meanwhile. */
function outcomeOnRecord({ kind }: Outcome, changed: readonly Path[]): RunRecord['outcome'] {
  if (kind === 'failed' || kind === 'waiting') return kind
  return changed.length > 0 ? 'changed' : 'done'
}

/** A command's outputs are its own: a hand edit of one is written over, and that is said. */
function sayOverwritten({ task, recipe }: Target, because: readonly Reason[], { emit }: Performance): void {
  if (recipe.pure) return
  const paths = because.flatMap((reason) => (reason.kind === 'output-changed' ? [pathOf(reason.place)] : []))
  if (paths.length > 0)
    emit({ type: 'noticed', task: task.id, text: 'edited by hand, and written again', paths })
}

/** No result without evidence: what was recorded is taken away, durably, before anything starts. */
function begin(
  { task }: Target,
  places: NonNullable<Change['places']>,
  { world, run }: Performance,
  words: readonly string[],
): void {
  if (words.length > 0) return
  const had = world.store.state.records.has(task.id)
  const startedAt = new Date(world.clock.now()).toISOString()
  world.store.change({
    running: [[task.id, { run, startedAt }]],
    ...(had ? { records: [[task.id, undefined]] } : {}),
    ...(places.length > 0 ? { places } : {}),
  })
  if (had || places.length > 0) world.store.durable()
}

function ended(
  target: Target,
  attempt: Attempt,
  changed: readonly Path[],
  turn: number,
  stage: Performance,
): Outcome {
  if (attempt.outcome.kind !== 'done') return attempt.outcome
  const made = attempt.spawned ? outputsNotMade(target, stage) : []
  if (made.length > 0)
    return {
      kind: 'failed',
      message: `its command succeeded and did not make ${listed(made)}: make it, or take it out of \`outputs\``,
    }
  if (changed.length > 0 && turn >= MAX_RUNS)
    return {
      kind: 'failed',
      message: `${listed(changed)} changed while it ran, ${MAX_RUNS} times: what it writes itself belongs in \`outputs\`, \`rewrites\` or \`.gitignore\``,
    }
  return attempt.outcome
}

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names
        .slice(0, 3)
        .map((name) => `\`${name}\``)
        .join(', ')} and ${names.length - 3} more`
    : names.map((name) => `\`${name}\``).join(', ')

function fingerprintOf(present: Present, inputs: Tree, governed: Tree): Fingerprint {
  const { recipe, settings, env, tools } = present
  return { recipe, settings, env, tools, inputs, governed }
}

/** One line: the record, the places, and what the move of these places changes in the records of earlier tasks. */
function putOnRecord(
  target: Target,
  node: Node,
  record: RunRecord,
  attempt: Attempt,
  moves: readonly Move[],
  ofCommand: readonly (readonly [Place, Written])[],
  { world, holders, run }: Performance,
): void {
  const { id } = target.task
  const places = [...(attempt.applied?.change.places ?? []), ...ofCommand]
  // The regions that others wrote inside an outer one are left out of its digest: they are to be known before it is taken.
  for (const [place, written] of places)
    if (written !== undefined) world.store.state.places.set(place, written)
  // What the task did inside regions of others, or around them, is no edit of theirs.
  places.push(...restated(attempt.applied?.untouched ?? [], { world, recipes: holders.recipes }))
  const adjusted = holders.adjustments(node, moves, attempt.applied?.near ?? new Map<Node, Tree>())
  world.store.change({
    records: [[id, record]],
    running: [[id, undefined]],
    ...attempt.applied?.change,
    ...(places.length > 0 ? { places } : {}),
    ...(adjusted.length > 0 ? { adjusted } : {}),
    ...(attempt.spawned && moves.length > 0 ? { opaque: [run, id] } : {}),
  })
  holders.learn(node)
}

function endUnrecorded(id: Target['task']['id'], { outcome }: Attempt, { emit }: Performance): Outcome {
  emit({ type: 'noticed', task: id, text: 'run with words of your own: nothing is recorded' })
  return outcome
}

function fail(
  target: Target,
  present: Present,
  because: readonly Reason[],
  { world, run }: Performance,
  message: string,
): Outcome {
  const startedAt = new Date(world.clock.now()).toISOString()
  const fingerprint = fingerprintOf(present, present.inputs, present.governed)
  const record: RunRecord = {
    outcome: 'failed',
    fingerprint,
    startedAt,
    ms: 0,
    run,
    because: because.slice(0, 5),
    message,
  }
  world.store.change({ records: [[target.task.id, record]], running: [[target.task.id, undefined]] })
  return { kind: 'failed', message }
}

/** Why a tool whose answer counts does not give one. */
function silentTool({ task }: Target, { world }: Performance): string | undefined {
  try {
    for (const tool of task.tools) world.surroundings.tool(tool)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function missingText(missing: readonly string[], { world }: Performance): string {
  const folders = missing.filter((path) => world.disk.stat(path)?.kind === 'folder')
  if (folders.length > 0)
    return `its input ${listed(folders)} is a folder: \`${folders[0] ?? ''}/**\` names the files in it`
  return `its input ${listed(missing)} is not there`
}
