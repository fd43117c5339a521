/** What is measured within one process: the state a finished task costs, and drawing. Prints JSON; run with `--import tsx`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { treeRenderer } from '../../lib/render/tree.ts'
import { openStore } from '../../lib/world/store.ts'

const quick = process.argv.includes('--quick')
const digest = (n) => `${n}`.padStart(43, 'd')
const many = quick ? 2000 : 10_000

/** As a command with one input and one output puts itself on record: started, its group known, done. */
function recordsOf(task, i) {
  const startedAt = '2026-01-01T00:00:00.000Z'
  const run = '20260101T000000-000Z'
  const fingerprint = {
    recipe: 'command@1',
    settings: new Map([
      ['run', { digest: digest(i), text: `cat groups/g1/${task}.txt > groups/g1/${task}.out` }],
      ['outputs', { digest: digest(i), text: `["groups/g1/${task}.out"]` }],
    ]),
    env: new Map(),
    tools: new Map(),
    inputs: new Map([[`groups/g1/${task}.txt`, digest(i)]]),
    governed: new Map([[`groups/g1/${task}.out`, digest(-i)]]),
  }
  const record = { outcome: 'done', fingerprint, startedAt, ms: 3, run, because: [{ kind: 'never-run' }] }
  return [
    { running: [[task, { run, startedAt }]] },
    { running: [[task, { run, startedAt, group: { pid: 4711, startTime: '123456' } }]] },
    { records: [[task, record]], running: [[task, undefined]], opaque: [run, task] },
  ]
}

async function state(size) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-state-'))
  try {
    const store = await openStore(join(folder, '.orchestrate'), 'write', () => undefined)
    const begun = performance.now()
    for (let i = 0; i < size; i++) for (const change of recordsOf(`t${i}`, i)) store.change(change)
    const appended = performance.now() - begun
    const journal = store.journalLength
    await store.close()
    const folded = performance.now() - begun - appended
    const snapshot = statSync(join(folder, '.orchestrate', 'state.json')).size
    return { bytes: (journal + snapshot) / size, appendMs: appended / size, foldMs: folded / size }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The least of three: what else the machine does is not the state's. */
async function best(size) {
  const all = [await state(size), await state(size), await state(size)]
  const least = (part) => Math.min(...all.map((one) => one[part]))
  return { bytes: least('bytes'), appendMs: least('appendMs'), foldMs: least('foldMs') }
}

const TASKS_A_FRAME = 40 // 2.5 ms a task, ten frames a second
const at = '2026-01-01T00:00:00.000Z'

/** A run of so many tasks, four at a time, drawn into nothing; `frame` is what one costs in the middle of it. */
async function drawing(size) {
  let tick
  const wanted = new Promise((resolve) => {
    drawing.every = (_ms, one) => {
      tick = one
      resolve()
      return () => undefined
    }
  })
  let bytes = 0
  const out = (text) => void (bytes += text.length)
  const tree = treeRenderer({
    out,
    err: out,
    colour: true,
    verbose: false,
    output: 'failed',
    name: (task) => `Task ${task}`,
    columns: () => 80,
    rows: () => 24,
    every: drawing.every,
  })
  const tasks = Array.from({ length: size }, (_, i) => `t${i}`)
  const take = (event) => tree.take({ ...event, at })
  take({ type: 'planned', run: 'r', tasks, jobs: 4 })
  take({ type: 'started', task: tasks[0], attempt: 1 })
  await wanted
  const begun = process.cpuUsage()
  let frame
  for (const [i, task] of tasks.entries()) {
    take({ type: 'judged', task, verdict: { kind: 'stale', reasons: [{ kind: 'never-run' }] } })
    take({ type: 'started', task, attempt: 1 })
    if (i >= 4) take({ type: 'finished', task: tasks[i - 4], outcome: { kind: 'done' }, ms: 3 })
    if (i % TASKS_A_FRAME === 0) tick()
    if (i === size >> 1) frame = frameCost(tick)
  }
  const cpu = msSince(begun) - frame.took
  await tree.close()
  return { perTask: cpu / size, frame: frame.each, bytes }
}

/** The spinner turns, so that every frame is drawn. */
function frameCost(tick) {
  const frames = 400
  for (let i = 0; i < frames; i++) tick()
  const begun = process.cpuUsage()
  for (let i = 0; i < frames; i++) tick()
  const took = msSince(begun)
  return { each: took / frames, took: took * 2 }
}

const msSince = (begun) => {
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}

await drawing(200) // loads listr2, and lets the code grow warm
await state(200)
const result = {
  tasks: many,
  state: { few: await best(many / 10), many: await best(many) },
  drawing: { few: await drawing(100), many: await drawing(many) },
}
process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(0) // a window that was never closed by an `ended` has its timers still
