/** What would run, and with `withEffects` what it would write: nothing is done, an overlay takes the writes. */
import type { Graph, Node } from '../core/graph.js'
import { producers, waitsFor, withNeeds } from '../core/graph.js'
import type { Content, Path } from '../core/place.js'
import type { Plan, Step } from '../core/plan.js'
import { criticalPath, widthOf } from '../core/plan.js'
import { Refusal } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { TaskId } from '../core/task.js'
import type { World } from '../core/world.js'
import { judgeOne } from './judge.js'
import { overlaid } from './overlay.js'
import { bytesOf, readerFor, textOf } from './reader.js'
import { resolveFiles } from './resolve.js'

export interface Preview {
  readonly task: TaskId
  readonly path: Path
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface Forecast {
  readonly plan: Plan
  readonly previews: readonly Preview[]
  /** Stale tasks whose effects cannot be told beforehand: commands, questions. */
  readonly opaque: readonly TaskId[]
  /** What a task would tell a person. */
  readonly told: readonly { readonly task: TaskId; readonly text: string }[]
  /** What would fail now, and why. */
  readonly refused: readonly { readonly task: TaskId; readonly message: string }[]
}

/** Decide, folded over the graph in its order. `wanted` are the tasks to look at. */
export async function forecast(
  graph: Graph,
  world: World,
  wanted: ReadonlySet<Node>,
  options: { readonly withEffects: boolean; readonly forced: ReadonlySet<Node> },
): Promise<Forecast> {
  const over = options.withEffects ? overlaid(world) : world
  const steps: Step[] = []
  const previews: Preview[] = []
  const opaque: TaskId[] = []
  const told: { task: TaskId; text: string }[] = []
  const refused: { task: TaskId; message: string }[] = []
  const open = new Set<Node>()
  for (const node of graph.order) {
    const target = graph.targets[node]
    if (target === undefined || !wanted.has(node)) continue
    const { task } = target
    const record = world.store.state.records.get(task.id)
    const behind = producers(graph, node).filter((other) => open.has(other))
    const ids = behind.flatMap((other) => graph.targets[other]?.task.id ?? [])
    const { verdict } = judgeOne(node, graph, over, options.forced.has(node), ids)
    steps.push({
      task,
      verdict,
      waitsFor: waitsFor(graph, node),
      ...(record === undefined ? {} : { record }),
    })
    if (verdict.kind === 'fresh' || verdict.kind === 'skipped') continue
    if (
      !options.withEffects ||
      verdict.kind === 'unsettled' ||
      !target.recipe.pure ||
      mustWait(node, graph, open)
    ) {
      open.add(node)
      if (options.withEffects) opaque.push(task.id)
      continue
    }
    const preview = await previewOf(target, over)
    if (typeof preview === 'string') {
      open.add(node)
      refused.push({ task: task.id, message: preview })
    } else {
      previews.push(...preview.files)
      told.push(...preview.told.map((text) => ({ task: task.id, text })))
    }
  }
  const plan: Plan = { steps, critical: criticalPath(graph, steps), width: widthOf(graph, steps) }
  return { plan, previews, opaque, told, refused }
}

/** Is there something to be done first without which its experiments would go wrong: an install, a build? */
function mustWait(node: Node, graph: Graph, open: ReadonlySet<Node>): boolean {
  if (graph.targets[node]?.recipe.tries !== true) return false
  for (const before of withNeeds(graph, [node])) if (before !== node && open.has(before)) return true
  return false
}

/** The files a pure recipe would change, put into the overlay; or why it would fail. */
async function previewOf(
  target: Target,
  over: World,
): Promise<{ readonly files: readonly Preview[]; readonly told: readonly string[] } | string> {
  try {
    const effects = await target.recipe.prepare(target.settings, readerFor(target, over))
    const resolved = await resolveFiles(target, effects, over, undefined)
    if ('why' in resolved) return `\`${resolved.path}\` is in conflict with an edit by hand`
    const previews: Preview[] = []
    for (const effect of resolved.files) {
      const before: Content = over.disk.digest(effect.path)
      const text = textOf(over.disk.read(effect.path))
      const after = effect.do === 'write' ? effect.text : undefined
      if (effect.do === 'write') over.disk.write(effect.path, bytesOf(effect.text))
      else over.disk.remove(effect.path)
      if (over.disk.digest(effect.path) !== before)
        previews.push({ task: target.task.id, path: effect.path, before: text, after })
    }
    return { files: previews, told: effects.flatMap((one) => (one.do === 'tell' ? [one.text] : [])) }
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
