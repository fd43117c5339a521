/** Why a task must run: the reasons, and the verdicts made of them. */
import type { Path, Place } from './place.js'
import { pathOf } from './place.js'
import type { TaskId } from './task.js'

export type Reason =
  | { readonly kind: 'never-run' | 'failed-last-time' | 'interrupted' | 'waiting' | 'always' | 'forced' }
  | { readonly kind: 'recipe-changed'; readonly recorded: string; readonly current: string }
  | {
      readonly kind: 'setting-changed'
      readonly setting: string
      /** Masked, at most 200 characters; absent where the setting was or is not there. */
      readonly recorded?: string
      readonly current?: string
    }
  | { readonly kind: 'env-changed'; readonly name: string }
  | {
      readonly kind: 'tool-changed'
      readonly tool: string
      readonly recorded?: string
      readonly current?: string
    }
  | {
      readonly kind: 'input-added' | 'input-changed' | 'input-removed'
      /** A path, or `task:ID` where that task has run again. */
      readonly path: Place
      /** The task that wrote it, if one did. */
      readonly by?: TaskId
    }
  | { readonly kind: 'output-added' | 'output-missing' | 'output-changed'; readonly place: Place }
  | { readonly kind: 'changed-while-running'; readonly path: Path }

export type Verdict =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'stale'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'skipped'; readonly because: string }
  /** In a forecast: whether it will run is known when those have run. */
  | { readonly kind: 'unsettled'; readonly behind: readonly TaskId[] }

/** The file that a reason speaks of, where it does: one or none. */
export const pathsOf = (reason: Reason): readonly Path[] =>
  reason.kind === 'changed-while-running'
    ? [reason.path]
    : 'path' in reason && !reason.path.startsWith('task:')
      ? [pathOf(reason.path)]
      : []
