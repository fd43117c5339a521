/** Where a story is played: the world it happens in, what is known of it, and one `make`. */
import type { Graph } from '../../lib/core/graph.js'
import type { Recipe } from '../../lib/core/recipe.js'
import type { Random } from '../random.js'
import type { Made, Memory } from '../rig.js'
import { graphOf, make } from '../rig.js'
import { recipesOf, roadmapOf } from './roadmap.js'
import type { Story } from './story.js'
import type { Tally } from './tally.js'
import { count, countEdges, countEvent } from './tally.js'

export interface Stage {
  readonly random: Random
  readonly memory: Memory
  readonly story: Story
  readonly tally: Tally
  /** Graphs by what they were made from: most of what happens leaves the roadmap as it is. */
  readonly graphs: Map<string, Graph>
  /** What graphs are made from now; absent where something has just happened to the story. */
  key: string | undefined
  readonly trace: (line: string) => void
}

export function graphNow(stage: Stage, backwards = false): Graph {
  const { story, tally, graphs } = stage
  stage.key ??= JSON.stringify([story.version, story.plots])
  const key = `${stage.key} ${backwards}`
  const known = graphs.get(key)
  if (known !== undefined) return known
  const graph = graphOf(roadmapOf(story, backwards), recipesOf(story))
  graphs.set(key, graph)
  countEdges(tally, graph)
  return graph
}

/** One make, in the story's own world or in a copy of it; only the first is counted. */
export async function makeIn(
  stage: Stage,
  options: Parameters<typeof make>[2] & { backwards?: boolean } = {},
  memory = stage.memory,
): Promise<Made> {
  const { backwards = false, ...rest } = options
  const made = await make(memory, graphNow(stage, backwards), {
    jobs: stage.random.pick([1, 2, 4, 8]),
    ...rest,
  })
  if (memory === stage.memory) tell(stage, made)
  return made
}

function tell({ tally, memory, trace }: Stage, { events, recovered }: Made): void {
  for (const event of events) countEvent(tally, event)
  for (const how of ['finished', 'returned', 'left'] as const)
    for (const what of recovered[how]) {
      count(tally, `recovery ${how}`)
      trace(`recovery ${how}: ${what}`)
    }
  for (const event of events)
    if (event.type === 'judged' && event.verdict.kind !== 'fresh')
      trace(`${event.task} ${JSON.stringify(event.verdict)}`)
    else if (event.type === 'finished') trace(`${event.task} ${JSON.stringify(event.outcome)}`)
  trace(JSON.stringify(Object.fromEntries(memory.files)))
}

/** What `clean` and `undo` work with, as a new process. */
export function giving(
  stage: Stage,
  memory = stage.memory,
): {
  graph: Graph
  world: ReturnType<Memory['open']>
  recipes: ReadonlyMap<string, Recipe>
  run: string
  dry: boolean
} {
  return {
    graph: graphNow(stage),
    world: memory.open(),
    recipes: recipesOf(stage.story),
    run: `back-${memory.now++}`,
    dry: false,
  }
}

export const filesOf = ({ files }: Memory): [string, string][] =>
  [...files].sort(([a], [b]) => (a < b ? -1 : 1))
