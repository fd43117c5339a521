/** Plays a story: random things happen, and after each make the laws are held against what stands on the disk. */
import assert from 'node:assert/strict'
import type { Event } from '../../lib/core/event.js'
import type { Graph } from '../../lib/core/graph.js'
import { waitedFor } from '../../lib/core/graph.js'
import type { TaskId } from '../../lib/core/task.js'
import { governed } from '../../lib/core/clean.js'
import { transactionsToUndo } from '../../lib/core/undo.js'
import { adopt } from '../../lib/engine/adopt.js'
import { cleanTasks, undoTransactions } from '../../lib/engine/giveback.js'
import { recover } from '../../lib/engine/transaction.js'
import type { Place } from '../../lib/core/place.js'
import { Refusal } from '../../lib/core/recipe.js'
import { Random } from '../random.js'
import type { Made } from '../rig.js'
import { Killed, Memory, graphOf, make } from '../rig.js'
import type { Plot, Story } from './story.js'
import { JSONS, SOURCES, addPlot, begin, outputOf, recipesOf, rename, roadmapOf } from './story.js'

/** How often each kind of reason, edge, outcome and event of the story occurred. */
export type Tally = Map<string, number>

const count = (tally: Tally, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

export async function play(seed: number, tally: Tally): Promise<void> {
  const random = new Random(seed)
  const memory = new Memory()
  const stage: Stage = { random, memory, story: begin(random, memory), tally }
  const turns = 4 + random.below(5)
  try {
    for (let turn = 0; turn < turns; turn++) {
      if (turn > 0) for (let things = 1 + random.below(3); things > 0; things--) await somethingHappens(stage)
      await makeAndHold(stage)
    }
  } catch (error) {
    if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`
    throw error
  }
}

interface Stage {
  readonly random: Random
  readonly memory: Memory
  readonly story: Story
  readonly tally: Tally
}

const graphNow = ({ story, tally }: Stage): Graph => {
  const graph = graphOf(roadmapOf(story), recipesOf(story))
  for (const edges of graph.needs) for (const { because } of edges) count(tally, `edge ${because}`)
  return graph
}

async function somethingHappens(stage: Stage): Promise<void> {
  const { random, memory, story, tally } = stage
  const things: Record<string, () => void | Promise<void>> = {
    'source edited': () => void memory.files.set(random.pick(SOURCES), `${random.below(9)}${random.chance(0.3) ? ' ' : ''}`),
    'source removed': () => void memory.files.delete('src/d.txt'),
    'json edited outside': () => editJson(stage, (value) => ({ ...value, mine: random.below(100) })),
    'json edited inside': () => editJson(stage, (value) => ({ ...value, config: { level: 9 }, scripts: { test: 'by hand' } })),
    'json laid out anew': () => editJson(stage, (value) => value),
    'output tampered with': () => onPlot(stage, ['mix'], (one) => void memory.files.set(outputOf(one), 'by hand')),
    'output deleted': () => onPlot(stage, ['mix', 'make'], (one) => void memory.files.delete(outputOf(one))),
    'generated edited by hand': () =>
      onPlot(stage, ['make'], (one) => void memory.files.set(outputOf(one), `mine\n${memory.files.get(outputOf(one)) ?? ''}`)),
    'setting changed': () => onPlot(stage, ['mix', 'make'], (one) => void (one.data = (one.data + 1) % 3)),
    'task renamed': () => onPlot(stage, ['edit', 'manual', 'check'], (one) => rename(story, one)),
    'task removed': () => void story.gone.push(...story.plots.splice(random.below(story.plots.length), 1)),
    'task added': () => addPlot(random, story),
    'recipe raised': () => void story.version++,
    'variable changed': () => void memory.env.set('MODE', `${random.below(4)}`),
    'tool changed': () => void memory.tools.set('tool --version', `${random.below(4)}`),
    'command fails': () => onPlot(stage, ['mix'], (one) => failing(stage, one)),
    'input raced': () => onPlot(stage, ['mix'], (one) => void memory.env.set('RACE', outputOf(one))),
    'nobody there': () => unanswered(stage),
    killed: () => killed(stage),
    'disk full': () => full(stage),
    'state lost': () => memory.loseState(),
    undone: () => undo(stage),
    cleaned: () => clean(stage),
    adopted: () => adoptOne(stage),
    forced: () => force(stage),
  }
  const what = random.pick(Object.keys(things))
  if (process.env['LAW_TRACE']) console.error('STORY', what)
  count(tally, `story ${what}`)
  await things[what]?.()
}

function editJson({ random, memory }: Stage, edit: (value: Record<string, unknown>) => Record<string, unknown>): void {
  const path = random.pick(JSONS)
  const value = JSON.parse(memory.files.get(path) ?? '{}') as Record<string, unknown>
  memory.files.set(path, JSON.stringify(edit(value), null, random.pick([2, 4])))
}

function onPlot({ random, story }: Stage, kinds: readonly Plot['kind'][], then: (plot: Plot) => void | Promise<void>): void | Promise<void> {
  const plots = story.plots.filter(({ kind }) => kinds.includes(kind))
  if (plots.length > 0) return then(random.pick(plots))
}

async function tallied(stage: Stage, options: Parameters<typeof make>[2] = {}, memory = stage.memory): Promise<Made> {
  const made = await make(memory, graphNow(stage), { jobs: 1 + stage.random.below(4), ...options })
  if (process.env['LAW_TRACE'] && memory === stage.memory) console.error(JSON.stringify({files: Object.fromEntries([...memory.files].filter(([f])=>/src|out/.test(f)))}),JSON.stringify(made.events.filter((e) => (e.type==='judged'&&e.verdict.kind==='stale')||e.type==='finished')))
  if (memory === stage.memory) for (const event of made.events) tallyEvent(stage.tally, event)
  return made
}

function tallyEvent(tally: Tally, event: Event): void {
  if (event.type === 'judged') {
    count(tally, `verdict ${event.verdict.kind}`)
    if (event.verdict.kind === 'stale') for (const { kind } of event.verdict.reasons) count(tally, `reason ${kind}`)
  } else if (event.type === 'finished') count(tally, `outcome ${event.outcome.kind}`)
  else if (event.type === 'effect' && event.effect.merged === true) count(tally, 'story merged')
}

async function failing(stage: Stage, plot: Plot): Promise<void> {
  stage.memory.env.set('FAIL', outputOf(plot))
  await tallied(stage)
  assert.notEqual(stage.memory.files.get(outputOf(plot)), 'half', 'half an output was left')
  stage.memory.env.delete('FAIL')
}

async function unanswered(stage: Stage): Promise<void> {
  stage.memory.says = undefined
  await tallied(stage)
  stage.memory.says = 'yes'
}

/** The process dies at one of its writes; everything after happens in a new one. */
async function killed(stage: Stage): Promise<void> {
  stage.memory.fuse = stage.random.below(25)
  await tallied(stage).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error
  })
  stage.memory.fuse = Infinity
}

async function full(stage: Stage): Promise<void> {
  stage.memory.fuse = stage.random.below(25)
  stage.memory.refuses = true
  await tallied(stage).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
  stage.memory.fuse = Infinity
  stage.memory.refuses = false
}

const backStage = (stage: Stage) => ({
  graph: graphNow(stage),
  world: stage.memory.open(),
  recipes: recipesOf(stage.story),
  run: `back-${stage.memory.now++}`,
  dry: false,
})

function undo(stage: Stage): void {
  const back = backStage(stage)
  recover(back.world)
  undoTransactions(transactionsToUndo(back.world.store.state, {}), back)
}

function clean(stage: Stage): void {
  const back = backStage(stage)
  recover(back.world)
  const tasks = [...back.graph.order].reverse().flatMap((node) => back.graph.targets[node]?.task.id ?? [])
  const chosen = tasks.filter(() => stage.random.chance(0.4))
  const { left } = cleanTasks(chosen, back, false)
  const { state } = back.world.store
  for (const task of chosen) {
    const kept = new Set(left.map(({ place }) => place))
    for (const place of governed(task, state).keys()) assert.ok(kept.has(place), `clean forgot ${place} of ${task}`)
  }
}

async function adoptOne(stage: Stage): Promise<void> {
  const { graph, world } = backStage(stage)
  recover(world)
  const node = stage.random.below(graph.targets.length)
  await adopt(node, graph, world, 'adopt', stage.random.chance(0.5)).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    count(stage.tally, 'story adoption refused')
  })
}

async function force(stage: Stage): Promise<void> {
  const { plots } = stage.story
  if (plots.length > 0) await tallied(stage, { forced: [stage.random.pick(plots).id] })
}

/** A make that meets conflicts is made again with a side chosen, as a person would. */
async function makeAndHold(stage: Stage): Promise<void> {
  const { memory, random, tally } = stage
  const before = copyOf(memory)
  const raced = memory.env.has('RACE') ? await tallied(stage) : undefined
  memory.env.delete('RACE')
  const first = await tallied(stage)
  const failed = [...first.outcomes].filter(([, outcome]) => outcome === 'failed')
  if (failed.length > 0) {
    count(tally, 'story conflict')
    const side = random.pick(['theirs', 'ours'] as const)
    const again = await tallied(stage, { side })
    const still = [...again.outcomes].filter(([, outcome]) => outcome === 'failed').map(([id]) => id)
    if (still.length > 0) {
      assert.ok(hasMissingSource(memory), `still failing with a side chosen: ${still.join(', ')}`)
      memory.files.set('src/d.txt', 'back')
      return
    }
  } else if (raced === undefined) await bothWays(stage, before)
  const isAlways = (id: string): boolean => stage.story.plots.some((one) => one.id === id && one.kind === 'always')
  const second = await tallied(stage)
  const ran = second.ran.filter((id) => !isAlways(id))
  const reasons = second.events.filter((event) => event.type === 'judged' && event.verdict.kind === 'stale')
  assert.deepEqual(ran, [], `a second make runs nothing\n${JSON.stringify(reasons)}`)
  await fromNothing(stage)
  if (raced === undefined) await undoGivesBack(stage, before)
}

const hasMissingSource = ({ files }: Memory): boolean => !files.has('src/d.txt')

/** One job and eight leave the same files. */
async function bothWays(stage: Stage, before: Memory): Promise<void> {
  const one = copyOf(before)
  const eight = copyOf(before)
  await tallied(stage, { jobs: 1 }, one)
  await tallied(stage, { jobs: 8 }, eight)
  assert.deepEqual(filesOf(one), filesOf(eight), 'one job and eight leave the same files')
  assert.deepEqual(filesOf(one), filesOf(stage.memory), 'as did the make itself')
}

/** Without state and without what commands made, a make leaves the same files. */
async function fromNothing(stage: Stage): Promise<void> {
  const fresh = copyOf(stage.memory)
  const { places } = fresh.state()
  fresh.loseState()
  for (const one of stage.story.plots) {
    if (one.when && !fresh.files.has('src/d.txt')) continue // skipped: what it made stays
    const written = places.get(outputOf(one) as Place)
    const isByHand = written !== undefined && written.proposed !== written.written
    if (one.kind === 'mix' || (one.kind === 'make' && !isByHand)) fresh.files.delete(outputOf(one))
  }
  const anew = await tallied(stage, { side: 'ours' }, fresh)
  if (process.env['LAW_TALK']) console.error(JSON.stringify(anew.events), JSON.stringify(stage.story.plots))
  const blurred = readsWhatLaterTasksEdit(stage)
  const clear = (one: Memory): [string, string][] => filesOf(one).filter(([path]) => !blurred.has(path))
  assert.deepEqual(clear(fresh), clear(stage.memory), 'an incremental make leaves what a make from nothing leaves')
}

/**
 * Outputs of commands that read a file which a task after them edits: from nothing they see another text, by
 * design. So is what a person adopted as it stood.
 */
function readsWhatLaterTasksEdit({ story, memory }: Stage): Set<string> {
  const graph = graphOf(roadmapOf(story), recipesOf(story))
  const node = (id: string): number => graph.index.get(id as TaskId) ?? -1
  const { records } = memory.state()
  const isAdopted = ({ id }: Plot): boolean => records.get(id as TaskId)?.run === 'adopt'
  const adopted = story.plots.filter(isAdopted)
  const blurred = new Set(adopted.flatMap((one) => (one.kind === 'format' ? SOURCES : [outputOf(one)])))
  for (const one of story.gone) if (one.kind === 'edit') blurred.add(one.file)
  const touches = (one: Plot, path: string): boolean =>
    one.kind === 'edit' ? one.file === path : one.kind === 'format' && path.startsWith('src/')
  for (let size = -1; size < blurred.size; ) {
    size = blurred.size
    for (const one of story.plots.filter(({ kind }) => kind === 'mix')) {
      const isBlurred = one.inputs.some(
        (path) =>
          blurred.has(path) ||
          story.gone.some((other) => touches(other, path)) ||
          story.plots.some((other) => isAdopted(other) && touches(other, path)) ||
          story.plots.some((other) => touches(other, path) && waitedFor(graph, node(one.id), new Set([node(other.id)])).size === 0),
      )
      if (isBlurred) blurred.add(outputOf(one))
    }
  }
  return blurred
}

/** Undo after a make leaves what the make's recipes wrote as it was before. */
async function undoGivesBack({ memory, story, tally }: Stage, before: Memory): Promise<void> {
  const after = copyOf(before)
  const graph = graphOf(roadmapOf(story), recipesOf(story))
  const { events } = await make(after, graph)
  const run = after.state().transactions.at(-1)?.run
  if (run === undefined || !events.some((event) => event.type === 'effect' && event.effect.path !== undefined)) return
  const world = after.open()
  const stage = { graph, world, recipes: recipesOf(story), run: 'undo', dry: false }
  const { left } = undoTransactions(transactionsToUndo(world.store.state, { run }), stage)
  assert.deepEqual(left, [], 'nothing forbids an undo right after the make')
  const ofRecipes = (one: Memory): [string, string][] =>
    filesOf(one).filter(([path]) => !path.startsWith('out/') && !path.startsWith('src/'))
  assert.deepEqual(ofRecipes(after), ofRecipes(before), 'undo gives back the tree')
  count(tally, 'story undo checked')
  void memory
}

const filesOf = ({ files }: Memory): [string, string][] => [...files].sort(([a], [b]) => (a < b ? -1 : 1))

function copyOf(memory: Memory): Memory {
  const copy = new Memory()
  for (const [path, text] of memory.files) copy.files.set(path, text)
  copy.lines = [...memory.lines]
  copy.objects = new Map(memory.objects)
  copy.answers = new Map(memory.answers)
  for (const [name, value] of memory.env) copy.env.set(name, value)
  for (const [name, value] of memory.tools) copy.tools.set(name, value)
  for (const [name, command] of memory.commands) copy.commands.set(name, command)
  copy.now = memory.now
  copy.says = memory.says
  return copy
}

