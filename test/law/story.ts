/** What a story is about: tasks over two shared JSON files and a few sources, apart from any roadmap, so that all can change. */
import type { Random } from '../random.js'
import type { Memory } from '../rig.js'
import { addCommands } from './commands.js'

export const SOURCES = ['src/a.txt', 'src/b.txt', 'src/c.txt', 'src/d.txt']
export const JSONS = ['x.json', 'y.json']

const KINDS = ['mix', 'edit', 'make', 'pair', 'many', 'format', 'check', 'manual', 'always'] as const
const WEIGHTED = [...KINDS, 'mix', 'mix', 'edit', 'edit', 'edit'] as const

/**
 * A task: `mix` and `many` are commands that write a file or a folder, `edit` edits regions of a JSON file, `make` and `pair`
 * write files whole, `format` rewrites the sources, `check` is a checkpoint that reads everything, `always` has nothing to judge it by.
 */
export interface Plot {
  id: string
  /** Its outputs are named for it, and keep their names when the task is renamed. */
  readonly name: string
  readonly phase: number
  readonly sequential: boolean
  readonly kind: (typeof KINDS)[number]
  inputs: string[]
  readonly file: string
  readonly edits: readonly Record<string, unknown>[]
  data: number
  readonly env: boolean
  readonly tool: boolean
  readonly when: boolean
  needs: string[]
}

export interface Story {
  readonly plots: Plot[]
  /** Taken out of the roadmap: what they wrote stays. */
  readonly gone: Plot[]
  /** The version of the recipe `command`, raised now and then. */
  version: number
  /** Names given so far. */
  made: number
  /** Files as they were before anything ran, while no person and no loss has come between a task and what it wrote. */
  untouched: ReadonlyMap<string, string> | undefined
}

/** Regions that edits want, with one value each, nested ones too. */
const POOL: readonly Record<string, unknown>[] = [
  { set: 'scripts.test', value: 'test' },
  { set: 'scripts.build', value: 'build' },
  { set: 'config', value: { level: 1, deep: { a: 1, b: [2] } } },
  { set: 'config.extra', value: 0 },
  { remove: 'old.flag' },
  { append: 'list', value: 'item' },
  { append: 'list', value: { name: 'step', run: 'x' } },
  { set: 'deep.er.value', value: [1, 2] },
]

export function begin(random: Random, memory: Memory): Story {
  for (const path of SOURCES) memory.files.set(path, `${random.below(5)}`)
  memory.files.set('x.json', '{\n  "name": "x",\n  "old": { "flag": true },\n  "list": ["one"]\n}\n')
  memory.files.set('y.json', '{"name": "y", "scripts": {"start": "s"}}\n')
  memory.files.set('t.liquid', 'template')
  addCommands(memory)
  const story: Story = { plots: [], gone: [], version: 1, made: 0, untouched: new Map(memory.files) }
  for (let phase = 0; phase < 3; phase++)
    for (let left = 2 + random.below(3); left > 0; left--) addPlot(random, story, phase)
  return story
}

export function addPlot(random: Random, story: Story, phase = random.below(3)): void {
  const name = `t${story.made++}`
  const sequential = random.chance(0.2)
  const earlier = story.plots.filter((one) => one.phase < phase)
  const beside = story.plots.filter((one) => one.phase === phase && one.sequential === sequential)
  const outputs = [...earlier, ...beside].flatMap(outputsOf)
  const runs = earlier.filter(({ kind }) => kind !== 'always').map(({ id }) => `task:${id}`)
  const file = random.pick(JSONS)
  const edits = editsOf(random, story, file)
  const kind = random.pick(WEIGHTED)
  story.plots.push({
    id: name,
    name,
    phase,
    sequential,
    kind: kind === 'edit' && edits.length === 0 ? 'mix' : kind,
    inputs: random.some(
      [...SOURCES, ...JSONS, ...outputs, ...runs.slice(0, 1), 'src/*.txt'],
      1 + random.below(3),
    ),
    file,
    edits,
    data: random.below(3),
    env: random.chance(0.2),
    tool: random.chance(0.15),
    // The paths of a `when` are inputs: with one, it would not run always.
    when: random.chance(0.1) && kind !== 'always',
    needs: random.chance(0.2) && earlier.length > 0 ? [random.pick(earlier).id] : [],
  })
}

/** An outer edit and one inside it contradict each other in one task; in two, the later one lies in the other's region. */
function editsOf(random: Random, { plots }: Story, file: string): Record<string, unknown>[] {
  const taken = new Set(plots.filter((one) => one.file === file).flatMap(({ edits }) => edits))
  const chosen = random.some(POOL, 1 + random.below(2)).filter((edit) => !taken.has(edit))
  const [, second] = chosen.filter(({ set }) => String(set).startsWith('config'))
  return chosen.filter((edit) => edit !== second)
}

/** What a task owns whole. */
export function outputsOf({ name, kind }: Plot): string[] {
  switch (kind) {
    case 'mix':
      return [`out/${name}.txt`]
    case 'many':
      return [`dir/${name}/`]
    case 'make':
      return [`gen/${name}.txt`]
    case 'pair':
      return [`two/${name}.a.txt`, `two/${name}.b.txt`]
    case 'edit':
    case 'format':
    case 'check':
    case 'manual':
    case 'always':
      return []
  }
}

/** Does a task change this file in place? */
export const changesInPlace = ({ kind, file }: Plot, path: string): boolean =>
  kind === 'edit' ? file === path : kind === 'format' && path.startsWith('src/')

/** With all that names it. */
export function rename(story: Story, plot: Plot): void {
  const id = `r${story.made++}`
  const renamed = (name: string): string => name.replace(new RegExp(`^(task:)?${plot.id}$`), `$1${id}`)
  for (const other of story.plots) {
    other.needs = other.needs.map(renamed)
    other.inputs = other.inputs.map(renamed)
  }
  plot.id = id
}
