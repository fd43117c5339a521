/** What a run takes: time, processor time and the most memory that all its processes held at once. */
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMB: number
}

export interface Costly extends Cost {
  readonly code: number
  readonly output: string
}

/** How often the memory is looked at: what is held for less long may not be seen. */
const LOOK_MS = 200

/** bash knows the processor time of what it waited for. */
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; time "$@"'

export async function costOf(
  command: readonly string[],
  cwd: string,
  take: (line: string) => void,
): Promise<Costly> {
  const child = spawn('bash', ['-c', TIMED, 'bash', ...command], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors, rest] = ['', '', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, held(child.pid ?? 0))), LOOK_MS)
  const code = await new Promise<number>((resolve) => child.on('close', (ended) => resolve(ended ?? 1)))
  clearInterval(look)
  const [wall = 0, user = 0, system = 0] = errors.trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
  return {
    code,
    output: output + errors,
    seconds: wall,
    cpuSeconds: user + system,
    peakMB: Math.round(peak / 1024 / 1024),
  }
}

/** Bytes of a process and of all that it began; what left the family is not seen. Linux alone tells. */
function held(top: number): number {
  const children = new Map<number, number[]>()
  const memory = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = textOf(`/proc/${name}/stat`)
    const [, parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const pid = Number(name)
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), pid])
    memory.set(pid, Number(more[19] ?? 0) * 4096)
  }
  const sum = (pid: number): number =>
    (memory.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, one) => total + sum(one), 0)
  return sum(top)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return '' // it has ended meanwhile
  }
}
