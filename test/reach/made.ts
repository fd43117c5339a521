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

/** A unit that fails holds up the phases after its own: those are made once more, without it. */
export async function make(root: string, units: readonly Unit[], say: (line: string) => void): Promise<Made> {
  const told: Told = { outcomes: new Map(), said: new Map() }
  let left = units
  const costs: Cost[] = []
  while (left.length > 0) {
    costs.push(await makeOnce(root, left, told, say))
    const next = left.filter(({ task }) => told.outcomes.get(task)?.outcome.kind === 'cancelled')
    left = next.length < left.length ? next : []
  }
  return { cost: together(costs), units: units.map((unit) => unitMade(root, unit, told)) }
}

interface Told {
  readonly outcomes: Map<string, Finished>
  readonly said: Map<string, string[]>
}

async function makeOnce(
  root: string,
  units: readonly Unit[],
  { outcomes, said }: Told,
  say: (line: string) => void,
): Promise<Cost> {
  const words = ['--only', '--no-input', '--keep-going', '-j2', '--reporter', 'json']
  let settled = 0
  const ids = units.map(({ task }) => task)
  const { code, output, ...cost } = await costOf(
    ['node', PROGRAM, 'make', ...ids, ...words],
    root,
    (line) => {
      const event = eventIn(line)
      if (event?.type === 'noticed' && event.task !== undefined)
        said.set(event.task, [...(said.get(event.task) ?? []), event.text])
      if (event?.type !== 'finished') return
      outcomes.set(event.task, event)
      const target = units.find(({ task }) => task === event.task)?.target ?? event.task
      const seconds = Math.round(event.ms / 1000)
      say(`${++settled} of ${units.length}: ${target} ${event.outcome.kind} in ${seconds} s`)
    },
  )
  if (outcomes.size === 0 && code !== 0) throw new Error(`make: ${output.trim().slice(-2000)}`)
  return cost
}

function together(costs: readonly Cost[]): Cost {
  const sum = (of: (cost: Cost) => number): number => costs.reduce((total, cost) => total + of(cost), 0)
  return {
    seconds: sum(({ seconds }) => seconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMB: Math.max(0, ...costs.map(({ peakMB }) => peakMB)),
  }
}

function unitMade(root: string, unit: Unit, { outcomes, said }: Told): UnitMade {
  const end = outcomes.get(unit.task)
  const message = end?.outcome.kind === 'failed' ? [end.outcome.message] : []
  return {
    ...unit,
    outcome: end?.outcome.kind ?? 'fresh',
    seconds: (end?.ms ?? 0) / 1000,
    said: [...message, ...(said.get(unit.task) ?? [])],
    isWritten: existsSync(join(root, unit.testFile)),
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
