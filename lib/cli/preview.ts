/** A dry run for people: what would run and why, then the diff of all that recipes would write. */
import type { Node } from '../core/graph.js'
import { forecast } from '../engine/forecast.js'
import { wrap } from '../render/wrap.js'
import type { OpenWorld } from './outside.js'
import type { Workspace } from './workspace.js'

export interface PreviewOptions {
  readonly out: (text: string) => void
  /** For what is no part of a diff that stands alone: a patch that is piped into a file stays one. */
  readonly say: (text: string) => void
  readonly colour: boolean
  /** Of the terminal, where there is one. */
  readonly columns?: number
  /** The plan too; otherwise the diff alone, so that it can be applied. */
  readonly full: boolean
}

/** Gives the exit code: 1 where a recipe would refuse. */
export async function showPreview(
  workspace: Workspace,
  world: OpenWorld,
  wanted: ReadonlySet<Node>,
  forced: ReadonlySet<Node>,
  { out, say, colour, full, columns }: PreviewOptions,
): Promise<number> {
  const { planText } = await import('../render/plan.js')
  const { paintedDiff, unifiedDiff } = await import('../render/diff.js')
  const told = await forecast(workspace.graph, world, wanted, { withEffects: true, forced })
  if (full) out(planText(told.plan, { colour, ...(columns === undefined ? {} : { columns }) }))
  const fit = (text: string): string => (columns === undefined ? text : wrap(text, columns))
  const note = full ? (text: string): void => out(`${fit(text)}\n`) : say
  const first = new Map<string, string | undefined>()
  const last = new Map<string, string | undefined>()
  for (const { path, before, after } of told.previews) {
    if (!first.has(path)) first.set(path, before)
    last.set(path, after)
  }
  if (full && first.size > 0) out('\n')
  for (const [path, before] of first) out(paintedDiff(unifiedDiff(path, before, last.get(path)), colour))
  if (full && told.opaque.length > 0)
    note(`\nwhat these do cannot be shown beforehand: ${told.opaque.map((id) => `\`${id}\``).join(', ')}`)
  for (const { task, text } of told.told) note(`\`${task}\`: ${text}`)
  for (const { task, message } of told.refused) note(`\`${task}\` would fail: ${message}`)
  return told.refused.length > 0 ? 1 : 0
}
