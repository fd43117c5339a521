/**
 * Laws: what actions and edits wrote in one workflow, one inside the other, can be given back, all of it or a part.
 *
 * `GIVING_STORIES` chooses how many. Of the first 250, nine break the last law (45, 48, 52, 60, 78, 161, 212, 221, 244): given back by
 * itself, the task that made a map for others, or appended to a list of theirs, and made again, leaves the map empty or the item there.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph } from '../../../lib/core/graph.js'
import type { Task, TaskId } from '../../../lib/core/task.js'
import type { Given } from '../../../lib/engine/back.js'
import { cleanTasks } from '../../../lib/engine/giveback.js'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { Random } from '../../random.js'
import { Memory, graphOf, group, make, roadmap, task } from '../../rig.js'
import { IMAGE, PIPELINE, SCRIPT } from './actions/deployments.js'
import { workflows } from './actions/workflows.js'

const TARGET = '.github/workflows/ci.yml'
const TEXTS = [PIPELINE, ...workflows.values()]
const ACTIONS = [
  'implement_staging_deploy',
  'implement_production_deploy',
  'add_approval_gates',
  'add_container_scanning',
  'add_sbom_generation',
  'make_trivy_blocking',
  'remove_continue_on_error',
]
const EDITS = [
  { set: 'jobs.deploy-staging.timeout-minutes', value: 7 },
  { set: 'jobs.deploy-staging.env.STAGE', value: 'staging' },
  { set: 'jobs.test.env', value: { CI: 'true' } },
  { append: 'jobs.test.steps', value: { name: 'Last', run: 'echo last' } },
  { set: 'permissions', value: { contents: 'read' } },
  { remove: 'jobs.deploy-production.environment' },
]

const recipes = new Map([['config_edit', configEdit]])
const STORIES = Number(process.env.GIVING_STORIES ?? 6)
const SEED = Number(process.env.LAW_SEED ?? 1)

interface Story {
  readonly random: Random
  readonly memory: Memory
  readonly graph: Graph
  readonly before: string
  readonly tasks: readonly TaskId[]
}

const ciOf = ({ files }: Memory): string => files.get(TARGET) ?? ''

const graphFor = (tasks: readonly Task[]): Graph =>
  graphOf(roadmap([group('g', tasks, { execution: 'sequential' })]), recipes)

/** Tasks that can be done, in an order of chance, done one after the other. */
async function story(seed: number): Promise<Story> {
  const random = new Random(seed)
  const text = random.pick(TEXTS)
  const before = random.chance(0.3) ? text.replaceAll('\n', '\r\n') : text
  const start = new Memory()
  for (const [path, other] of Object.entries({ ...SCRIPT, ...IMAGE, [TARGET]: before }))
    start.files.set(path, other)
  let [memory, tasks]: [Memory, Task[]] = [start, []]
  const wanted = random.some<string | (typeof EDITS)[number]>([...ACTIONS, ...EDITS], 5)
  for (const [i, one] of wanted.entries()) {
    const how = typeof one === 'string' ? { action: one } : { edits: [one] }
    const next = [...tasks, task(`t${i}`, 'config_edit', { settings: { target: TARGET, ...how } })]
    const tried = memory.copy()
    const { outcomes } = await make(tried, graphFor(next))
    if (![...outcomes.values()].includes('failed')) [memory, tasks] = [tried, next]
  }
  const graph = graphFor(tasks)
  for (let turn = 0; turn < 4; turn++) await make(memory, graph)
  return { random, memory, graph, before, tasks: tasks.map(({ id }) => id) }
}

const clean = ({ graph, memory }: Story, tasks: readonly TaskId[], dry = false): Given =>
  cleanTasks(tasks, { graph, world: memory.open(), recipes, run: `clean-${memory.now++}`, dry }, false)

for (let seed = SEED; seed < SEED + STORIES; seed++)
  test(`what was written in a workflow is given back, all of it or a part (seed ${seed})`, async () => {
    const all = await story(seed)
    const part = { ...all, memory: all.memory.copy() }
    const beside = { ...all, memory: all.memory.copy() }
    const made = ciOf(all.memory)

    const told = clean(all, all.tasks, true)
    assert.equal(ciOf(all.memory), made, 'a dry run changes nothing')
    assert.deepEqual(
      clean(all, all.random.some(all.tasks, 9)).left,
      [],
      'nothing was edited, so nothing is left',
    )
    assert.deepEqual(told.left, [])
    assert.equal(ciOf(all.memory), all.before, 'clean gives everything back, in any order of the tasks')

    beside.memory.files.set(TARGET, `${made}# by hand\n`)
    assert.deepEqual(clean(beside, all.tasks).left, [])
    assert.equal(ciOf(beside.memory), `${all.before}# by hand\n`, 'beside an edit by hand, too')

    const chosen = part.random.some(part.tasks, 1 + part.random.below(part.tasks.length))
    const { moves, left } = clean(part, chosen)
    if (left.length > 0) {
      assert.deepEqual([moves, ciOf(part.memory)], [[], made], 'refused whole')
      assert.match(
        left[0]?.why ?? '',
        /^(?:holds|lies in) what `t\d`.* wrote later: clean that first, or both$/,
      )
    }
    for (let turn = 0; turn < 4; turn++) await make(part.memory, part.graph)
    const { ran } = await make(part.memory, part.graph)
    assert.deepEqual(ran, [], 'made again, all is as it is to be')
    assert.deepEqual(clean(part, part.tasks).left, [])
    assert.equal(ciOf(part.memory), part.before, 'and can be given back again')
  })
