/** A roadmap of which every task applies: drafted, read back, tried on the repository, and drafted again without what fails. */
import { dirname } from 'node:path'
import { forecast } from '../../engine/forecast.js'
import { leftovers } from '../../survey/roadmap/checkpoints.js'
import type { Chosen } from '../../survey/roadmap/choose.js'
import { chooseUnits } from '../../survey/roadmap/choose.js'
import type { Draft, DraftTask } from '../../survey/roadmap/draft.js'
import { keepTasks, tasksIn } from '../../survey/roadmap/draft.js'
import { counted } from '../../survey/roadmap/evidence.js'
import { unitTask } from '../../survey/roadmap/groups.js'
import { draftOf } from '../../survey/roadmap/phases.js'
import { leftOut, seen } from '../../survey/roadmap/seen.js'
import type { Written } from '../../survey/roadmap/text.js'
import { writeRoadmap } from '../../survey/roadmap/text.js'
import type { Survey } from '../../survey/survey.js'
import type { OpenWorld, Outside } from '../outside.js'
import type { Workspace } from '../workspace.js'
import { openWorkspace } from '../workspace.js'

export interface Wishes {
  readonly goal: number
  readonly withPipeline: boolean
  /** Tasks of tests at most. */
  readonly most: number
}

export type Fitting =
  | {
      readonly text: string
      /** What is in it, in a line. */
      readonly summary: string
      /** The phase to begin with. */
      readonly first: string
      /** What was left out, and why. */
      readonly notes: readonly string[]
      /** What its commands leave behind and git is not to keep. */
      readonly ignored: readonly string[]
    }
  | { readonly text: undefined; readonly message: string }

/** Where the schema is once this program is among a project's packages. */
const SCHEMA = './node_modules/orchestrate/dist/roadmap.schema.json'

export async function fittingRoadmap(
  outside: Outside,
  world: OpenWorld,
  file: string,
  survey: Survey,
  wishes: Wishes,
): Promise<Fitting> {
  const chosen = chooseUnits(survey, wishes.most)
  const about = aboutLines(survey, chosen)
  const { draft, dropped } = await fitted(outside, world, file, (fits) =>
    keepTasks(draftOf(survey, fitting(chosen, fits), { ...wishes, about }), fits),
  )
  const tasks = tasksIn(draft)
  const notes = [...leftOut(chosen), ...dropped]
  const [phase] = draft.phases
  if (phase === undefined) return { text: undefined, message: nothing(survey, notes) }
  const summary = `${counted(tasks.length, 'task')} in ${counted(draft.phases.length, 'phase')}`
  return {
    text: writeRoadmap(draft, SCHEMA).text,
    summary,
    first: phase.id,
    notes,
    ignored: leftovers(survey),
  }
}

const aboutLines = (survey: Survey, chosen: Chosen): readonly string[] => [
  '',
  'Written by `orchestrate init`, and yours from now on. It saw:',
  ...[...seen(survey), ...leftOut(chosen)].map((line) => `- ${line}`),
  '',
  '`orchestrate plan` tells what would run, `orchestrate make -n` shows the diff of it.',
]

function nothing({ standings }: Survey, notes: readonly string[]): string {
  const why =
    standings.length === 0
      ? 'there is no code here that `init` knows: TypeScript or JavaScript with a package.json, or Python with a pyproject.toml or requirements.txt'
      : 'nothing here that `init` has a task for'
  return [...notes, `${why}; write a roadmap.yaml of your own (\`orchestrate schema\` tells its keys)`].join(
    '\n',
  )
}

/** What a checkpoint asks for is reckoned with the tests that will be there. */
function fitting(chosen: Chosen, fits: (task: DraftTask) => boolean): Chosen {
  const units = [...chosen.units].map(
    ([share, all]) => [share, all.filter((unit) => fits(unitTask(unit)))] as const,
  )
  return { ...chosen, units: new Map(units) }
}

/** Each round takes away what the one before has found; the last finds nothing. */
async function fitted(
  outside: Outside,
  world: OpenWorld,
  file: string,
  drafted: (fits: (task: DraftTask) => boolean) => Draft,
): Promise<{ readonly draft: Draft; readonly dropped: readonly string[] }> {
  const dropped: string[] = []
  const gone = new Set<string>()
  for (;;) {
    const draft = drafted((task) => outside.builtIn.has(task.type) && !gone.has(idOf(task)))
    const isEmpty = draft.phases.length === 0
    const bad = isEmpty ? [] : await misfits(outside, world, file, writeRoadmap(draft, SCHEMA))
    if (bad.length === 0) return { draft, dropped }
    for (const [task, why] of bad) {
      gone.add(idOf(task))
      if (why !== '') dropped.push(`left out \`${task.name}\`: ${why}`)
    }
  }
}

/** The same in each round. */
const idOf = ({ type, name, keys }: DraftTask): string =>
  JSON.stringify([type, name, keys.get('target'), keys.get('output')])

/** A task that does not fit, and why; nothing where it is done already. */
type Misfit = readonly [DraftTask, string]

/** Tasks that this version refuses, cannot do here, or need not do. */
async function misfits(
  outside: Outside,
  world: OpenWorld,
  file: string,
  written: Written,
): Promise<readonly Misfit[]> {
  const bytes = new TextEncoder().encode(written.text)
  const proposed: Outside = {
    ...outside,
    readFile: (path) => (path === file ? bytes : outside.readFile(path)),
  }
  const opened = await openWorkspace(proposed, file, true)
  if ('graph' in opened) return await untried(opened, world, written)
  const found = opened.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ at, message }) => [written.at(at.line), message] as const)
  const unplaced = found.find(([task]) => task === undefined)
  if (unplaced !== undefined || found.length === 0)
    throw new Error(`the roadmap for ${dirname(file)} is not valid: ${unplaced?.[1] ?? ''}\n${written.text}`)
  return found.flatMap(([task, message]): Misfit[] => (task === undefined ? [] : [[task, message]]))
}

/** Edits and files are tried over an overlay. Tests are not: that takes runs, and is theirs to do. */
async function untried(
  { graph }: Workspace,
  world: OpenWorld,
  { tasks }: Written,
): Promise<readonly Misfit[]> {
  const wanted = new Set(graph.order.filter((node) => TRIED.has(graph.targets[node]?.task.type ?? '')))
  const { plan, previews, refused } = await forecast(graph, world, wanted, {
    withEffects: true,
    forced: wanted,
  })
  const writes = new Set(previews.map(({ task }) => task))
  const why = new Map(refused.map(({ task, message }) => [task, firstLine(message)]))
  const found = plan.steps.flatMap(({ task: { id } }): Misfit[] => {
    const task = tasks.get(id)
    return task === undefined || writes.has(id) ? [] : [[task, why.get(id) ?? '']]
  })
  const uneditable = new Map(
    found
      .filter(([task, message]) => message !== '' && !isMeasuredFirst(task))
      .map(([task, message]) => [targetOf(task), message]),
  )
  return found.flatMap(([task, message]): Misfit[] => {
    if (!isMeasuredFirst(task)) return [[task, message]]
    const other = uneditable.get(targetOf(task))
    return other === undefined ? [] : [[task, other]]
  })
}

const TRIED: ReadonlySet<string> = new Set(['config_edit', 'file_generation'])

/** What it holds to is measured by the checkpoints before it: today's refusal says nothing, unless the file cannot be edited. */
const isMeasuredFirst = ({ keys }: DraftTask): boolean => keys.get('action') === 'add_directory_thresholds'

const targetOf = ({ keys }: DraftTask): unknown => keys.get('target')

const firstLine = (message: string): string => message.split('\n')[0] ?? ''
