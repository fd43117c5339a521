/** Plays a story: random things happen, and around each make the laws are held against what stands on the disk. */
import assert from 'node:assert/strict'
import { recover } from '../../lib/engine/transaction.js'
import { Random } from '../random.js'
import { Memory } from '../rig.js'
import {
  bothWays,
  cleanGivesBack,
  foretold,
  handEditsStay,
  ranAsForetold,
  staleExactlyWhereItIsRead,
  undoGivesBack,
} from './laws.js'
import { sameAsFromNothing } from './nothing.js'
import type { Stage } from './stage.js'
import { makeIn } from './stage.js'
import { begin } from './story.js'
import type { Tally } from './tally.js'
import { count } from './tally.js'
import { somethingHappens } from './things.js'

/** With LAW_TRACE set, tells on stderr what happens, what each make judged and did, and the files after it. */
const trace = process.env.LAW_TRACE === undefined ? () => undefined : (line: string) => console.error(line)

export async function play(seed: number, tally: Tally): Promise<void> {
  const random = new Random(seed)
  const memory = new Memory()
  const stage: Stage = {
    random,
    memory,
    story: begin(random, memory),
    tally,
    graphs: new Map(),
    key: undefined,
    trace,
  }
  try {
    for (let left = 4 + random.below(5); left > 0; left--) {
      await makeAndHold(stage)
      for (let things = 1 + random.below(3); things > 0; things--) await somethingHappens(stage)
    }
  } catch (error) {
    if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`
    throw error
  }
}

async function makeAndHold(stage: Stage): Promise<void> {
  const { memory, random } = stage
  const before = memory.copy()
  recover(before.open())
  const steps = await foretold(stage, before)
  const jobs = random.pick([1, 2, 4, 8])
  const first = await makeIn(stage, { jobs })
  ranAsForetold(stage, steps, first)
  handEditsStay(before, memory)
  const hasFailed = [...first.outcomes.values()].includes('failed')
  if (hasFailed && !(await settledBySides(stage))) return
  const again = await makeIn(stage, { backwards: random.chance(0.5) })
  const judged = again.events.flatMap((event) => (event.type === 'judged' ? JSON.stringify(event) : []))
  const ran = again.ran.filter((id) =>
    stage.story.plots.some((one) => one.id === id && one.kind !== 'always'),
  )
  assert.deepEqual(ran, [], `a second make runs nothing\n${judged.join('\n')}`)
  await sameAsFromNothing(stage)
  await staleExactlyWhereItIsRead(stage)
  if (hasFailed) return
  undoGivesBack(stage, before, await bothWays(stage, before, jobs))
  cleanGivesBack(stage)
}

/** A make that meets conflicts is made again with a side chosen, as a person would; false where something else is missing. */
async function settledBySides(stage: Stage): Promise<boolean> {
  count(stage.tally, 'story conflict')
  const { outcomes } = await makeIn(stage, { side: stage.random.pick(['theirs', 'ours']) })
  const failed = [...outcomes].filter(([, outcome]) => outcome === 'failed').map(([id]) => id)
  if (failed.length === 0) return true
  assert.ok(!stage.memory.files.has('src/d.txt'), `still failing with a side chosen: ${failed.join(', ')}`)
  stage.memory.files.set('src/d.txt', 'back')
  return false
}
