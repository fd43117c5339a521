/** Brings one task up to date. Its needs have settled already. */
import type { Present } from '../core/decide.js'
import type { Outcome } from '../core/event.js'
import type { Fingerprint } from '../core/fingerprint.js'
import { difference } from '../core/fingerprint.js'
import type { Node } from '../core/graph.js'
import type { Path, Tree } from '../core/place.js'
import { pathOf, placeOf, regionOf } from '../core/place.js'
import type { Reason } from '../core/reason.js'
import type { Move, RunRecord } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { Retries } from '../core/task.js'
import type { Attempt, Performance } from './perform.js'
import { perform } from './perform.js'
import type { Looked } from './reader.js'
import { emptyLook } from './reader.js'
import { governedBy, inputsOf, lookedList, missingInputs, snapshot } from './snapshot.js'

/** A result counts only where the inputs stood still; this often a task is run in all to get one. */
export const MAX_RUNS = 3
/** Inputs that were seen changing are quiet when they stay the same for this long, in milliseconds. */
const QUIET = 100

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
  sayOverwritten(target, because, stage)
  let present = first
  for (let turn = 1; ; turn++) {
    const startedAt = world.clock.now()
    begin(target, stage, words)
    const looked = emptyLook()
    const attempt = await attemptAll(target, node, present, stage, looked, words)
    const moves = attempt.spawned ? movesOfCommand(target, present, stage) : (attempt.applied?.moves ?? [])
    const inputs = inputsBefore(present, looked)
    if (words.length > 0) return endUnrecorded(id, attempt, stage)
    const changed =
      attempt.spawned || looked.paths.size > 0 ? changedInputs(target, inputs, looked, stage) : []
    const ms = world.clock.now() - startedAt
    const run = {
      startedAt: new Date(startedAt).toISOString(),
      ms,
      run: stage.run,
      because: because.slice(0, 5),
    }
    const outcome = ended(target, attempt, changed, turn, stage)
    if (outcome.kind === 'cancelled') {
      dropOutputs(target, present, stage)
      return outcome
    }
    if (outcome.kind === 'failed' && attempt.spawned) dropOutputs(target, present, stage)
    const governed = outcome.kind === 'done' ? governedBy(target, world) : present.governed
    const settledInputs = outcome.kind === 'done' ? afterRewrites(target, inputs, stage) : inputs
    const record: RunRecord = {
      ...run,
      outcome:
        changed.length > 0
          ? 'changed'
          : outcome.kind === 'waiting'
            ? 'waiting'
            : outcome.kind === 'done'
              ? 'done'
              : 'failed',
      fingerprint: fingerprintOf(present, settledInputs, governed),
      ...(looked.paths.size + looked.patterns.size > 0 ? { looked: lookedList(looked) } : {}),
      ...(changed.length > 0 ? { changed } : {}),
    }
    putOnRecord(target, node, record, attempt, moves, stage)
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

/** A command's outputs are its own: a hand edit of one is written over, and that is said. */
function sayOverwritten({ task, recipe }: Target, because: readonly Reason[], { emit }: Performance): void {
  if (recipe.pure) return
  const paths = because.flatMap((reason) => (reason.kind === 'output-changed' ? [pathOf(reason.place)] : []))
  if (paths.length > 0)
    emit({ type: 'noticed', task: task.id, text: 'edited by hand, and written again', paths })
}

/** No result without evidence: what was recorded is taken away, durably, before anything starts. */
function begin({ task }: Target, { world, run }: Performance, words: readonly string[]): void {
  if (words.length > 0) return
  const had = world.store.state.records.has(task.id)
  const startedAt = new Date(world.clock.now()).toISOString()
  world.store.change({
    running: [[task.id, { run, startedAt }]],
    ...(had ? { records: [[task.id, undefined]] } : {}),
  })
  if (had) world.store.durable()
}

async function attemptAll(
  target: Target,
  node: Node,
  present: Present,
  stage: Performance,
  looked: Looked,
  words: readonly string[],
): Promise<Attempt> {
  const { retries, id } = target.task
  for (let number = 1; ; number++) {
    stage.emit({ type: 'started', task: id, attempt: number })
    const attempt = await perform(target, node, present, stage, looked, words)
    if (!attempt.mayRetry || number >= retries.attempts || stage.stop.aborted) return attempt
    dropOutputs(target, present, stage)
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

function outputsNotMade(target: Target, { world }: Performance): string[] {
  return target.claims
    .filter(({ path, whole }) => {
      if (!whole) return false
      if (path.endsWith('/')) return world.disk.stat(path.slice(0, -1))?.kind !== 'folder'
      return world.disk.digest(path) === 'absent'
    })
    .map(({ path }) => path)
}

/** What it declares, as it was before, with what it looked at. */
function inputsBefore(present: Present, looked: Looked): Tree {
  if (looked.paths.size === 0) return present.inputs
  const inputs = new Map(present.inputs)
  for (const [path, content] of looked.paths) inputs.set(placeOf(path), content)
  return inputs
}

function changedInputs(target: Target, before: Tree, looked: Looked, { world }: Performance): Path[] {
  world.disk.forget()
  const now = inputsOf(target, world, lookedList(looked))
  const mayRewrite = target.rewrites.length > 0 ? world.globs.matcher(target.rewrites) : () => false
  return difference(before, now)
    .map(({ place }) => pathOf(place))
    .filter((path) => !mayRewrite(path) && !path.startsWith('task:'))
}

/** What a formatter rewrote counts as it is now. */
function afterRewrites(target: Target, inputs: Tree, { world }: Performance): Tree {
  if (target.rewrites.length === 0) return inputs
  const isRewritten = world.globs.matcher(target.rewrites)
  const after = new Map([...inputs].filter(([place]) => !isRewritten(pathOf(place))))
  for (const path of world.disk.expand(target.rewrites)) after.set(placeOf(path), world.disk.digest(path))
  return after
}

/** What a command's run did to its outputs and to what it may rewrite. */
function movesOfCommand(target: Target, before: Present, { world }: Performance): Move[] {
  const moves: Move[] = []
  const compare = (then: Tree, now: Tree): void => {
    for (const { place } of difference(then, now))
      if (regionOf(place) === undefined && !place.endsWith('/'))
        moves.push({
          path: pathOf(place),
          before: then.get(place) ?? 'absent',
          after: now.get(place) ?? 'absent',
        })
  }
  compare(before.governed, governedBy(target, world))
  if (target.rewrites.length > 0) {
    const isRewritten = world.globs.matcher(target.rewrites)
    const only = (tree: Tree): Tree => new Map([...tree].filter(([place]) => isRewritten(pathOf(place))))
    compare(only(before.inputs), only(inputsOf(target, world, [])))
  }
  return moves
}

/** Half an output is none: what a failed or ended command changed among its own outputs goes. */
function dropOutputs(target: Target, before: Present, { world }: Performance): void {
  const own = new Set(target.claims.filter(({ whole }) => whole).map(({ path }) => path))
  if (own.size === 0 || target.recipe.pure) return
  world.disk.forget()
  for (const { place, kind } of difference(before.governed, governedBy(target, world)))
    if (kind !== 'removed' && !place.endsWith('/')) world.disk.remove(pathOf(place))
  world.disk.forget()
}

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
  { world, holders, run }: Performance,
): void {
  const { id } = target.task
  const places = attempt.applied?.change.places ?? []
  // The regions that others wrote inside an outer one are left out of its digest: they are to be known before it is taken.
  for (const [place, written] of places)
    if (written !== undefined) world.store.state.places.set(place, written)
  const adjusted = holders.adjustments(node, moves, attempt.applied?.near ?? new Map<Node, Tree>())
  world.store.change({
    records: [[id, record]],
    running: [[id, undefined]],
    ...attempt.applied?.change,
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
  }
  world.store.change({ records: [[target.task.id, record]], running: [[target.task.id, undefined]] })
  return { kind: 'failed', message }
}

function missingText(missing: readonly string[], { world }: Performance): string {
  const folders = missing.filter((path) => world.disk.stat(path)?.kind === 'folder')
  if (folders.length > 0)
    return `its input ${listed(folders)} is a folder: \`${folders[0] ?? ''}/**\` names the files in it`
  return `its input ${listed(missing)} is not there`
}

/** Waits until the inputs stand still. */
async function quiet(target: Target, { world, stop }: Performance): Promise<void> {
  for (let before: Tree | undefined, looks = 0; looks < 50 && !stop.aborted; looks++) {
    world.disk.forget()
    const now = inputsOf(target, world, [])
    if (before !== undefined && difference(before, now).length === 0) return
    before = now
    await world.clock.sleep(QUIET, stop)
  }
}
