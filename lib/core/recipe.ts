/** What a recipe is. Settings in, effects out: a recipe says what it wants done, and `engine/apply.ts` does it. */
import type { Diagnostic, Locate, Result } from './diagnostic.js'
import type { Effect, Spawn, Tell } from './effect.js'
import type { Experiment, Finding } from './experiment.js'
import type { Claim, Content, Digest, Path, Place, Tree } from './place.js'
import type { Pattern, Task } from './task.js'

export type {
  Claim,
  Content,
  Diagnostic,
  Digest,
  Effect,
  Locate,
  Path,
  Pattern,
  Place,
  Result,
  Spawn,
  Task,
  Tell,
  Tree,
}
export type { FileEffect } from './effect.js'
export type { Experiment, Finding, Sitting } from './experiment.js'
export type { Measured, Reach, Unreached } from './measured.js'
export type { Region } from './place.js'
export type { Span } from './diagnostic.js'
export { measuredLine } from './measured.js'
export { failed, fault, nearest, ok } from './diagnostic.js'
export { pathOf, placeOf, regionOf, isInside } from './place.js'

/**
 * The eyes of a recipe. What is read through it, absence too, is an input of the task unless the task claims it.
 * Paths are from the project; one that leaves it is refused by throwing `Refusal`.
 */
export interface Reader {
  /** Text of a file, undefined where there is none. A byte order mark stays in the text. */
  text(path: string): string | undefined
  /**
   * Text of a report of what was measured, undefined where there is none. It is no input: that something was measured anew is no
   * reason to run again.
   */
  measurement(path: string): string | undefined
  /** What stands in a file or (with a trailing slash) a folder, without reading more than is needed. */
  digest(path: string): Content
  /** Files that match, sorted. Which files there are counts as an input, what is in them does not. */
  list(patterns: readonly Pattern[]): readonly Path[]
  /** sha256 of a text, as all digests here. */
  hash(text: string): Digest
  /** Renders a Liquid template of the project (`./…`) or a built-in one; throws `Refusal` with its place where it is at fault. */
  render(template: string, data: Readonly<Record<string, unknown>>): Promise<string>
  /** The text as the project's prettier settings want it; as it is where prettier knows no such file. */
  format(path: string, text: string): Promise<string>
  /** Places inside `place` that other tasks wrote: not this task's business. */
  others(place: Place): readonly Place[]
  /** What the task last proposed for its file, or for one of its regions as `proposals` gave it; undefined where that is not known. */
  proposed(place: Place): string | undefined
  /** Tries a command out in a copy of the project. What it reads there is no input: the recipe has to look at that itself. */
  experiment(experiment: Experiment): Promise<Finding>
}

/** A refusal that a person can act on: a template that leaves the project, a file that no edit can apply to. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** One that a recipe module of the project throws comes from another copy of this class. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'Refusal'
  }
  constructor(
    message: string,
    /** The exit code where it ends the program: 1 a failure, 2 a fault of the roadmap, the command line or the state's version. */
    readonly exit: 1 | 2 = 1,
  ) {
    super(message)
  }
}

export interface Recipe<Settings = unknown> {
  readonly name: string
  /** Raised when the same settings would do other things. */
  readonly version: number
  /** The same inputs give the same proposal; the laws of `test/law.test.ts` hold for it. */
  readonly pure: boolean
  /** It finds out by experiments: what it wants can be told only once all that it waits for is done. */
  readonly tries?: boolean
  /** Reads a task's own keys, or says every fault in them. `at` finds a key's place in the roadmap. */
  settings(raw: Readonly<Record<string, unknown>>, at: Locate, task: Task): Result<Settings>
  /** Beyond the declared inputs; never what it claims. */
  reads(settings: Settings): readonly Pattern[]
  claims(settings: Settings): readonly Claim[]
  /** What it may change in place, as globs: a formatter, a codemod. */
  rewrites?(settings: Settings): readonly Pattern[]
  /** With neither inputs nor places it always runs, unless this says that once is enough. */
  once?(settings: Settings): boolean
  /** The governed places as they stand. Absent: every whole claim, by digest. */
  observe?(settings: Settings, look: Reader): Tree
  /** The postcondition: is what the task is for true now? Absent: every claimed place is there. */
  holds?(settings: Settings, look: Reader): Promise<boolean>
  prepare(settings: Settings, look: Reader): Promise<readonly Effect[]>
  /** For a recipe that edits regions: the text that `Written.before` keeps of a region. */
  keep?(place: Place, look: Reader): string
  /** For a recipe that edits regions: what it wants in each, a text only it reads. The base of the next merge with edits by hand. */
  proposals?(settings: Settings, look: Reader): ReadonlyMap<Place, string>
  /** For a recipe that edits regions: what stands in one, as `observe` would say. */
  standing?(place: Place, look: Reader): Content
  /** For a recipe that edits regions: the file's text with the regions as `before` says (from `keep`). */
  giveBack?(path: Path, regions: readonly (readonly [Place, string])[], look: Reader): string
  /** What a finished run has to say beyond done: the line a person reads in the summary. Absent: nothing. */
  report?(settings: Settings, look: Reader, log: string): Promise<Report>
}

/** What is read from a command's evidence after it ran: a coverage figure, and whether it is enough. */
export interface Report {
  readonly ok: boolean
  readonly message: string
}

/** Gives a recipe its type; the way to write one of your own. */
export function defineRecipe<Settings>(recipe: Recipe<Settings>): Recipe<Settings> {
  return recipe
}
