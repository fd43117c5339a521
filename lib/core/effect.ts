/** A change that a recipe wants made. Effects are data: a preview, a dry run, a log and an undo look at the same list. */
import type { Measured } from './measured.js'
import type { Path } from './place.js'

export type Effect =
  /** The whole new text of a file. */
  | { readonly do: 'write'; readonly path: Path; readonly text: string; readonly mode?: number }
  | { readonly do: 'remove'; readonly path: Path }
  | Spawn
  | Ask
  /** Something that a person has to know of what is done. */
  | Tell
  | { readonly do: 'commit'; readonly message: string; readonly paths: readonly Path[] }
  | {
      readonly do: 'open-pull-request'
      readonly title: string
      readonly body: string
      readonly base: string
      readonly branch: string
    }

export interface Spawn {
  readonly do: 'spawn'
  /** A string goes to `/bin/sh -c`; a list is a program with its words. */
  readonly command: string | readonly string[]
  /** From the project; '.' for the project itself. */
  readonly cwd: string
  /** Added to the environment of the run. */
  readonly env: Readonly<Record<string, string>>
  /** Files that are evidence of the run and nobody's output: removed before, so that none of an earlier run is believed. */
  readonly evidence?: readonly Path[]
}

export interface Tell {
  readonly do: 'tell'
  readonly text: string
  /** Below it in the task's log: what is too long for a run's own output. */
  readonly more?: readonly string[]
  /** Figures that the end of the run adds up. */
  readonly measured?: Measured
}

export interface Ask {
  readonly do: 'ask'
  readonly question: string
  readonly instructions?: string
  readonly allowSkip: boolean
}

export type FileEffect = Extract<Effect, { do: 'write' | 'remove' }>
