/** A small workshop for tests of the engine: commands that join files, fail, or wait to be told how to end. */
import type { Recipe } from '../../lib/core/recipe.js'
import { configEdit } from '../../recipes/config_edit/index.js'
import { fileGeneration } from '../../recipes/file_generation/index.js'
import { manual } from '../../recipes/manual.js'
import type { Task } from '../../lib/core/task.js'
import { Memory, fake, task } from '../rig.js'

export const recipes: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ['command', fake],
  ['config_edit', configEdit],
  ['file_generation', fileGeneration],
  ['manual', manual],
])

/** `join OUT IN…` writes the inputs' texts, one after the other. */
export function workshop(files: Readonly<Record<string, string>>): Memory {
  const memory = new Memory()
  for (const [path, text] of Object.entries(files)) memory.files.set(path, text)
  memory.commands.set('join', (all, [out = '', ...inputs]) => {
    all.set(out, inputs.map((path) => all.get(path) ?? '').join(''))
    return 0
  })
  memory.commands.set('fail', () => 1)
  memory.commands.set('pass', () => 0)
  return memory
}

type More = Parameters<typeof task>[2]

export const joins = (id: string, out: string, ...inputs: string[]): Task =>
  task(id, 'command', { settings: { run: ['join', out, ...inputs], outputs: [out] }, inputs })

export const runs = (
  id: string,
  words: readonly string[],
  more: More & { outputs?: string[]; rewrites?: string[] } = {},
): Task => {
  const { outputs = [], rewrites = [], ...rest } = more
  return task(id, 'command', { ...rest, settings: { run: words, outputs, rewrites } })
}

export const edits = (id: string, target: string, ...list: readonly Record<string, unknown>[]): Task =>
  task(id, 'config_edit', { settings: { target, edits: list } })

export const generates = (id: string, output: string, data: Readonly<Record<string, unknown>>): Task =>
  task(id, 'file_generation', { settings: { template: './t.liquid', output, data } })

/** A command that waits to be told how to end: `started` tells who waits, in order; `end` ends one. */
export class Probe {
  readonly started: string[] = []
  private readonly ends = new Map<string, (code: number) => void>()

  constructor(memory: Memory) {
    memory.commands.set('probe', (_files, [name = ''], { stop }) => {
      this.started.push(name)
      return new Promise<number>((resolve) => {
        this.ends.set(name, resolve)
        stop.addEventListener('abort', () => resolve(130))
      })
    })
  }

  /** Ends one, and returns when all that this lets start has started. */
  async end(name: string, code = 0): Promise<void> {
    this.ends.get(name)?.(code)
    await settled()
  }
}

/** Returns when nothing more happens by itself. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
