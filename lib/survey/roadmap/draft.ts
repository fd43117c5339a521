/** A roadmap that is being made: phases, groups and tasks as plain data, each with its reason. */

export interface Draft {
  readonly name: string
  /** Lines of comment at its top. */
  readonly about: readonly string[]
  readonly phases: readonly DraftPhase[]
}

export interface DraftPhase {
  readonly id: string
  readonly name: string
  readonly why: readonly string[]
  readonly dependsOn?: readonly string[]
  readonly parallelWith?: readonly string[]
  readonly groups: readonly DraftGroup[]
  readonly checkpoint: readonly DraftItem[]
}

export interface DraftGroup {
  readonly id: string
  readonly name: string
  readonly why?: string
  readonly execution: 'parallel' | 'sequential'
  readonly maxParallel?: number
  readonly tasks: readonly DraftTask[]
}

/** Its id is given when it is written: the number of its phase, and its own. */
export interface DraftTask {
  readonly type: 'command' | 'config_edit' | 'test_generation' | 'file_generation' | 'manual'
  readonly name: string
  /** Evidence: why it is here. */
  readonly why: string
  /** All other keys, in their order. */
  readonly keys: ReadonlyMap<string, Value>
}

export interface DraftItem {
  readonly why?: string
  readonly keys: ReadonlyMap<string, Value>
}

export type Value = string | number | boolean | readonly Value[] | ReadonlyMap<string, Value>

/** Less the tasks that do not pass, and the groups and phases that are then empty. */
export function keepTasks(draft: Draft, passes: (task: DraftTask) => boolean): Draft {
  const phases = draft.phases.map((phase) => ({
    ...phase,
    groups: phase.groups
      .map((group) => ({ ...group, tasks: group.tasks.filter(passes) }))
      .filter(({ tasks }) => tasks.length > 0),
  }))
  return { ...draft, phases: joined(phases.filter(({ groups }) => groups.length > 0)) }
}

/** Names of phases that are not there are taken out of those that are. */
function joined(phases: readonly DraftPhase[]): DraftPhase[] {
  const there = new Set(phases.map(({ id }) => id))
  const rest = (ids: readonly string[] | undefined): readonly string[] =>
    (ids ?? []).filter((id) => there.has(id))
  return phases.map(({ dependsOn, parallelWith, ...phase }) => ({
    ...phase,
    ...(dependsOn === undefined ? {} : { dependsOn: rest(dependsOn) }),
    ...(rest(parallelWith).length === 0 ? {} : { parallelWith: rest(parallelWith) }),
  }))
}

export const tasksIn = (draft: Draft): readonly DraftTask[] =>
  draft.phases.flatMap(({ groups }) => groups.flatMap(({ tasks }) => tasks))
