/** The world's present state, as the fingerprint of one task. */
import type { Present } from '../core/decide.js'
import type { Counted } from '../core/fingerprint.js'
import type { Content, Digest, Path, Place, Tree } from '../core/place.js'
import { placeOf } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import type { RunRecord } from '../core/record.js'
import type { Target } from '../core/target.js'
import type { TaskId, When } from '../core/task.js'
import type { World } from '../core/world.js'
import type { Looked } from './reader.js'
import { claimedPlace, listDigest, listed, readerFor } from './reader.js'

/** How a task stands now. `record` tells what it looked at beyond its declared inputs. */
export function snapshot(
  target: Target,
  world: World,
  record: RunRecord | undefined,
  forced = false,
): Present {
  const { task, recipe } = target
  const unmet = task.when === undefined ? undefined : whatIsUnmet(task.when, world)
  const demands: Present['demands'][number][] = []
  if (forced) demands.push('forced')
  if (world.store.state.running.has(task.id)) demands.push('interrupted')
  if (alwaysRuns(target)) demands.push('always')
  return {
    recipe: `${recipe.name}@${recipe.version}`,
    settings: settingsOf(target, world),
    env: envOf(target, world),
    tools: toolsOf(target, world),
    inputs: inputsOf(target, world, record?.looked ?? []),
    governed: governedBy(target, world),
    demands,
    ...(unmet === undefined ? {} : { unmet }),
  }
}

const alwaysRuns = ({ recipe, settings, inputs, claims, rewrites }: Target): boolean =>
  recipe.once !== undefined && !recipe.once(settings) && inputs.length + claims.length + rewrites.length === 0

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()
const counted = new WeakMap<Target, ReadonlyMap<string, Counted>>()

function settingsOf(target: Target, world: World): ReadonlyMap<string, Counted> {
  const known = counted.get(target)
  if (known !== undefined) return known
  const settings = new Map<string, Counted>()
  for (const [key, value] of Object.entries(target.task.settings)) settings.set(key, count(value, world))
  for (const [key, value] of Object.entries(target.task.variables))
    settings.set(`variables.${key}`, count(value, world))
  counted.set(target, settings)
  return settings
}

function count(value: unknown, world: World): Counted {
  const text = typeof value === 'string' ? value : canonical(value)
  return { digest: world.hash(text), text: shown(text, world) }
}

const shown = (text: string, world: World): string => {
  const masked = world.surroundings.mask(text)
  return masked.length > 200 ? `${masked.slice(0, 199)}…` : masked
}

/** JSON with sorted keys, so that the order in the YAML changes nothing. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

function envOf({ task }: Target, world: World): ReadonlyMap<string, Digest | 'absent'> {
  if (task.env.length === 0) return NOTHING
  return new Map(task.env.map((name) => [name, world.surroundings.env(name)]))
}

function toolsOf({ task }: Target, world: World): ReadonlyMap<string, Counted> {
  if (task.tools.length === 0) return NOTHING
  return new Map(task.tools.map((tool) => [tool, count(answerOf(tool, world), world)]))
}

/** A tool that does not answer never counts as it did: its task is stale, and fails when its turn comes. */
function answerOf(tool: string, world: World): string {
  try {
    return world.surroundings.tool(tool).trim()
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** Declared inputs as they stand, and what was looked at: for these, absence counts too. What the task claims is left out. */
export function inputsOf(target: Target, world: World, looked: readonly string[]): Tree {
  const { disk } = world
  const tree = new Map<Place, Content>()
  const isOwn = ownPaths(target)
  const take = (path: Path): void => {
    if (!isOwn(path)) tree.set(placeOf(path), disk.digest(path))
  }
  const files = target.inputs.filter((pattern) => !pattern.startsWith('task:'))
  if (files.length > 0) for (const path of disk.expand(files)) take(path)
  if (target.rewrites.length > 0) for (const path of disk.expand(target.rewrites)) take(path)
  for (const pattern of target.inputs)
    if (pattern.startsWith('task:')) tree.set(pattern as Place, lastRunOf(pattern.slice(5) as TaskId, world))
  for (const seen of looked) {
    const patterns = listed(seen)
    if (patterns === undefined) take(seen as Path)
    else tree.set(placeOf(seen as Path), listDigest(disk.expand(patterns), target, world))
  }
  return tree
}

/** Is a path the task's own to write: a file or folder that it claims, or one that it edits? */
export function ownPaths({ claims }: Target): (path: string) => boolean {
  if (claims.length === 0) return () => false
  const folders = claims.map(({ path }) => path).filter((path) => path.endsWith('/'))
  const files = new Set(claims.map(({ path }) => path))
  return (path) => files.has(path) || folders.some((folder) => path.startsWith(folder))
}

function lastRunOf(task: TaskId, world: World): Content {
  const record = world.store.state.records.get(task)
  return record === undefined ? 'absent' : world.hash(`${record.run} ${record.startedAt}`)
}

/** The governed places as they stand. A folder counts by its being there and by each file in it. */
export function governedBy(target: Target, world: World): Tree {
  if (target.recipe.observe !== undefined)
    return target.recipe.observe(target.settings, readerFor(target, world))
  const tree = new Map<Place, Content>()
  for (const { path } of target.claims) {
    if (!path.endsWith('/')) {
      tree.set(claimedPlace(path), world.disk.digest(path))
      continue
    }
    const files = world.disk.files(path.slice(0, -1))
    tree.set(claimedPlace(path), files === undefined ? 'absent' : world.hash('folder'))
    for (const file of files ?? []) tree.set(placeOf(file), world.disk.digest(file))
  }
  return tree
}

function whatIsUnmet(when: When, { disk, surroundings }: World): string | undefined {
  for (const pattern of when.exists ?? []) if (!isThere(pattern, disk)) return `\`${pattern}\` is not there`
  for (const pattern of when.missing ?? []) if (isThere(pattern, disk)) return `\`${pattern}\` is there`
  for (const name of when.env ?? []) if (!surroundings.isSet(name)) return `\`${name}\` is not set`
  return undefined
}

const isThere = (pattern: string, disk: World['disk']): boolean =>
  disk.stat(pattern.replace(/\/$/, '')) !== undefined || disk.expand([pattern]).length > 0

/** Declared literal inputs that are not there, or are no files: a task whose turn has come cannot run without them. */
export function missingInputs({ task, recipe, settings }: Target, { disk, globs }: World): string[] {
  return [...task.inputs, ...recipe.reads(settings)].filter((pattern) => {
    if (pattern.startsWith('task:') || pattern.startsWith('!') || pattern.startsWith(':')) return false
    return !pattern.endsWith('/') && !globs.isGlob(pattern) && disk.digest(pattern) === 'absent'
  })
}

/** What was looked at, as the record keeps it. */
export const lookedList = (looked: Looked): string[] => [...looked.paths.keys(), ...looked.lists.keys()]
