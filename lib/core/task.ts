/** What a roadmap holds once it is valid: phases, groups and tasks as plain data. */
import type { Span } from './diagnostic.js'

export type TaskId = string & { readonly brand: 'TaskId' }

/** A glob over paths from the project, `!` takes away; or a literal path; or `task:ID`: that task's last run. */
export type Pattern = string

/** Every project file that git does not ignore: what a checkpoint's `run` reads unless it says otherwise. */
export const UNIGNORED: Pattern = ':unignored'

/** Times in milliseconds; `attempts` counts the first one. */
export interface Retries {
  readonly attempts: number
  readonly backoff: 'exponential' | 'fixed'
  readonly delay: number
  readonly maxDelay: number
}

/** All that is given must hold. Paths may be globs. */
export interface When {
  readonly exists?: readonly string[]
  readonly missing?: readonly string[]
  /** Names of environment variables that must be set and not empty. */
  readonly env?: readonly string[]
}

export interface Task {
  readonly id: TaskId
  readonly phase: string
  /** Absent for a checkpoint item: it comes after every group of its phase. */
  readonly group?: string
  readonly name: string
  readonly description?: string
  /** The recipe's name. */
  readonly type: string
  /** The recipe's own keys, variables filled in. What a shell string needs by name stands in `variables`. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly variables: Readonly<Record<string, string>>
  readonly inputs: readonly Pattern[]
  /** Names of variables whose values count. */
  readonly env: readonly string[]
  /** Command lines whose output counts. */
  readonly tools: readonly string[]
  readonly when?: When
  readonly labels: readonly string[]
  /** Ids of tasks, groups or phases. */
  readonly dependsOn: readonly { readonly id: string; readonly at: Span }[]
  readonly retries: Retries
  /** Milliseconds for one attempt; absent: no limit. */
  readonly timeout?: number
  readonly failFast: boolean
  /** A person has to approve: `--yes` does not count. */
  readonly approval: boolean
  /** Where its `id` is written. */
  readonly at: Span
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly execution: 'parallel' | 'sequential'
  readonly maxParallel?: number
  readonly dependsOn: readonly { readonly id: string; readonly at: Span }[]
  readonly tasks: readonly Task[]
}

export interface Phase {
  readonly id: string
  readonly name: string
  /** Ids of phases, all worked out: the default "every phase above" is filled in. */
  readonly dependsOn: readonly { readonly id: string; readonly at: Span }[]
  readonly groups: readonly Group[]
  /** Items in order, as tasks `PHASE/slug`. */
  readonly checkpoint: readonly Task[]
}

export interface Roadmap {
  readonly version: 1
  readonly name: string
  /** The folder that tasks work in, from the roadmap's own folder, with `/`; '.' for the same. */
  readonly project: string
  /** Paths of the user's own recipe modules, from the project. */
  readonly recipes: readonly string[]
  readonly phases: readonly Phase[]
}

/** Every task in the order of the file; a phase's checkpoint comes after its groups. */
export function tasksOf(roadmap: Roadmap): Task[] {
  return roadmap.phases.flatMap((phase) => [
    ...phase.groups.flatMap((group) => group.tasks),
    ...phase.checkpoint,
  ])
}
