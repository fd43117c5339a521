/** Random roadmaps over two shared JSON files and a few sources, and random things that happen to them. */
import type { Recipe } from '../../lib/core/recipe.js'
import { defineRecipe } from '../../lib/core/recipe.js'
import type { Roadmap, Task } from '../../lib/core/task.js'
import { UNIGNORED } from '../../lib/core/task.js'
import { configEdit } from '../../recipes/config_edit/index.js'
import { fileGeneration } from '../../recipes/file_generation.js'
import { manual } from '../../recipes/manual.js'
import type { Random } from '../random.js'
import type { Memory } from '../rig.js'
import { digestOf, fake, group, roadmap, task } from '../rig.js'

export const SOURCES = ['src/a.txt', 'src/b.txt', 'src/c.txt', 'src/d.txt']
export const JSONS = ['x.json', 'y.json']

/** What a task of the story is; tasks can be renamed, changed and taken out, so this is apart from the roadmap. */
export interface Plot {
  id: string
  phase: number
  sequential: boolean
  kind: 'mix' | 'edit' | 'make' | 'format' | 'check' | 'manual' | 'always'
  inputs: string[]
  /** For edits: indices into the pool of regions of a file. */
  file: string
  edits: Record<string, unknown>[]
  data: number
  env: boolean
  tool: boolean
  when: boolean
  needs: string[]
}

export interface Story {
  plots: Plot[]
  /** Taken out of the roadmap: what they wrote stays. */
  gone: Plot[]
  /** The recipe's version of `command`, raised now and then. */
  version: number
  made: number
}

/** Regions that edits want, with one value each, nested ones too; `{}` values hold what inner edits put there. */
function pool(data: number): Record<string, unknown>[] {
  return [
    { set: 'scripts.test', value: `test ${data % 3}` },
    { set: 'scripts.build', value: 'build' },
    { set: 'config', value: { level: 1 } },
    { set: 'config.extra', value: data % 2 },
    { remove: 'old.flag' },
    { append: 'list', value: 'item' },
    { append: 'list', value: { name: 'step', run: 'x' } },
    { set: 'deep.er.value', value: [1, 2] },
  ]
}

export function begin(random: Random, memory: Memory): Story {
  for (const path of SOURCES) memory.files.set(path, `${random.below(5)}`)
  memory.files.set('x.json', '{\n  "name": "x",\n  "old": { "flag": true },\n  "list": ["one"]\n}\n')
  memory.files.set('y.json', '{"name": "y", "scripts": {"start": "s"}}\n')
  memory.files.set('t.liquid', 'template')
  commandsOf(memory)
  const story: Story = { plots: [], gone: [], version: 1, made: 0 }
  for (let phase = 0; phase < 3; phase++) {
    const count = 2 + random.below(3)
    for (let i = 0; i < count; i++) story.plots.push(plot(random, story, phase))
  }
  return story
}

function plot(random: Random, story: Story, phase: number): Plot {
  const id = `t${story.made++}`
  const sequential = random.chance(0.2)
  const outputs = story.plots
    .filter((one) => one.phase < phase || (one.phase === phase && one.sequential === sequential))
    .filter(({ kind }) => kind === 'mix' || kind === 'make')
    .map(outputOf)
  const taken = new Set(story.plots.flatMap(({ file, edits }) => edits.map((edit) => file + JSON.stringify(edit))))
  const earlier = story.plots.filter((one) => one.phase < phase)
  const kind = random.pick(['mix', 'mix', 'mix', 'edit', 'edit', 'edit', 'make', 'format', 'check', 'manual', 'always'] as const)
  const file = random.pick(JSONS)
  const chosen = random.some(pool(0), 1 + random.below(2)).filter((edit) => !taken.has(file + JSON.stringify(edit)))
  // An outer edit and one inside it contradict each other in one task; in two, the later one lies in the other's region.
  const nested = chosen.filter(({ set }) => String(set).startsWith('config'))
  const edits = chosen.filter((edit) => edit !== nested[1])
  return {
    id,
    phase,
    sequential,
    kind: kind === 'edit' && edits.length === 0 ? 'mix' : kind,
    inputs: random.some([...SOURCES, ...JSONS, ...outputs, 'src/*.txt'], 1 + random.below(3)),
    file,
    edits,
    data: random.below(3),
    env: random.chance(0.2),
    tool: random.chance(0.15),
    when: random.chance(0.1),
    needs: random.chance(0.2) && earlier.length > 0 ? [random.pick(earlier).id] : [],
  }
}

export const outputOf = ({ id, kind }: Plot): string => (kind === 'make' ? `gen/${id}.txt` : `out/${id}.txt`)

export function taskOf(plot: Plot): Task {
  const { id, kind, inputs, file, edits, data, needs } = plot
  const more = {
    needs,
    ...(plot.env ? { env: ['MODE'] } : {}),
    ...(plot.tool ? { tools: ['tool --version'] } : {}),
    ...(plot.when ? { when: { exists: ['src/d.txt'] } } : {}),
  }
  const out = outputOf(plot)
  switch (kind) {
    case 'mix':
      return task(id, 'command', { ...more, inputs, settings: { run: ['mix', out, `${data}`, ...inputs], outputs: [out] } })
    case 'edit':
      return task(id, 'config_edit', { ...more, settings: { target: file, edits } })
    case 'make':
      return task(id, 'file_generation', { ...more, settings: { template: './t.liquid', output: out, data: { of: data } } })
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

export function roadmapOf({ plots }: Story): Roadmap {
  const known = new Set(plots.map(({ id }) => id))
  const phases = [0, 1, 2].map((phase) => {
    const of = (sequential: boolean): Task[] =>
      plots
        .filter((one) => one.phase === phase && one.sequential === sequential)
        .map((one) => taskOf({ ...one, inputs: one.inputs.filter((path) => isThere(path, plots)), needs: one.needs.filter((id) => known.has(id)) }))
    const parallel = of(false)
    const checks = parallel.filter(({ type, inputs }) => type === 'command' && inputs.includes(UNIGNORED))
    const groups = [
      group(`p${phase}`, parallel.filter((one) => !checks.includes(one))),
      group(`s${phase}`, of(true), { execution: 'sequential', dependsOn: phase === 1 ? [{ id: `p${phase}`, at }] : [] }),
    ]
    const id = `phase-${phase + 1}`
    const dependsOn = [0, 1, 2].filter((before) => before < phase).map((before) => ({ id: `phase-${before + 1}`, at }))
    return { id, name: id, dependsOn, groups, checkpoint: checks }
  })
  return roadmap(...phases)
}

const at = { file: 'roadmap.yaml', line: 1, column: 1, length: 1 }

const isThere = (path: string, plots: readonly Plot[]): boolean =>
  !path.startsWith('out/') && !path.startsWith('gen/') ? true : plots.some((one) => outputOf(one) === path)

export function recipesOf({ version }: Story): ReadonlyMap<string, Recipe> {
  return new Map<string, Recipe>([
    ['command', defineRecipe({ ...fake, version })],
    ['config_edit', configEdit as Recipe],
    ['file_generation', fileGeneration as Recipe],
    ['manual', manual as Recipe],
  ])
}

/** `mix` is lossy, so that different inputs often give the same output; `format` trims; FAIL and RACE make trouble. */
function commandsOf(memory: Memory): void {
  memory.commands.set('mix', (files, [out = '', salt = '', ...inputs]) => {
    if (memory.env.get('FAIL') === out) {
      files.set(out, 'half')
      return 1
    }
    const texts = inputs.map((path) => (path.includes('*') ? SOURCES.map((one) => files.get(one)).join() : files.get(path)))
    if (memory.env.get('RACE') === out) {
      memory.env.delete('RACE')
      files.set('src/a.txt', `raced ${memory.now}`)
    }
    files.set(out, digestOf([salt, ...texts].join('\0')).charCodeAt(0) % 4 === 0 ? 'zero' : digestOf(texts.join('\0')).slice(0, 1))
    return 0
  })
  memory.commands.set('format', (files) => {
    for (const path of SOURCES) if (files.has(path)) files.set(path, (files.get(path) ?? '').trim())
    return 0
  })
  memory.commands.set('check', () => 0)
}

/** Renamed, with all that names it; the output keeps its old name only where the place does. */
export function rename(story: Story, plot: Plot): void {
  const id = `r${story.made++}`
  for (const other of story.plots) other.needs = other.needs.map((need) => (need === plot.id ? id : need))
  plot.id = id
}

export function addPlot(random: Random, story: Story): void {
  story.plots.push(plot(random, story, random.below(3)))
}
