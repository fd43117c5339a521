/** Everything that can happen in a run. Every face of the program listens to these, the log too. */
import type { Diagnostic } from './diagnostic.js'
import type { Effect } from './effect.js'
import type { Measured } from './measured.js'
import type { Content, Path } from './place.js'
import type { Verdict } from './reason.js'
import type { TaskId } from './task.js'

export type Outcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed'
      readonly message: string
      /** The last lines of its output, masked. */
      readonly tail?: readonly string[]
      /** Where its whole output is, from the project. */
      readonly log?: string
    }
  | { readonly kind: 'waiting'; readonly question: string }
  | { readonly kind: 'cancelled'; readonly because: string }
  | { readonly kind: 'skipped'; readonly because: string }

/** One task of a forecast, in the order in which it would run. */
export interface Planned {
  readonly task: TaskId
  readonly verdict: Verdict
}

/** What was done to a file: never its text, which stands in `objects/`. */
export interface Done {
  readonly do: Exclude<Effect['do'], 'tell'>
  readonly path?: Path
  readonly before?: Content
  readonly after?: Content
  /** A hand edit was merged with the new proposal. */
  readonly merged?: boolean
  /** Question, command line, message or title. */
  readonly text?: string
}

export type Event =
  | {
      readonly type: 'planned'
      readonly run: string
      readonly tasks: readonly TaskId[]
      readonly jobs: number
    }
  | { readonly type: 'judged'; readonly task: TaskId; readonly verdict: Verdict }
  | { readonly type: 'started'; readonly task: TaskId; readonly attempt: number }
  | { readonly type: 'output'; readonly task: TaskId; readonly text: string }
  | { readonly type: 'effect'; readonly task: TaskId; readonly effect: Done }
  | { readonly type: 'finished'; readonly task: TaskId; readonly outcome: Outcome; readonly ms: number }
  /** Something to know that is no fault: a state that was rebuilt, a lock that is waited for, a retry, a figure. */
  | {
      readonly type: 'noticed'
      readonly task?: TaskId
      readonly text: string
      readonly paths?: readonly Path[]
      /** The last word on a task counts. */
      readonly measured?: Measured
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'ended'; readonly ok: boolean; readonly exit: number; readonly summary: Summary }

export interface Summary {
  readonly done: number
  readonly fresh: number
  readonly failed: number
  readonly waiting: number
  readonly cancelled: number
  readonly skipped: number
  readonly ms: number
}

/** What a renderer gets: an event and when it happened (ISO 8601, UTC). */
export type Stamped = Event & { readonly at: string }

/** A face of the program. `close` puts the terminal back as it was. */
export interface Renderer {
  take(event: Stamped): void
  close(): Promise<void> | void
}

export type Emit = (event: Event) => void
