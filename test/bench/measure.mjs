/** Takes the time, the CPU and the peak memory of programs; compares them in pairs, so that a busy machine weighs on both. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PEAK = fileURLToPath(new URL('./peak.cjs', import.meta.url))

/** As somebody would have it who measures: nothing that makes node or a run behave otherwise. */
const ENV = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(CI|GITHUB_ACTIONS|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|FORCE_COLOR|MAKEFLAGS|NINJA_STATUS|ORCHESTRATE_.*)$/.test(
        name,
      ),
  ),
)

/** bash knows the CPU time of what it waited for; `times` rounds of the command count as one. Milliseconds. */
const TIMED =
  'TIMEFORMAT="%3R %3U %3S"; n=$1; shift; time for ((i = 0; i < n; i++)); do "$@" >/dev/null || exit; done'

export function take(argv, { cwd, times = 1 } = {}) {
  const child = spawnSync('bash', ['-c', TIMED, 'bash', `${times}`, ...argv], {
    cwd,
    env: ENV,
    encoding: 'utf8',
  })
  const numbers = child.stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
  if (child.status !== 0 || numbers.length !== 3 || numbers.some(Number.isNaN))
    throw new Error(`\`${argv.join(' ')}\` ended with ${child.status ?? child.signal}\n${child.stderr}`)
  const [wall, user, system] = numbers.map((seconds) => (seconds * 1000) / times)
  return { wall, cpu: user + system }
}

/** Peak memory of a program of node, in MB, as its own kernel counts it. */
export function peakOf(script, words, cwd) {
  const file = join(tmpdir(), `peak-${process.pid}`)
  const env = { ...ENV, PEAK_FILE: file }
  const child = spawnSync(process.execPath, ['--require', PEAK, script, ...words], {
    cwd,
    env,
    encoding: 'utf8',
  })
  if (child.status !== 0)
    throw new Error(`\`${words.join(' ')}\` ended with ${child.status}\n${child.stderr}`)
  const peak = Number(readFileSync(file, 'utf8'))
  rmSync(file)
  return peak
}

/** Runs all of them in turn, round after round (A B C … A B C …), the first round for nothing. */
export function inRounds(rounds, commands) {
  const taken = new Map(commands.map(({ name }) => [name, []]))
  for (let round = -1; round < rounds; round++)
    for (const { name, argv, before, ...options } of commands) {
      before?.()
      const measured = take(argv, options)
      if (round >= 0) taken.get(name).push(measured)
    }
  return taken
}

/** The median over rounds of one to the other, within a round. */
export function ratioOf(taken, name, to, part) {
  const others = taken.get(to)
  return median(taken.get(name).map((one, round) => one[part] / others[round][part]))
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
