/** Opens what commands share: the roadmap, its targets and graph, and the world they stand in. */
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { Diagnostic } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Graph, Node } from '../core/graph.js'
import { buildGraph } from '../core/graph.js'
import type { Recipe } from '../core/recipe.js'
import { Refusal } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { Roadmap, TaskId } from '../core/task.js'
import type { Head } from '../roadmap/head.js'
import type { Validated } from '../roadmap/validate.js'
import type { Outside } from './outside.js'
import type { SourceFile } from './cache.js'
import { cachedRoadmap } from './cache.js'

export interface Workspace {
  readonly roadmap: Roadmap
  readonly targets: readonly Target[]
  readonly graph: Graph
  readonly recipes: ReadonlyMap<string, Recipe>
  /** The project's folder, absolute. */
  readonly root: string
  readonly warnings: readonly Diagnostic[]
  /** The roadmap and its includes. */
  readonly files: readonly SourceFile[]
  node(id: string): Node | undefined
}

export interface Faulty {
  readonly diagnostics: readonly Diagnostic[]
  readonly files: readonly SourceFile[]
}

/** Where the roadmap is, absolute: where nobody says, in this folder or the nearest one above that has one. */
export function roadmapFile(
  outside: Outside,
  directory: string | undefined,
  file: string | undefined,
): string {
  const folder = resolve(outside.cwd, directory ?? '.')
  if (file !== undefined) return resolve(folder, file)
  if (directory !== undefined) return join(folder, 'roadmap.yaml')
  for (let above = folder; ; above = dirname(above)) {
    const found = join(above, 'roadmap.yaml')
    if (outside.readFile(found) !== undefined) return found
    if (dirname(above) === above) return join(folder, 'roadmap.yaml')
  }
}

/** Reads the roadmap, from the cache where its texts are what they were; otherwise every fault at once. `fresh`: never from there. */
export async function openWorkspace(
  outside: Outside,
  file: string,
  fresh = false,
): Promise<Workspace | Faulty> {
  const cached = fresh ? undefined : await cachedRoadmap(outside, file)
  if (cached !== undefined) {
    const made = withGraph(outside, cached.roadmap, cached.targets, cached.recipes, file, cached.files, [])
    if ('graph' in made) return made
  }
  const read = await readRoadmap(outside, file)
  return fresh || !('graph' in read) ? read : withoutSource(read)
}

/** A valid roadmap needs no place of a value any more, and what knows them holds all that was parsed. */
function withoutSource(workspace: Workspace): Workspace {
  const targets = workspace.graph.targets.map((target) => {
    const { at } = target.task
    return { ...target, locate: () => at }
  })
  return { ...workspace, targets, graph: { ...workspace.graph, targets } }
}

async function readRoadmap(outside: Outside, file: string): Promise<Workspace | Faulty> {
  const { parseRoadmap } = await import('../roadmap/parse.js')
  const { headOf } = await import('../roadmap/head.js')
  const { validateRoadmap } = await import('../roadmap/validate.js')
  const name = shown(outside, file)
  if (outside.readFile(file) === undefined) return noRoadmap(name)
  const parsed = parseRoadmap(name, (path) => outside.readFile(resolve(outside.cwd, path)))
  const files = parsed.files.map(({ path, text }) => ({ path: resolve(outside.cwd, path), text }))
  if (parsed.draft === undefined) return { diagnostics: parsed.faults, files }
  const own = await ownRecipes(outside, join(file, '..'), headOf(parsed.draft).head)
  const recipes = new Map([...outside.builtIn, ...own.recipes])
  const { roadmap, targets, readable, diagnostics } = validateRoadmap(parsed.draft, recipes, outside.globs)
  const all = [...own.faults, ...diagnostics.map((one) => orLater(one, outside.comingLater))]
  if (roadmap === undefined || targets === undefined || all.some(({ severity }) => severity === 'error')) {
    const { inOrder } = await import('../roadmap/order.js')
    return { diagnostics: inOrder([...all, ...graphFaults(readable, outside.globs)]), files }
  }
  return withGraph(outside, roadmap, targets, recipes, file, files, all)
}

/** A type that the contract knows and this version does not is no slip of the pen. */
function orLater(one: Diagnostic, comingLater: readonly string[]): Diagnostic {
  const { severity, code, message, at } = one
  if (code !== 'unknown-recipe' || !comingLater.some((name) => message.includes(`\`${name}\`,`))) return one
  return {
    severity,
    code,
    message: message.replace('and there is no such recipe', 'which this version does not have yet'),
    at,
  }
}

/** What is wrong with the graph of the tasks that could be read. Of those that could not, nothing is missed. */
function graphFaults(readable: Validated['readable'], globs: Outside['globs']): Diagnostic[] {
  if (readable === undefined) return []
  const { faults } = buildGraph(readable.roadmap, readable.targets, globs)
  return faults.filter(({ code }) => code !== 'missing-dependency')
}

function withGraph(
  outside: Outside,
  roadmap: Roadmap,
  targets: readonly Target[],
  recipes: ReadonlyMap<string, Recipe>,
  file: string,
  files: readonly SourceFile[],
  warnings: readonly Diagnostic[],
): Workspace | Faulty {
  const { graph, faults } = buildGraph(roadmap, targets, outside.globs)
  if (graph === undefined) return { diagnostics: [...warnings, ...faults], files }
  const root = resolve(join(file, '..'), roadmap.project)
  const node = (id: string): Node | undefined => graph.index.get(id as TaskId)
  return { roadmap, targets, graph, recipes, root, warnings, files, node }
}

/** Recipes of the project's own; one that cannot be loaded is a fault of the roadmap at its entry. */
export async function ownRecipes(
  outside: Outside,
  folder: string,
  { project, recipes: modules }: Head,
): Promise<{ recipes: Map<string, Recipe>; faults: Diagnostic[] }> {
  const recipes = new Map<string, Recipe>()
  const faults: Diagnostic[] = []
  for (const { path, at } of modules)
    try {
      for (const recipe of await outside.loadRecipes(resolve(folder, project, path)))
        recipes.set(recipe.name, recipe)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      faults.push(fault('bad-recipe', error.message, at))
    }
  return { recipes, faults }
}

function noRoadmap(name: string): Faulty {
  const at = { file: name, line: 1, column: 1, length: 0 }
  const hint = 'let `orchestrate init` write one, name another with `-f FILE`, or see `orchestrate demo`'
  return { diagnostics: [fault('no-roadmap', 'there is no roadmap here', at, hint)], files: [] }
}

/** A path as a person in the current folder would write it. */
export function shown(outside: Outside, path: string): string {
  const short = relative(outside.cwd, path)
  return short.startsWith('..') && !isAbsolute(short) && short.length > path.length ? path : short
}
