/** The roadmap that `init` writes, and its tasks of test generation, made by the built program. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Event } from '../../lib/core/event.js'
import { globs } from '../../lib/world/globs.js'
import type { Cost } from './cost.js'
import { costOf } from './cost.js'
import { lastWords, start } from './suite.js'

const PROGRAM = fileURLToPath(new URL('../../dist/bin/orchestrate.cjs', import.meta.url))

export interface Unit {
  readonly task: string
  readonly target: string
  readonly testFile: string
}

export interface Made {
  readonly units: readonly UnitMade[]
  readonly cost: Cost
}

export interface UnitMade extends Unit {
  readonly outcome: string
  readonly seconds: number
  /** What was said of it. */
  readonly said: readonly string[]
  readonly isWritten: boolean
}

/** Every unit of the repository, whatever its phase. */
export function unitsOf(root: string, only: string | undefined): readonly Unit[] {
  if (!existsSync(join(root, 'roadmap.yaml'))) {
    const ran = start(['node', PROGRAM, 'init', '--yes', '--all'], root)
    if (ran.code !== 0) throw new Error(`init: ${lastWords(ran)}`)
  }
  const { phases } = parse(readFileSync(join(root, 'roadmap.yaml'), 'utf8')) as {
    readonly phases: readonly { readonly groups?: readonly { readonly tasks?: readonly Task[] }[] }[]
  }
  const tasks = phases.flatMap(({ groups = [] }) => groups.flatMap(({ tasks = [] }) => tasks))
  const isWanted = only === undefined ? () => true : globs.matcher([only])
  return tasks.flatMap(({ id, type, target = '', test_file = '' }) =>
    type === 'test_generation' && isWanted(target) ? [{ task: id, target, testFile: test_file }] : [],
  )
}

interface Task {
  readonly id: string
  readonly type: string
  readonly target?: string
  readonly test_file?: string
}

export async function make(root: string, units: readonly Unit[], say: (line: string) => void): Promise<Made> {
  const [outcomes, said] = [new Map<string, Finished>(), new Map<string, string[]>()]
  const words = ['--only', '--no-input', '--keep-going', '-j2', '--reporter', 'json']
  const ids = units.map(({ task }) => task)
  const cost = await costOf(['node', PROGRAM, 'make', ...ids, ...words], root, (line) => {
    const event = eventIn(line)
    if (event?.type === 'noticed' && event.task !== undefined)
      said.set(event.task, [...(said.get(event.task) ?? []), event.text])
    if (event?.type !== 'finished') return
    outcomes.set(event.task, event)
    const target = units.find(({ task }) => task === event.task)?.target ?? event.task
    say(
      `${outcomes.size} of ${units.length}: ${target} ${event.outcome.kind} in ${Math.round(event.ms / 1000)} s`,
    )
  })
  if (outcomes.size === 0 && cost.code !== 0) throw new Error(`make: ${cost.output.trim().slice(-2000)}`)
  return {
    cost: { seconds: cost.seconds, cpuSeconds: cost.cpuSeconds, peakMB: cost.peakMB },
    units: units.map((unit) => {
      const end = outcomes.get(unit.task)
      const message = end?.outcome.kind === 'failed' ? [end.outcome.message] : []
      return {
        ...unit,
        outcome: end?.outcome.kind ?? 'fresh',
        seconds: (end?.ms ?? 0) / 1000,
        said: [...message, ...(said.get(unit.task) ?? [])],
        isWritten: existsSync(join(root, unit.testFile)),
      }
    }),
  }
}

type Finished = Extract<Event, { type: 'finished' }>

function eventIn(line: string): Event | undefined {
  try {
    return JSON.parse(line) as Event
  } catch {
    return undefined
  }
}
