/** What can happen between two makes: people edit, the roadmap changes, processes die, state is lost. */
import assert from 'node:assert/strict'
import { governed } from '../../lib/core/clean.js'
import { Refusal } from '../../lib/core/recipe.js'
import { transactionsToUndo } from '../../lib/core/undo.js'
import { adopt } from '../../lib/engine/adopt.js'
import { cleanTasks } from '../../lib/engine/giveback.js'
import { undoTransactions } from '../../lib/engine/undo.js'
import { recover } from '../../lib/engine/transaction.js'
import { Killed } from '../rig.js'
import type { Stage } from './stage.js'
import { giving, makeIn } from './stage.js'
import type { Plot } from './story.js'
import { JSONS, SOURCES, addPlot, outputsOf, rename } from './story.js'
import { count } from './tally.js'

type Thing = (stage: Stage) => void | Promise<void>

/** Things that come between a task and what it wrote: afterwards not everything can be given back as it was. */
const TOUCHING: Record<string, Thing> = {
  'source removed': ({ memory }) => void memory.files.delete('src/d.txt'),
  'json edited outside': (stage) => editJson(stage, (value) => ({ ...value, mine: stage.random.below(100) })),
  'json edited inside': (stage) =>
    editJson(stage, (value) => ({ ...value, config: { level: 9 }, scripts: { test: 'by hand' } })),
  'json laid out anew': (stage) => editJson(stage, (value) => value),
  'output tampered with': (stage) =>
    onOutput(stage, ['mix', 'many'], (path) => stage.memory.files.set(path, 'by hand')),
  'output added': (stage) =>
    onPlot(
      stage,
      ['many'],
      (one) => void stage.memory.files.set(`${outputsOf(one)[0] ?? ''}extra`, 'by hand'),
    ),
  'output deleted': (stage) =>
    onOutput(stage, ['mix', 'many', 'make', 'pair'], (path) => stage.memory.files.delete(path)),
  'generated edited by hand': (stage) =>
    onOutput(stage, ['make', 'pair'], (path, text) => stage.memory.files.set(path, `mine\n${text}`)),
  'task removed': ({ random, story }) =>
    void story.gone.push(...story.plots.splice(random.below(story.plots.length), 1)),
  'disk full': diskFull,
  'killed while it wrote, and texts lost': async (stage) => {
    await killedWhileItWrote(stage)
    stage.memory.objects.clear()
  },
  'state lost': ({ memory }) => memory.loseState(),
  'texts lost': ({ memory }) => memory.objects.clear(),
  adopted: adoptOne,
  // A map that one task made, and another wrote into, stays when the first is cleaned: nobody knows then whose it was.
  cleaned: cleanSome,
}

const OTHER: Record<string, Thing> = {
  'source edited': ({ random, memory }) =>
    void memory.files.set(random.pick(SOURCES), `${random.below(9)}${random.chance(0.3) ? ' ' : ''}`),
  'setting changed': (stage) =>
    onPlot(stage, ['mix', 'many', 'make', 'pair'], (one) => void (one.data = (one.data + 1) % 3)),
  'task renamed': (stage) => onPlot(stage, undefined, (one) => rename(stage.story, one)),
  'task added': ({ random, story }) => addPlot(random, story),
  'recipe raised': ({ story }) => {
    story.version++
  },
  'variable changed': ({ random, memory }) => void memory.env.set('MODE', `${random.below(4)}`),
  'tool changed': ({ random, memory }) => void memory.tools.set('tool --version', `${random.below(4)}`),
  'command fails': (stage) => onPlot(stage, ['mix'], (one) => failing(stage, one)),
  'input raced': (stage) => onPlot(stage, ['mix'], (one) => raced(stage, one)),
  'nobody there': nobodyThere,
  killed,
  'killed while it wrote': killedWhileItWrote,
  undone: undo,
  forced: force,
  'made in part': (stage) =>
    onPlot(stage, undefined, async ({ id }) => {
      await makeIn(stage, { targets: [id] })
    }),
}

const THINGS = { ...TOUCHING, ...OTHER }

export async function somethingHappens(stage: Stage): Promise<void> {
  const what = stage.random.pick(Object.keys(THINGS))
  stage.trace(`--- ${what}`)
  count(stage.tally, `story ${what}`)
  if (what in TOUCHING) stage.story.untouched = undefined
  stage.key = undefined
  await THINGS[what]?.(stage)
  stage.key = undefined
}

function editJson({ random, memory }: Stage, edit: (value: object) => object): void {
  const path = random.pick(JSONS)
  const value = JSON.parse(memory.files.get(path) ?? '{}') as object
  memory.files.set(path, JSON.stringify(edit(value), null, random.pick([2, 4])))
}

function onPlot(
  { random, story }: Stage,
  kinds: readonly Plot['kind'][] | undefined,
  then: (plot: Plot) => void | Promise<void>,
): void | Promise<void> {
  const plots = story.plots.filter(({ kind }) => kinds === undefined || kinds.includes(kind))
  if (plots.length > 0) return then(random.pick(plots))
}

/** On a file that such a task wrote. */
function onOutput(
  stage: Stage,
  kinds: readonly Plot['kind'][],
  then: (path: string, text: string) => void,
): void {
  const outputs = stage.story.plots.filter(({ kind }) => kinds.includes(kind)).flatMap(outputsOf)
  const files = [...stage.memory.files].filter(([path]) => outputs.some((output) => path.startsWith(output)))
  if (files.length > 0) then(...stage.random.pick(files))
}

async function failing(stage: Stage, plot: Plot): Promise<void> {
  const [output = ''] = outputsOf(plot)
  stage.memory.env.set('FAIL', output)
  await makeIn(stage)
  assert.notEqual(stage.memory.files.get(output), 'half', 'half an output was left')
  stage.memory.env.delete('FAIL')
}

/** Once, and its task is run again; or more often than a task is run again. */
async function raced(stage: Stage, plot: Plot): Promise<void> {
  const { env } = stage.memory
  env.set('RACE', outputsOf(plot)[0] ?? '')
  env.set('RACES', stage.random.pick(['1', '9']))
  await makeIn(stage, { forced: [plot.id] })
  env.delete('RACE')
}

async function nobodyThere(stage: Stage): Promise<void> {
  stage.memory.says = undefined
  await onPlot(stage, ['manual'], async ({ id }) => {
    await makeIn(stage, { forced: [id] })
  })
  stage.memory.says = 'yes'
}

/** The process dies at one of its writes; everything after happens in a new one. */
async function killed(stage: Stage): Promise<void> {
  stage.memory.fuse = stage.random.below(25)
  await untilKilled(stage)
}

/** Between the beginning of a transaction and its end. */
async function killedWhileItWrote(stage: Stage): Promise<void> {
  stage.memory.fuseOfTransactions = stage.random.below(4)
  const one = stage.story.plots.find(({ kind }) => kind === 'make' || kind === 'pair')
  if (one !== undefined) one.data = (one.data + 1) % 3
  await untilKilled(stage)
}

async function untilKilled(stage: Stage): Promise<void> {
  await makeIn(stage).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error
  })
  stage.memory.fuse = Infinity
  stage.memory.fuseOfTransactions = Infinity
}

async function diskFull(stage: Stage): Promise<void> {
  stage.memory.fuse = stage.random.below(25)
  stage.memory.refuses = true
  await makeIn(stage).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
  stage.memory.fuse = Infinity
  stage.memory.refuses = false
}

function undo(stage: Stage): void {
  const back = giving(stage)
  recover(back.world)
  undoTransactions(transactionsToUndo(back.world.store.state, {}), back)
}

function cleanSome(stage: Stage): void {
  const back = giving(stage)
  recover(back.world)
  const tasks = [...back.graph.order].reverse().flatMap((node) => back.graph.targets[node]?.task.id ?? [])
  const chosen = tasks.filter(() => stage.random.chance(0.4))
  const { left } = cleanTasks(chosen, back, false)
  // A task that was not chosen wrote later inside what others made: nothing is given back then.
  if (left.some(({ why }) => why.includes('wrote later'))) return
  const kept = new Set(left.map(({ place }) => place))
  const forgotten = chosen.flatMap((task) =>
    [...governed(task, back.world.store.state).keys()].filter((place) => !kept.has(place)),
  )
  assert.deepEqual(forgotten, [], 'clean gives back or names every place')
}

async function adoptOne(stage: Stage): Promise<void> {
  const { graph, world } = giving(stage)
  recover(world)
  const node = stage.random.below(graph.targets.length)
  await adopt(node, graph, world, 'adopt', stage.random.chance(0.5)).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    count(stage.tally, 'story adoption refused')
  })
}

async function force(stage: Stage): Promise<void> {
  await onPlot(stage, undefined, async ({ id }) => {
    await makeIn(stage, { forced: [id] })
  })
}
