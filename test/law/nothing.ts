/** The first law: an incremental make leaves the same files as a make from nothing. */
import assert from 'node:assert/strict'
import type { Graph } from '../../lib/core/graph.js'
import { waitedFor } from '../../lib/core/graph.js'
import type { Place } from '../../lib/core/place.js'
import type { State } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { canonical } from '../../lib/engine/snapshot.js'
import type { Memory } from '../rig.js'
import type { Stage } from './stage.js'
import { filesOf, graphNow, makeIn } from './stage.js'
import type { Plot } from './story.js'
import { JSONS, SOURCES, changesInPlace, outputsOf } from './story.js'

/** Without state and without what the tasks made, a make leaves the same files; which key of a map came first is history. */
export async function sameAsFromNothing(stage: Stage): Promise<void> {
  const { story, memory } = stage
  const fresh = memory.copy()
  const { places, records } = memory.state()
  fresh.loseState()
  for (const plot of story.plots) {
    if (plot.when && !fresh.files.has('src/d.txt')) continue // skipped: what it made stays
    for (const output of outputsOf(plot)) removeMade(output, fresh, places)
  }
  await makeIn(stage, { side: 'ours' }, fresh)
  const blurred = blurredPaths(stage, records)
  const clear = (one: Memory): [string, string][] =>
    filesOf(one)
      .filter(([path]) => ![...blurred].some((other) => path.startsWith(other)))
      .map(([path, text]) => [path, JSONS.includes(path) ? canonical(JSON.parse(text)) : text])
  assert.deepEqual(clear(fresh), clear(memory), 'an incremental make leaves what a make from nothing leaves')
}

/** A generated file that a person edited is theirs, and stays. */
function removeMade(output: string, fresh: Memory, places: State['places']): void {
  const written = places.get(output as Place)
  if (written !== undefined && written.proposed !== written.written) return
  for (const path of [...fresh.files.keys()]) if (path.startsWith(output)) fresh.files.delete(path)
}

/**
 * Files that are another text from nothing, by design: what a person adopted as it stood, what tasks changed in place that
 * are gone or skipped, and the outputs of commands that read such files or one that a task after them changes.
 */
function blurredPaths(stage: Stage, records: State['records']): Set<string> {
  const { story, memory } = stage
  const graph = graphNow(stage)
  const isAdopted = ({ id }: Plot): boolean => records.get(id as TaskId)?.run === 'adopt'
  const isSkipped = ({ when }: Plot): boolean => when && !memory.files.has('src/d.txt')
  const strange = [...story.gone, ...story.plots.filter((one) => isAdopted(one) || isSkipped(one))]
  const blurred = new Set(strange.flatMap((one) => inPlace(one)))
  for (const one of story.plots.filter(isAdopted)) for (const output of outputsOf(one)) blurred.add(output)
  const isBlurred = (reader: Plot): boolean =>
    reader.inputs.some(
      (path) =>
        blurred.has(path) ||
        story.plots.some((one) => changesInPlace(one, path) && !isBefore(one, reader, graph)),
    )
  for (let size = -1; size < blurred.size;) {
    size = blurred.size
    for (const one of story.plots)
      if ((one.kind === 'mix' || one.kind === 'many') && isBlurred(one))
        for (const output of outputsOf(one)) blurred.add(output)
  }
  return blurred
}

const inPlace = (plot: Plot): string[] =>
  [...JSONS, ...SOURCES, 'src/*.txt'].filter((path) => changesInPlace(plot, path))

function isBefore(one: Plot, other: Plot, graph: Graph): boolean {
  const node = ({ id }: Plot): number => graph.index.get(id as TaskId) ?? -1
  return waitedFor(graph, node(other), new Set([node(one)])).size > 0
}
