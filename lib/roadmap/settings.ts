/** The settings of a task, as its recipe gets them: variables filled in, paths made normal. */
import type { PathKind } from './paths.js'
import type { Data } from './source.js'
import type { TaskTexts } from './texts.js'
import { fill, fillShell } from './variables.js'
import type { WrittenTask } from './written.js'
import { stepsTo } from './written.js'

/** Where a setting is a path, or a list of paths. A user's own recipe looks after its own. */
const PATHS: ReadonlyMap<string, ReadonlyMap<string, PathKind>> = new Map(
  Object.entries<Readonly<Record<string, PathKind>>>({
    command: { cwd: 'folder', outputs: 'exact', rewrites: 'pattern' },
    config_edit: { target: 'exact' },
    test_generation: { target: 'exact', test_file: 'exact', template: 'template' },
    file_generation: { template: 'template', output: 'exact' },
    git_commit: { paths: 'pattern' },
    coverage: { cwd: 'folder', report: 'exact' },
    workflows: { workflows: 'pattern' },
  }).map(([type, kinds]) => [type, new Map(Object.entries(kinds))]),
)

/** Of these a shell reads `run`, where it is a text. */
const SHELL = new Set(['command', 'coverage'])

/** Whether the paths of a type's settings have been looked at here. */
export const knowsPaths = (type: string): boolean => PATHS.has(type)

export const isCommand = (type: string): boolean => SHELL.has(type)

/** `used`: the variables that stand in a text for the shell, whose values the recipe puts in quoted. */
export function settingsOf(
  written: WrittenTask,
  texts: TaskTexts,
): { settings: Record<string, Data>; used: Record<string, string> } {
  const { type, part } = written
  const settings: Record<string, Data> = {}
  let used: Record<string, string> = {}
  const kinds = PATHS.get(type)
  for (const [key, value] of Object.entries(written.settings)) {
    const unknown: Parameters<typeof fill>[2] = (name, placeholder, steps) =>
      texts.unknown(name, placeholder, part, stepsTo(written, steps))
    if (key === 'run' && typeof value === 'string' && isCommand(type)) {
      const run = fillShell(value, texts.scope, unknown, [key])
      settings[key] = run.text
      used = run.used
      continue
    }
    const filled = fill(value, texts.scope, unknown, [key])
    const kind = kinds?.get(key)
    settings[key] = kind === undefined ? filled : normalPaths(filled, key, kind, written, texts)
  }
  return { settings, used }
}

function normalPaths(value: Data, key: string, kind: PathKind, written: WrittenTask, texts: TaskTexts): Data {
  const normal = (text: string, ...index: number[]): string =>
    texts.normal({ text, part: written.part, steps: stepsTo(written, [key, ...index]) }, kind)
  if (typeof value === 'string') return normal(value)
  if (!Array.isArray(value)) return value
  return (value as readonly Data[]).map((item, i) => (typeof item === 'string' ? normal(item, i) : item))
}
