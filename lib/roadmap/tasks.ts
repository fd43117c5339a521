/** Tasks as they are written to tasks with their defaults, variables and paths worked out. */
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { Task, When } from '../core/task.js'
import type { Globs } from '../core/world.js'
import { bound } from './binding.js'
import type { Defaults } from './defaults.js'
import { defaultsOf } from './defaults.js'
import type { Names, Report } from './names.js'
import { isCommand, settingsOf } from './settings.js'
import type { Fields } from './source.js'
import { fieldsOf, listOf, locate, textOf, textsOf } from './source.js'
import { TaskTexts } from './texts.js'
import type { Scope } from './variables.js'
import { scopeOf } from './variables.js'
import type { WrittenTask } from './written.js'
import { idKey, labelOf, writtenIn } from './written.js'

/** Where a task stands: what it takes from the phase and group around it. */
export interface Around {
  readonly phase: string
  readonly group?: string
  readonly defaults: Defaults
  readonly scope: Scope
}

/** What all tasks are read with. */
export interface Tools {
  readonly recipes: ReadonlyMap<string, Recipe>
  readonly names: Names
  readonly globs: Globs
  readonly report: Report
  /** For what a recipe says: where the schema has spoken of a place already, it is not spoken of again. */
  readonly reportUnsaid: Report
}

/** The task, and with it its target where its recipe is known and takes its settings. Every fault is reported. */
export function readTask(
  written: WrittenTask,
  around: Around,
  tools: Tools,
): { task: Task; target: Target | undefined } {
  const { report, reportUnsaid, recipes } = tools
  const { part, id, type } = written
  const texts = new TaskTexts(written, scopeOf(part, around.scope), tools.globs, report)
  const defaults = defaultsOf(part, around.defaults, report)
  const { settings, used } = settingsOf(written, texts)
  const { name, description } = wordsOf(written, texts)
  const when = whenOf(written, texts)
  const task: Task = {
    id,
    phase: around.phase,
    ...(around.group === undefined ? {} : { group: around.group }),
    name,
    ...(description === undefined ? {} : { description }),
    type,
    settings,
    variables: used,
    inputs: inputsOf(written, settings, defaults, texts, tools),
    env: unique(defaults.env.map((one) => texts.variable(one))),
    tools: texts.list('tools'),
    ...(when === undefined ? {} : { when }),
    labels: texts.list('labels'),
    dependsOn: dependsOn(written, texts, tools),
    retries: defaults.retries,
    ...(defaults.timeout === undefined ? {} : { timeout: defaults.timeout }),
    failFast: defaults.failFast,
    approval: part.data.approval === true,
    at: locate(part, [idKey(written)]),
  }
  return { task, target: bound(task, written, recipes, reportUnsaid) }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

function wordsOf({ part, name }: WrittenTask, texts: TaskTexts): { name: string; description?: string } {
  const description = textOf(part.data.description)
  const filled = texts.filled({ text: name, part, steps: ['name'] })
  if (description === undefined) return { name: filled }
  return { name: filled, description: texts.filled({ text: description, part, steps: ['description'] }) }
}

/**
 * Defaults are added to what a command names itself. One that names neither inputs nor outputs always runs, and must not
 * come to rest on a default.
 */
function inputsOf(
  { part, type, unlessSaid }: WrittenTask,
  settings: Fields,
  defaults: Defaults,
  texts: TaskTexts,
  { names }: Tools,
): readonly string[] {
  if (part.data.inputs === undefined && unlessSaid.length > 0) return unlessSaid
  const own = writtenIn(part, 'inputs')
  const namesSome = own.length > 0 || ['outputs', 'rewrites'].some((key) => listOf(settings[key]).length > 0)
  const inputs = isCommand(type) && namesSome ? defaults.inputs : own
  return unique(
    inputs.map((one) => {
      const path = texts.path(one, 'pattern')
      const task = /^task:(.*)$/s.exec(path)?.[1]
      if (task !== undefined)
        names.check(task, ['task'], `${texts.label(one.part)} reads`, locate(one.part, one.steps))
      return path
    }),
  )
}

function whenOf({ part }: WrittenTask, texts: TaskTexts): When | undefined {
  if (part.data.when === undefined) return undefined
  const when = fieldsOf(part.data.when)
  const written = (key: string) =>
    textsOf(when[key]).map(({ text, path }) => ({ text, part, steps: ['when', key, ...path] }))
  const exists = written('exists').map((one) => texts.path(one, 'condition'))
  const missing = written('missing').map((one) => texts.path(one, 'condition'))
  const env = written('env').map((one) => texts.variable(one))
  return {
    ...(exists.length > 0 ? { exists } : {}),
    ...(missing.length > 0 ? { missing } : {}),
    ...(env.length > 0 ? { env } : {}),
  }
}

function dependsOn(written: WrittenTask, texts: TaskTexts, { names }: Tools): Task['dependsOn'] {
  return writtenIn(written.part, 'depends_on').flatMap((one) => {
    const [id, at] = [texts.filled(one), locate(one.part, one.steps)]
    return names.check(id, ['task', 'group', 'phase'], `${labelOf(written)} needs`, at) ? [{ id, at }] : []
  })
}
