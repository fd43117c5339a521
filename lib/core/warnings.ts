/** What a valid roadmap probably does not mean. */
import type { Diagnostic } from './diagnostic.js'
import type { Graph } from './graph.js'
import { whereWritten } from './owners.js'
import type { World } from './world.js'

/** A glob that matches nothing, and a command that is waited for although nothing of what it makes is read. */
export function warnings(graph: Graph, { disk, globs }: Pick<World, 'disk' | 'globs'>): Diagnostic[] {
  const found: Diagnostic[] = []
  const warn = (code: string, message: string, at: Diagnostic['at'], hint: string): void =>
    void found.push({ severity: 'warning', code, message, at, hint })
  for (const [node, target] of graph.targets.entries()) {
    const { task } = target
    const makesLater = (graph.needs[node] ?? []).some(({ because }) => because === 'reads-output')
    for (const pattern of task.inputs)
      if (globs.isGlob(pattern) && !pattern.startsWith('!') && !pattern.startsWith(':') && !makesLater)
        if (disk.expand([pattern]).length === 0)
          warn(
            'empty-glob',
            `\`${pattern}\` matches no file`,
            whereWritten(target, pattern),
            "globs start at the project's folder",
          )
    for (const { id, at } of task.dependsOn) {
      const awaited = graph.targets[graph.index.get(id as typeof task.id) ?? -1]
      if (awaited?.task.type !== 'command' || awaited.claims.length === 0) continue
      const isRead = (graph.needs[node] ?? []).some(
        ({ to, because }) => because === 'reads-output' && graph.targets[to] === awaited,
      )
      if (!isRead)
        warn(
          'awaited-not-read',
          `\`${task.id}\` waits for \`${id}\` and reads nothing of what it makes`,
          at,
          `it does not run again when that changes: name \`${awaited.claims[0]?.path ?? ''}\` or \`task:${id}\` among its inputs`,
        )
    }
  }
  return found
}
