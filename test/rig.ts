/** A world in memory for tests of the engine: a disk that is a map, a clock that the test ticks, commands that are functions. */
import { createHash } from 'node:crypto'
import type { Event } from '../lib/core/event.js'
import type { Experiment, Finding } from '../lib/core/experiment.js'
import type { Graph, Node } from '../lib/core/graph.js'
import { buildGraph, withNeeds } from '../lib/core/graph.js'
import type { Content, Digest, Path } from '../lib/core/place.js'
import type { Recipe } from '../lib/core/recipe.js'
import { Refusal, defineRecipe, ok } from '../lib/core/recipe.js'
import type { Change, State } from '../lib/core/record.js'
import { emptyState, put } from '../lib/core/record.js'
import { bind } from '../lib/core/target.js'
import type { Group, Phase, Roadmap, Task, TaskId } from '../lib/core/task.js'
import { UNIGNORED } from '../lib/core/task.js'
import type { Answer, Exit, Job, World } from '../lib/core/world.js'
import type { Execution } from '../lib/engine/execute.js'
import { execute } from '../lib/engine/execute.js'
import { recover } from '../lib/engine/transaction.js'
import { globs } from '../lib/world/globs.js'
import { threeWay } from '../lib/world/merge.js'

export function digestOf(contents: Uint8Array | string): Digest {
  const text = typeof contents === 'string' ? contents : textOf(contents)
  const known = digests.get(text)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(text).digest('base64url') as Digest
  digests.set(text, digest)
  return digest
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)

/** The same few texts are hashed over and over. */
const digests = new Map<string, Digest>()

/** Thrown where the test wants the process to die: nothing may catch it. */
export class Killed extends Error {}

/** What a dead one was about to do, it does no more. */
interface Process {
  isDead: boolean
}

const AT = { file: 'roadmap.yaml', line: 1, column: 1, length: 1 }

/** All that outlives a process: files, the journal's lines, objects, answers. */
export class Memory {
  readonly files = new Map<string, string>()
  lines: Change[] = []
  objects = new Map<string, string>()
  answers = new Map<TaskId, Answer>()
  conflicts = new Map<string, string>()
  readonly logs = new Map<TaskId, string>()
  readonly env = new Map<string, string>()
  readonly tools = new Map<string, string>()
  now = Date.UTC(2026, 0, 1)
  /** What a person at the terminal says; undefined: nobody is there. */
  says: 'yes' | 'no' | 'skip' | undefined = 'yes'
  /** Commands by their first word. Returns the exit code, or takes its time. */
  readonly commands = new Map<
    string,
    (files: Map<string, string>, words: readonly string[], job: Job) => number | Promise<number>
  >()
  /** What comes of an experiment. */
  tries: (experiment: Experiment) => Finding = () => ({
    kind: 'exited',
    code: 0,
    output: '',
    files: new Map(),
  })
  /** Counts writes of files, journal and answers down; at 0 the process dies, or (with `refuses`) the disk is full once. */
  fuse = Infinity
  refuses = false
  /** Counts the files down that transactions write; at 0 the process dies. */
  fuseOfTransactions = Infinity

  private burn(process: Process, isFile: boolean): void {
    if (process.isDead) throw new Killed()
    const isInTransaction = isFile && this.lines.at(-1)?.applying !== undefined
    if (this.fuse-- > 0 && (!isInTransaction || this.fuseOfTransactions-- > 0)) return
    this.fuse = Infinity
    this.fuseOfTransactions = Infinity
    if (this.refuses) throw new Refusal('cannot write: ENOSPC')
    process.isDead = true
    throw new Killed()
  }

  /** The journal read again: what a new process would know. */
  state(): State {
    const state = emptyState()
    for (const line of this.lines) put(state, line)
    return state
  }

  loseState(): void {
    this.lines = []
    this.objects = new Map()
    this.conflicts = new Map()
  }

  /** The same, apart: what happens to the one does not happen to the other. */
  copy(): Memory {
    const copy = new Memory()
    for (const [path, text] of this.files) copy.files.set(path, text)
    for (const [name, value] of this.env) copy.env.set(name, value)
    for (const [name, value] of this.tools) copy.tools.set(name, value)
    for (const [name, command] of this.commands) copy.commands.set(name, command)
    copy.lines = [...this.lines]
    copy.objects = new Map(this.objects)
    copy.answers = new Map(this.answers)
    copy.now = this.now
    copy.says = this.says
    return copy
  }

  /** A new process over the same files. */
  open(): World {
    const state = this.state()
    const process: Process = { isDead: false }
    const { files } = this
    const expand = (patterns: readonly string[]): Path[] => {
      const isWanted = globs.matcher(patterns.map((pattern) => (pattern === UNIGNORED ? '**' : pattern)))
      return [...files.keys()].filter(isWanted).sort() as Path[]
    }
    return {
      globs,
      hash: digestOf,
      disk: {
        stat: (path) => {
          const text = files.get(path)
          if (text !== undefined) return { kind: 'file', size: text.length, mode: 0o644 }
          const isFolder = [...files.keys()].some((file) => file.startsWith(`${path}/`))
          return isFolder ? { kind: 'folder', size: 0, mode: 0o755 } : undefined
        },
        read: (path) => (files.has(path) ? new TextEncoder().encode(files.get(path)) : undefined),
        digest: (path): Content => (files.has(path) ? digestOf(files.get(path) ?? '') : 'absent'),
        expand,
        files: (folder) => {
          const found = [...files.keys()].filter((file) => file.startsWith(`${folder}/`)).sort() as Path[]
          return found.length > 0 ? found : undefined
        },
        write: (path, bytes) => {
          this.burn(process, true)
          files.set(path, textOf(bytes))
        },
        remove: (path) => {
          this.burn(process, true)
          files.delete(path)
        },
        forget: () => undefined,
      },
      store: {
        state,
        change: (change) => {
          this.burn(process, false)
          this.lines.push(change)
          put(state, change)
        },
        durable: () => undefined,
        keep: (bytes) => {
          const digest = digestOf(bytes)
          this.objects.set(digest, textOf(bytes))
          return digest
        },
        kept: (digest) => {
          const text = this.objects.get(digest)
          return text === undefined ? undefined : new TextEncoder().encode(text)
        },
        conflict: (path, bytes) => {
          this.conflicts.set(path, textOf(bytes))
          return `.orchestrate/conflicts/${path}`
        },
        log: (_run, task, text = '') => {
          this.logs.set(task, text)
          return `.orchestrate/logs/${task}.log`
        },
        answer: (task) => this.answers.get(task),
        decide: (task, answer) => {
          this.burn(process, false)
          this.answers.set(task, answer)
        },
      },
      shell: {
        run: (job) => this.run(job, process),
        killAll: () => undefined,
        endOrphan: () => Promise.resolve(false),
      },
      scratch: { run: (experiment) => Promise.resolve(this.tries(experiment)) },
      clock: {
        now: () => (this.now += 1),
        sleep: (ms) => {
          this.now += ms
          return Promise.resolve()
        },
        random: () => 0,
      },
      person: { ask: () => Promise.resolve(this.says) },
      surroundings: {
        env: (name) => {
          const value = this.env.get(name)
          return value === undefined ? 'absent' : digestOf(value)
        },
        isSet: (name) => (this.env.get(name) ?? '') !== '',
        mask: (text) => text,
        tool: (line) => this.tools.get(line) ?? '',
      },
      pens: {
        merge: threeWay,
        render: (template, data) => Promise.resolve(`${template}\n\n${JSON.stringify(data)}\n`),
        format: (_path, text) => Promise.resolve(text),
      },
    }
  }

  private async run(job: Job, process: Process): Promise<Exit> {
    if (process.isDead) throw new Killed()
    const [name = '', ...words] = typeof job.command === 'string' ? job.command.split(' ') : job.command
    const command = this.commands.get(name)
    if (command === undefined)
      return { kind: 'not-started', code: 127, message: `there is no program \`${name}\``, tail: [] }
    const code = await command(this.files, words, job)
    if (job.stop.aborted) return { kind: 'stopped', code: 130, message: 'interrupted', tail: [] }
    return {
      kind: 'exited',
      code,
      message: `exited with code ${code}`,
      tail: code === 0 ? [] : ['it said so'],
    }
  }
}

/** A task with everything that is not said left out. */
export function task(
  id: string,
  type: string,
  more: Partial<Omit<Task, 'dependsOn'>> & { needs?: string[] } = {},
): Task {
  const { needs = [], ...rest } = more
  return {
    id: id as TaskId,
    phase: '',
    name: id,
    type,
    settings: {},
    variables: {},
    inputs: [],
    env: [],
    tools: [],
    labels: [],
    dependsOn: needs.map((need) => ({ id: need, at: AT })),
    retries: { attempts: 1, backoff: 'exponential', delay: 1000, maxDelay: 30_000 },
    failFast: false,
    approval: false,
    at: AT,
    ...rest,
  }
}

export function group(id: string, tasks: readonly Task[], more: Partial<Group> = {}): Group {
  return { id, name: id, execution: 'parallel', dependsOn: [], tasks, ...more }
}

/** Phases in a row, each waiting for those above. */
export function roadmap(...phases: readonly (readonly Group[] | Phase)[]): Roadmap {
  const done: Phase[] = []
  for (const phase of phases) {
    const id = `phase-${done.length + 1}`
    const dependsOn = done.map((before) => ({ id: before.id, at: AT }))
    const made: Phase = 'groups' in phase ? phase : { id, name: id, dependsOn, groups: phase, checkpoint: [] }
    const own = (tasks: readonly Task[], of?: string): Task[] =>
      tasks.map((one) => ({ ...one, phase: made.id, ...(of === undefined ? {} : { group: of }) }))
    const groups = made.groups.map((one) => ({ ...one, tasks: own(one.tasks, one.id) }))
    done.push({ ...made, groups, checkpoint: own(made.checkpoint) })
  }
  return { version: 1, name: 'test', project: '.', recipes: [], phases: done }
}

/** A command whose program is a function of the memory: `run: [name, ...words]`, `outputs`, `rewrites`. */
export const fake = defineRecipe<Readonly<Record<string, unknown>>>({
  name: 'command',
  version: 1,
  pure: false,
  settings: (raw) => ok(raw),
  reads: () => [],
  claims: ({ outputs }) =>
    Array.isArray(outputs) ? outputs.map((path) => ({ path: String(path), whole: true })) : [],
  rewrites: ({ rewrites }) => (Array.isArray(rewrites) ? rewrites.map(String) : []),
  once: ({ once }) => once === true,
  prepare: ({ run }) =>
    Promise.resolve([
      { do: 'spawn', command: Array.isArray(run) ? run.map(String) : String(run), cwd: '.', env: {} },
    ]),
})

export function graphOf(map: Roadmap, recipes: ReadonlyMap<string, Recipe>, patterns = globs): Graph {
  const tasks = map.phases.flatMap((phase) => [
    ...phase.groups.flatMap(({ tasks }) => tasks),
    ...phase.checkpoint,
  ])
  const targets = tasks.map((one) => {
    const recipe = recipes.get(one.type)
    if (recipe === undefined) throw new Error(`no recipe ${one.type}`)
    const settings = recipe.settings(one.settings, () => AT, one)
    if (!settings.ok) throw new Error(settings.faults.map(({ message }) => message).join('\n'))
    return bind(one, recipe, settings.value, () => AT)
  })
  const { graph, faults } = buildGraph(map, targets, patterns)
  if (graph === undefined) throw new Error(faults.map(({ message }) => message).join('\n'))
  return graph
}

export interface Made {
  readonly events: readonly Event[]
  /** Tasks that were started, in order. */
  readonly ran: readonly string[]
  readonly outcomes: ReadonlyMap<string, string>
  /** What a run that died had left half done. */
  readonly recovered: ReturnType<typeof recover>
}

/** One `make` by a new process. */
export async function make(
  memory: Memory,
  graph: Graph,
  options: Partial<Omit<Execution, 'wanted' | 'forced'>> & {
    targets?: readonly string[]
    forced?: readonly string[]
  } = {},
): Promise<Made> {
  const world = memory.open()
  const recovered = recover(world)
  const { targets, forced = [], ...rest } = options
  const nodes = (ids: readonly string[]): Node[] => ids.flatMap((id) => graph.index.get(id as TaskId) ?? [])
  const events: Event[] = []
  const wanted = withNeeds(graph, targets === undefined ? graph.targets.keys() : nodes(targets))
  await execute({
    world,
    graph,
    emit: (event) => void events.push(event),
    run: `run-${memory.now}`,
    wanted,
    jobs: 2,
    caps: new Map(),
    failFast: false,
    keepGoing: false,
    stop: new AbortController().signal,
    follows: false,
    ...rest,
    forced: new Set(nodes(forced)),
  })
  const ran = events.flatMap((event) => (event.type === 'started' && event.attempt === 1 ? [event.task] : []))
  const outcomes = new Map(
    events.flatMap((event) => (event.type === 'finished' ? [[event.task, event.outcome.kind]] : [])),
  )
  return { events, ran, outcomes, recovered }
}
