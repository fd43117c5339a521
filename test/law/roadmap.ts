/** A story's tasks as a roadmap, with its recipes. */
import type { Recipe } from '../../lib/core/recipe.js'
import { defineRecipe, ok } from '../../lib/core/recipe.js'
import type { Path } from '../../lib/core/place.js'
import type { Phase, Roadmap, Task } from '../../lib/core/task.js'
import { UNIGNORED } from '../../lib/core/task.js'
import { configEdit } from '../../recipes/config_edit/index.js'
import { fileGeneration } from '../../recipes/file_generation/index.js'
import { manual } from '../../recipes/manual.js'
import { fake, group, roadmap, task } from '../rig.js'
import type { Plot, Story } from './story.js'
import { outputsOf } from './story.js'

const at = { file: 'roadmap.yaml', line: 1, column: 1, length: 1 }

/** `backwards`: with the keys of every map in the other order, which changes nothing. */
export function roadmapOf({ plots }: Story, backwards: boolean): Roadmap {
  const ids = new Set(plots.map(({ id }) => id))
  const outputs = new Set(plots.flatMap(outputsOf))
  const isThere = (input: string): boolean => {
    if (input.startsWith('task:')) return ids.has(input.slice(5))
    return !/^(?:out|gen|two|dir)\//.test(input) || outputs.has(input)
  }
  const known = plots.map((one) => ({
    ...one,
    inputs: one.inputs.filter(isThere),
    needs: one.needs.filter((id) => ids.has(id)),
  }))
  const tasks = (phase: number, isWanted: (plot: Plot) => boolean): Task[] =>
    known
      .filter((one) => one.phase === phase && isWanted(one))
      .map(taskOf)
      .map((one) =>
        backwards ? { ...one, settings: turned(one.settings), variables: turned(one.variables) } : one,
      )
  return roadmap(...[0, 1, 2].map((phase) => phaseOf(phase, (isWanted) => tasks(phase, isWanted))))
}

/** Two groups, of which in the second phase one waits for the other, and the checkpoint. */
function phaseOf(phase: number, tasks: (isWanted: (plot: Plot) => boolean) => Task[]): Phase {
  const isCheck = ({ kind }: Plot): boolean => kind === 'check'
  const parallel = tasks((one) => !one.sequential && !isCheck(one))
  const sequential = tasks((one) => one.sequential && !isCheck(one))
  const dependsOn = phase === 1 ? [{ id: `p${phase}`, at }] : []
  const groups = [
    group(`p${phase}`, parallel),
    group(`s${phase}`, sequential, { execution: 'sequential', dependsOn }),
  ]
  const id = `phase-${phase + 1}`
  const before = [0, 1, 2].slice(0, phase).map((other) => ({ id: `phase-${other + 1}`, at }))
  return { id, name: id, dependsOn: before, groups, checkpoint: tasks(isCheck) }
}

function taskOf(plot: Plot): Task {
  const { id, kind, inputs, file, edits, data, needs } = plot
  const outputs = outputsOf(plot)
  const words = [...inputs, ...(plot.env ? ['$MODE'] : []), ...(plot.tool ? ['$TOOL'] : [])]
  const more = {
    needs,
    variables: { b: 'two', a: 'one' },
    ...(plot.env ? { env: ['MODE'] } : {}),
    ...(plot.tool ? { tools: ['tool --version'] } : {}),
    ...(plot.when ? { when: { exists: ['src/d.txt'] } } : {}),
  }
  switch (kind) {
    case 'mix':
    case 'many':
      return task(id, 'command', {
        ...more,
        inputs,
        settings: { run: [kind, ...outputs, `${data}`, ...words], outputs },
      })
    case 'edit':
      return task(id, 'config_edit', { ...more, settings: { target: file, edits } })
    case 'make':
      return task(id, 'file_generation', {
        ...more,
        settings: { template: './t.liquid', output: outputs[0], data: { of: data, for: { x: 1, y: 2 } } },
      })
    case 'pair':
      return task(id, 'pair', { ...more, settings: { outputs, of: data } })
    case 'format':
      return task(id, 'command', { ...more, settings: { run: ['format'], rewrites: ['src/*.txt'] } })
    case 'check':
      return task(id, 'command', { ...more, inputs: [UNIGNORED], settings: { run: ['check'] } })
    case 'manual':
      return task(id, 'manual', { ...more, inputs, settings: { question: 'good?' } })
    case 'always':
      return task(id, 'command', { ...more, settings: { run: ['check'] } })
  }
}

/** The same with the keys of every map inside it in the other order. */
function turned<T>(value: T): T
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => turned(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  )
}

export function recipesOf({ version }: Story): ReadonlyMap<string, Recipe> {
  return new Map<string, Recipe>([
    ['command', defineRecipe({ ...fake, version })],
    ['config_edit', configEdit],
    ['file_generation', fileGeneration],
    ['manual', manual],
    ['pair', pair],
  ])
}

interface Pair {
  readonly outputs: readonly Path[]
  readonly of: number
}

/** Two files in one transaction. */
const pair = defineRecipe<Pair>({
  name: 'pair',
  version: 1,
  pure: true,
  settings: (raw) => ok(raw as unknown as Pair),
  reads: () => [],
  claims: ({ outputs }) => outputs.map((path) => ({ path, whole: true })),
  prepare: ({ outputs, of }, look) =>
    Promise.resolve(
      outputs
        .map((path) => ({ do: 'write' as const, path, text: `one of two\n\nnumber ${of}\n` }))
        .filter(({ path, text }) => look.text(path) !== text),
    ),
})
