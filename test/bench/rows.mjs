/** The rows of the table: each measures one thing and says what the bar is. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inRounds, median, peakOf, ratioOf, sleep, take } from './measure.mjs'
import { writeWorkload } from './workload.mjs'

const BIN = fileURLToPath(new URL('../../dist/bin/orchestrate.cjs', import.meta.url))
const INSIDE = fileURLToPath(new URL('./inside.mjs', import.meta.url))
const NODE = process.execPath
const NOTHING = { name: 'node', argv: [NODE, '-e', '0'] }
/** A stat proves nothing of a file that changed so shortly before. */
const RACY_MS = 2200

const orchestrate = (...words) => [NODE, BIN, ...words]
const hasNinja = spawnSync('ninja', ['--version']).status === 0
const NO_NINJA = 'no ninja on the PATH'

/** `{ what, bar, figure, unit }`, or `{ what, bar, skipped }`. */
const row = (what, bar, figure, unit = '×') => ({ what, bar, figure, unit })
const skipped = (what, bar, why) => ({ what, bar, skipped: why })

function project(where, size, options) {
  const folder = join(where, `${size}${options === undefined ? '' : '-own'}`)
  mkdirSync(folder, { recursive: true })
  writeWorkload(folder, size, options)
  return folder
}

/** Everything made, and long enough ago; then once more, which leaves the index of what is fresh. */
function prime(cwd, ...targets) {
  take(orchestrate('make', '-j2', ...targets), { cwd })
  sleep(RACY_MS)
  take(orchestrate('make', ...targets), { cwd })
  take(orchestrate('make', ...targets), { cwd })
}

function removeOutputs(cwd) {
  for (const path of readdirSync(cwd, { recursive: true })) if (path.endsWith('.out')) rmSync(join(cwd, path))
}

const bothParts = (what, bar, taken, name, to) =>
  ['wall', 'cpu'].map((part) => row(`${what}, ${part}`, bar, ratioOf(taken, name, to, part)))

function nothingToDo61(where, { rounds }) {
  const cwd = project(where, 61)
  prime(cwd, 'phase-3')
  const third = inRounds(rounds, [
    { ...NOTHING, times: 5 },
    { name: 'make', argv: orchestrate('make', 'phase-3'), cwd, times: 5 },
  ])
  prime(cwd)
  const all = inRounds(rounds, [
    { ...NOTHING, times: 5 },
    { name: 'make', argv: orchestrate('make'), cwd, times: 5 },
  ])
  return [
    ...bothParts('nothing to do, 61 tasks / `node -e 0`', 1.3, all, 'make', 'node'),
    ...bothParts('`make phase-3`, later phases never run / `node -e 0`', 1.3, third, 'make', 'node'),
  ]
}

function edited61(where, { rounds }) {
  const cwd = project(where, 61)
  prime(cwd)
  const file = join(cwd, 'roadmap.yaml')
  const text = readFileSync(file, 'utf8')
  let edits = 0
  const edit = () => writeFileSync(file, text.replace('name: Make', `name: Edit ${(edits += 1)} of`))
  const taken = inRounds(rounds, [NOTHING, { name: 'make', argv: orchestrate('make'), cwd, before: edit }])
  return bothParts('first run after an edit of the roadmap / `node -e 0`', 7, taken, 'make', 'node')
}

function nothingToDo1000(where, { rounds }) {
  const cwd = project(where, 1000)
  prime(cwd)
  const taken = inRounds(rounds, [
    { ...NOTHING, times: 5 },
    { name: 'make', argv: orchestrate('make'), cwd, times: 5 },
  ])
  return bothParts('nothing to do, 1,000 tasks / `node -e 0`', 2.5, taken, 'make', 'node')
}

function costOfATask(where, { rounds }) {
  const [what, bar] = ['a finished task above `ninja -j2`', 2.5]
  if (!hasNinja) return [skipped(what, bar, NO_NINJA)]
  const cwd = project(where, 1000)
  take(orchestrate('make', '-j2'), { cwd })
  const clear = () => {
    take(orchestrate('reset', '--all'), { cwd })
    rmSync(join(cwd, '.ninja_log'), { force: true })
    removeOutputs(cwd)
  }
  const taken = inRounds(Math.ceil(rounds / 2), [
    { name: 'ninja', argv: ['ninja', '-j2'], cwd, before: clear },
    { name: 'make', argv: orchestrate('make', '-j2'), cwd, before: clear },
  ])
  return ['wall', 'cpu'].map((part) => {
    const above = taken.get('make').map((one, i) => (one[part] - taken.get('ninja')[i][part]) / 1000)
    return row(`${what}, ${part}`, bar, median(above), 'ms')
  })
}

function tenThousand(where, { rounds }) {
  const size = 10_000
  const cwd = project(where, size)
  if (hasNinja) {
    take(['ninja', '-j2'], { cwd })
    removeOutputs(cwd) // ninja does not mind who makes them again
  }
  const full = peakOf(BIN, ['make', '-j2'], cwd)
  sleep(RACY_MS)
  const long = peakOf(BIN, ['make'], cwd)
  take(orchestrate('make'), { cwd })
  const taken = inRounds(rounds, [
    NOTHING,
    { name: 'make', argv: orchestrate('make'), cwd },
    ...(hasNinja ? [{ name: 'ninja', argv: ['ninja', '-j2'], cwd }] : []),
  ])
  const what = 'nothing to do, 10,000 tasks'
  return [
    ...bothParts(`${what} / \`node -e 0\``, 6, taken, 'make', 'node'),
    ...(hasNinja
      ? bothParts(`${what} / ninja`, 2, taken, 'make', 'ninja')
      : [skipped(`${what} / ninja`, 2, NO_NINJA)]),
    row('peak memory, 10,000 tasks, nothing to do', 120, peakOf(BIN, ['make'], cwd), 'MB'),
    row('the same the long way, without the index (no bar)', Infinity, long, 'MB'),
    row('peak memory, 10,000 tasks, full run', 250, full, 'MB'),
  ]
}

function parallel(where) {
  const cwd = project(where, 36, { command: (src, out) => `sleep 0.2; cat ${src} > ${out}` })
  const run = (...words) => {
    rmSync(join(cwd, '.orchestrate'), { recursive: true, force: true })
    removeOutputs(cwd)
    return take(orchestrate('make', ...words), { cwd }).wall
  }
  const times = run('--sequential') / run('-j6')
  return [{ ...row('36 tasks that wait, `--sequential` / `-j6`', 2.6, times), atLeast: true }]
}

function inside(_where, { quick }) {
  const child = spawnSync(NODE, ['--import', 'tsx', INSIDE, ...(quick ? ['--quick'] : [])], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  })
  if (child.status !== 0) throw new Error(`inside.mjs ended with ${child.status}\n${child.stderr}`)
  const { tasks, state, drawing } = JSON.parse(child.stdout)
  const size = tasks.toLocaleString('en')
  return [
    row('state of a finished task with two paths', 2048 + 200, state.many.bytes, 'bytes'),
    row(`the same in time, ${size} tasks`, 0.1, state.many.appendMs + state.many.foldMs, 'ms'),
    row(
      `the same in time, ${(tasks / 10).toLocaleString('en')} tasks`,
      0.1,
      state.few.appendMs + state.few.foldMs,
      'ms',
    ),
    row(`drawing, CPU of a task, ${size} tasks`, 0.1, drawing.many.perTask, 'ms'),
    row(`drawing, a frame at ${size} tasks / at 100`, 1.5, drawing.many.frame / drawing.few.frame),
  ]
}

/** By name, in the order in which they are measured. */
export const rows = { nothingToDo61, edited61, nothingToDo1000, costOfATask, parallel, inside, tenThousand }
