/** Saves what a `make` that found nothing to do depended on, so that the next one can be answered by stats alone. */
import { join, relative } from 'node:path'
import type { Summary } from '../core/event.js'
import type { Node } from '../core/graph.js'
import { UNIGNORED } from '../core/task.js'
import { totalsLine } from '../render/summary.js'
import type { OpenWorld, Outside, Seen } from './outside.js'
import type { Workspace } from './workspace.js'

export interface Finding {
  readonly targets: readonly string[]
  readonly wanted: ReadonlySet<Node>
  readonly summary: Summary
}

/** Everything but the state's mark, which is known when the world is closed. Undefined where stats do not tell all. */
export function freshFinding(
  outside: Outside,
  workspace: Workspace,
  world: OpenWorld,
  { wanted, summary }: Finding,
): { text: string; seen: Seen; env: [string, string][] } | undefined {
  const { root, roadmap, files, graph } = workspace
  const tasks = [...wanted].flatMap((node) => graph.targets[node] ?? [])
  const ran = summary.done + summary.failed + summary.waiting + summary.cancelled
  // Tools are asked, and a project's own recipes are code: no stat tells what they would say.
  if (ran > 0 || roadmap.project !== '.' || roadmap.recipes.length > 0) return undefined
  if (tasks.some(({ task }) => task.tools.length > 0)) return undefined
  if (tasks.some(({ inputs }) => inputs.includes(UNIGNORED)) && !seesIgnoreFiles(world)) return undefined
  for (const { path } of files) world.disk.stat(relative(root, path))
  const names = new Set(tasks.flatMap(({ task }) => [...task.env, ...(task.when?.env ?? [])]))
  const env = [...names].map((name): [string, string] => [name, world.surroundings.env(name)])
  const { seen } = world
  return seen.settledAt > outside.now() ? undefined : { text: totalsLine(0, summary), seen, env }
}

/** What git ignores is said in files of the project: they count too. Those above the project are out of sight. */
function seesIgnoreFiles(world: OpenWorld): boolean {
  if (world.disk.stat('.git') === undefined) return false
  world.disk.digest('.git/info/exclude')
  for (const folder of world.seen.folders.keys()) world.disk.digest(join(folder, '.gitignore'))
  return true
}
