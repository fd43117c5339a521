/** What the commands are handed: the world, the recipes, the process. `bin` puts it together, tests put in their own. */
import type { BaseContext } from 'clipanion'
import type { Recipe } from '../core/recipe.js'
import type { TaskId } from '../core/task.js'
import type { ReadOffer } from '../survey/look.js'
import type { Clock, Globs, Watcher, WatcherOptions, World } from '../core/world.js'

export interface WorldOptions {
  /** The project's folder, absolute. */
  readonly root: string
  /** `ask`: nothing but the stat cache is ever written. `write`: the lock is taken first, and waited for. */
  readonly mode: 'ask' | 'write'
  readonly notice: (text: string) => void
  readonly stop: AbortSignal
  /** Answer questions with yes where no approval is needed. */
  readonly yes: boolean
  /** Nobody is asked anything. */
  readonly noInput: boolean
  /** Called around a question, so that it has the terminal to itself. */
  readonly aroundQuestion: <T>(ask: () => Promise<T>) => Promise<T>
}

export interface OpenWorld extends World {
  /** What the last run of a task printed. */
  lastLog(task: TaskId): string | undefined
  /** Appends a line to the log of a run. */
  runLog(run: string): (line: string) => void
  /** Files and folders that all answers so far depended on, for the index of what is fresh. */
  readonly seen: Seen
  /** Saves what was learned, folds the journal, gives the lock back. */
  close(): Promise<void>
}

export interface Seen {
  /** size, mtimeMs, ctimeMs, ino of each file; undefined: looked for and not there. */
  readonly files: ReadonlyMap<string, readonly number[] | undefined>
  readonly folders: ReadonlyMap<string, readonly number[] | undefined>
  /** Generation of the state, and length of its journal in bytes. */
  readonly state: () => { readonly generation: number; readonly length: number }
  /** Milliseconds since 1970 after which a change would surely show in these stats. */
  readonly settledAt: number
}

/** The watch of a project that runs in the background. Folders are the project's `.orchestrate`, absolute. */
export interface Daemons {
  /** Answers from now on; `close` ends that. */
  serve(folder: string, answer: (ask: 'status' | 'stop') => unknown): Promise<{ close(): void }>
  /** `silent`: a process is there and does not answer. */
  ask(
    folder: string,
    what: 'status' | 'stop',
  ): Promise<
    | { readonly kind: 'answer'; readonly value: unknown }
    | { readonly kind: 'none' }
    | { readonly kind: 'silent' }
  >
  /** Ends one that does not answer. */
  end(folder: string): boolean
  /** Starts this program in the background, its output to a file; resolves with the exit code where it ends. */
  start(words: readonly string[], log: string): { readonly ended: Promise<number>; release(): void }
}

export interface Outside {
  readonly version: string
  /** The version with a hash of the sources: what derived files are told apart by. */
  readonly build: string
  readonly globs: Globs
  readonly builtIn: ReadonlyMap<string, Recipe>
  /** Recipe types that a later version brings. */
  readonly comingLater: readonly string[]
  openWorld(options: WorldOptions): Promise<OpenWorld>
  /** Resolves when all folders are watched. */
  openWatcher(options: WatcherOptions): Promise<Watcher>
  openDaemons(): Promise<Daemons>
  /** Recipes of a module of the project, by absolute path. Throws `Refusal` where it is not one. */
  loadRecipes(path: string): Promise<readonly Recipe[]>
  /** What reads off scripts what they offer. */
  openOffers(): Promise<ReadOffer>
  /** Bytes of a file, absolute; undefined where there is none. */
  readFile(path: string): Uint8Array | undefined
  /** Writes a file of the project that is not there yet, absolute; false where one is. */
  create(path: string, text: string): boolean
  /** Adds to the end of a file of the project, absolute; one that is not there is made. */
  append(path: string, text: string): void
  /** Replaces a derived file below `.orchestrate/`, absolute; a failure is nothing. */
  saveDerived(path: string, text: string): void
  /** Saves what "nothing to do" depends on for one command line. */
  saveFresh(
    root: string,
    argv: readonly string[],
    finding: { text: string; seen: Seen; env: [string, string][] },
  ): void
  /** Jobs at a time where nobody says otherwise. */
  readonly jobs: number
  /** This process: its number, and the bytes that it holds in memory. */
  process(): { readonly pid: number; readonly memory: number }
  now(): number
  readonly clock: Clock
  /** Signals of the process; returns how to stop listening. */
  onSignal(listen: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void): () => void
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly terminal: {
    readonly isTerminal: boolean
    readonly columns: () => number
    readonly rows: () => number
  }
  /** Copies a sample to a new folder; returns where it is. */
  sample(name: Sample, to: string | undefined): Promise<string>
  /** Which files of a copied sample are new, and which are not as they were copied. */
  changes(
    name: Sample,
    folder: string,
  ): { readonly created: readonly string[]; readonly edited: readonly string[] }
  /** Adds a text to the end of a source file of the sample. */
  edit(folder: string, text: string): void
  /** Runs a program of a sample; gives its exit code and what it printed. */
  tool(folder: string, words: readonly string[]): Promise<{ readonly code: number; readonly output: string }>
  /** Runs this program again in a folder, its output to this terminal; gives its exit code. */
  again(folder: string, words: readonly string[]): Promise<number>
}

/** By the names of their folders below `examples/`. */
export type Sample = 'community-platform' | 'slugs'

export interface Context extends BaseContext {
  readonly outside: Outside
  /** What stood after `--`. */
  readonly words: readonly string[]
}
