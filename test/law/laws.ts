/** The laws that hold around a make: what ran is what was foretold, however many ran at a time, and all of it can be taken back. */
import assert from 'node:assert/strict'
import type { Step } from '../../lib/core/plan.js'
import { producers } from '../../lib/core/graph.js'
import type { TaskId } from '../../lib/core/task.js'
import { transactionsToUndo } from '../../lib/core/undo.js'
import { forecast } from '../../lib/engine/forecast.js'
import { cleanTasks } from '../../lib/engine/giveback.js'
import { undoTransactions } from '../../lib/engine/undo.js'
import type { Made, Memory } from '../rig.js'
import type { Stage } from './stage.js'
import { filesOf, giving, graphNow, makeIn } from './stage.js'
import type { Plot } from './story.js'
import { JSONS, SOURCES, changesInPlace } from './story.js'
import { count } from './tally.js'

export async function foretold(stage: Stage, memory: Memory): Promise<readonly Step[]> {
  const graph = graphNow(stage)
  const world = memory.open()
  const wanted = new Set(graph.targets.keys())
  const { plan } = await forecast(graph, world, wanted, { withEffects: false, forced: new Set() })
  return plan.steps
}

/** What a forecast calls fresh does not run, and what it calls stale behind nothing that has yet to run has its turn. */
export function ranAsForetold(stage: Stage, steps: readonly Step[], { ran, outcomes }: Made): void {
  const graph = graphNow(stage)
  const open = new Set(steps.filter(({ verdict }) => verdict.kind !== 'fresh').map(({ task }) => task.id))
  for (const { task, verdict } of steps) {
    const node = graph.index.get(task.id) ?? -1
    const behind = producers(graph, node).some((other) =>
      open.has(graph.targets[other]?.task.id ?? ('' as TaskId)),
    )
    const outcome = outcomes.get(task.id)
    const mayRun = verdict.kind === 'stale' || verdict.kind === 'unsettled'
    assert.ok(mayRun || !ran.includes(task.id), `${task.id} was called ${verdict.kind}, and ran`)
    if (verdict.kind === 'stale' && !behind) {
      const hadItsTurn = ran.includes(task.id) || outcome === 'cancelled' || outcome === 'failed'
      assert.ok(hadItsTurn, `${task.id} was called stale, and is ${outcome ?? 'fresh'}`)
    }
  }
}

/** After an edit of one source exactly those are stale that read it. Everything has just been made. */
export async function staleExactlyWhereItIsRead(stage: Stage): Promise<void> {
  const { story, memory, random } = stage
  const source = random.pick(SOURCES.filter((path) => memory.files.has(path)))
  const edited = memory.copy()
  edited.files.set(source, `edited ${memory.now}`)
  const isThere = ({ when }: Plot): boolean => !when || edited.files.has('src/d.txt')
  const readers = story.plots.filter((one) => isThere(one) && (one.kind === 'always' || reads(one, source)))
  const steps = await foretold(stage, edited)
  const stale = steps.filter(({ verdict }) => verdict.kind === 'stale').map(({ task }) => String(task.id))
  assert.deepEqual(
    stale.sort(),
    readers.map(({ id }) => id).sort(),
    `after an edit of ${source} its readers are stale`,
  )
}

function reads(plot: Plot, source: string): boolean {
  if (plot.kind === 'check' || changesInPlace(plot, source) || (plot.when && source === 'src/d.txt'))
    return true
  const isReader = plot.kind === 'mix' || plot.kind === 'many' || plot.kind === 'manual'
  return isReader && (plot.inputs.includes(source) || plot.inputs.includes('src/*.txt'))
}

/** What a person wrote at the head of a generated file is there after a make, whatever was proposed. */
export function handEditsStay(before: Memory, after: Memory): void {
  const mine = (memory: Memory): string[] =>
    [...memory.files].flatMap(([path, text]) => (text.startsWith('mine\n') ? [path] : []))
  const now = new Set(mine(after))
  assert.deepEqual(
    mine(before).filter((path) => !now.has(path)),
    [],
    'hand edits are never lost',
  )
}

/** One job and eight leave the same files; returns the world in which it was done the other way. */
export async function bothWays(stage: Stage, before: Memory, jobs: number): Promise<Memory> {
  const other = before.copy()
  await makeIn(stage, { jobs: jobs === 1 ? 8 : 1 }, other)
  assert.deepEqual(filesOf(other), filesOf(stage.memory), 'one job and eight leave the same files')
  return other
}

const MINE = '"mine": { "by": "hand" }, '

/** Undo gives back what the recipes of the last make wrote; what a person wrote beside it meanwhile stays. */
export function undoGivesBack(stage: Stage, before: Memory, after: Memory): void {
  const run = after.lines.findLast(({ applying }) => applying !== undefined)?.applying?.run
  if (run === undefined || before.lines.some(({ applying }) => applying?.run === run)) return
  const isEdited = stage.random.chance(0.4)
  const edited = isEdited ? JSONS : []
  for (const path of edited) after.files.set(path, withMine(after.files.get(path)))
  const back = giving(stage, after)
  const { left } = undoTransactions(transactionsToUndo(back.world.store.state, { run }), back)
  assert.deepEqual(left, [], 'nothing forbids an undo right after the make')
  const expected = ofRecipes(before).map(([path, text]) => [
    path,
    edited.includes(path) ? withMine(text) : text,
  ])
  assert.deepEqual(ofRecipes(after), expected, 'undo gives back the tree')
  count(stage.tally, isEdited ? 'law undo beside a hand edit' : 'law undo')
}

const withMine = (text = '{}'): string => text.replace('{', `{${MINE}`)

/** The files that recipes write whose effects are known beforehand. */
const ofRecipes = (memory: Memory): [string, string][] =>
  filesOf(memory).filter(([path]) => !/^(?:out|dir|src)\//.test(path))

/** Where nobody and nothing came between, cleaning everything leaves the tree as it was before anything ran. */
export function cleanGivesBack(stage: Stage): void {
  const { untouched } = stage.story
  if (untouched === undefined) return
  const memory = stage.memory.copy()
  const back = giving(stage, memory)
  const tasks = [...back.graph.order].reverse().flatMap((node) => back.graph.targets[node]?.task.id ?? [])
  const { left } = cleanTasks(tasks, back, false)
  assert.deepEqual(left, [], 'nothing was edited, so nothing is left')
  const apart = (files: Iterable<[string, string]>): [string, string][] =>
    [...files].filter(([path]) => !path.startsWith('src/')).sort(([a], [b]) => (a < b ? -1 : 1))
  assert.deepEqual(apart(memory.files), apart(untouched), 'clean gives everything back')
  count(stage.tally, 'law clean')
}
