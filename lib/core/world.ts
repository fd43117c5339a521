/** The ports: all that the engine knows of the world outside. `lib/world/` implements them, tests do so in memory. */
import type { Experiment, Finding } from './experiment.js'
import type { ThreeWay } from './merge.js'
import type { Content, Digest, Path } from './place.js'
import type { Change, State } from './record.js'
import type { Pattern, TaskId } from './task.js'

export interface Stat {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size: number
  /** Permission bits. */
  readonly mode: number
}

/** The project's files. Every path is from the project; one that leads out of it, by `..` or by a link, throws `Refusal`. */
export interface Disk {
  /** lstat, from the last look; undefined where nothing is. */
  stat(path: string): Stat | undefined
  /** Contents; a link to a file of the project is followed. Undefined where no file is. */
  read(path: string): Uint8Array | undefined
  /**
   * sha256 of the contents, read only where the stat cache does not vouch for it. A link to a file of the project counts
   * as that file; any other link as its own target's text. A folder is 'absent': it is no file.
   */
  digest(path: string): Content
  /** Files that match, sorted by code unit: dot files too, never `.git`, `.orchestrate`, `node_modules` unless named. */
  expand(patterns: readonly Pattern[]): readonly Path[]
  /** All files below a folder, sorted, `.git` apart; undefined where the folder is not there. */
  files(folder: string): readonly Path[] | undefined
  /** Replaces a file by temporary file and rename, following a link to its file; keeps the mode where none is given. */
  write(path: Path, bytes: Uint8Array, mode?: number): void
  /** Removes a file, and the folders above it that this leaves empty, up to `keep`. No error where nothing is. */
  remove(path: Path, keep?: string): void
  /** What was seen so far may be old: stat again before the next answer. */
  forget(): void
}

/** Patterns without a disk: what the graph needs to know about them. */
export interface Globs {
  isGlob(pattern: Pattern): boolean
  /** The literal folder that a glob starts in: `src/a` of `src/a/*.ts`, '' of `**`. */
  base(pattern: Pattern): string
  /** In order; a later `!` pattern takes away. */
  matcher(patterns: readonly Pattern[]): (path: string) => boolean
  /** Could a file below this folder match? May say yes too often, never no. */
  mayMatchBelow(pattern: Pattern, folder: string): boolean
}

/** `.orchestrate/`: the state, its journal, and texts by hash. Writes only while the lock is held. */
export interface Store {
  readonly state: State
  /** Puts a change into the state and appends it to the journal as one line. */
  change(change: Change): void
  /** Returns when all lines so far would survive a power cut. */
  durable(): void
  /** Keeps a text; its digest is its name. */
  keep(bytes: Uint8Array): Digest
  /** undefined where it is not kept, or is damaged. */
  kept(digest: Digest): Uint8Array | undefined
  /** Writes a proposal that could not be merged; returns where it stands, from the project. */
  conflict(path: Path, bytes: Uint8Array): string
  /** Begins the log of a task's run, empty but for a text; returns its path from the project. */
  log(run: string, task: TaskId, text?: string): string
  answer(task: TaskId): Answer | undefined
  decide(task: TaskId, answer: Answer): void
}

/** A person's answer, kept in `answers.yaml`, bound to what was shown. */
export interface Answer {
  readonly answer: 'yes' | 'no' | 'skip'
  readonly question: string
  /** Digest of the inputs' contents and the question. */
  readonly bound: Digest
  /** ISO 8601, UTC. */
  readonly at: string
  readonly by?: string
}

export interface Job {
  readonly command: string | readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Where its output goes, from the project. */
  readonly log: string
  /** Milliseconds. */
  readonly timeout?: number
  /** Aborted with the name of a signal: that signal to the group, after five seconds KILL. */
  readonly stop: AbortSignal
  /** Called once, when its process group is there. */
  readonly onStart?: (group: { readonly pid: number; readonly startTime: string }) => void
  /** New output, masked, as it comes; absent: nobody listens. */
  readonly onOutput?: (text: string) => void
}

export interface Exit {
  readonly kind: 'exited' | 'signalled' | 'timed-out' | 'stopped' | 'not-started'
  /** 0 after `exited` only where it succeeded. */
  readonly code: number
  /** A sentence for people: `exited with code 2`. */
  readonly message: string
  /** The last lines of its output, masked. */
  readonly tail: readonly string[]
}

export interface Shell {
  run(job: Job): Promise<Exit>
  /** KILL to every group that is still there: the second Ctrl-C. */
  killAll(): void
  /** Ends the process groups of a run that died, if they are what they were: same leader, same start time. */
  endOrphan(group: { readonly pid: number; readonly startTime: string }): Promise<boolean>
}

/** Copies of the project to try things out in, as many as are asked for at once. */
export interface Scratch {
  run(experiment: Experiment): Promise<Finding>
}

export interface WatcherOptions {
  /** The project's folder, absolute. */
  readonly root: string
  /** Files beyond the project that count as well, absolute. */
  readonly others: readonly string[]
  /** Could something of interest stand in this folder (from the project) or below it? */
  readonly isWanted: (folder: string) => boolean
  /** Something may have changed at a path, from the project. It knows nothing of tasks: a lost or doubled notice does no harm. */
  readonly notice: (path: string) => void
  /** What a person has to know: what cannot be watched, and what is done instead. */
  readonly trouble: (text: string) => void
}

export interface Watcher {
  /** A git command holds the index: more is to come. */
  isBusy(): boolean
  /** What is checked out, as `.git/HEAD` says it; undefined where there is no repository. */
  head(): string | undefined
  isIgnored(path: string): boolean
  /** When a file was last changed, in milliseconds since 1970; undefined where it is not there. */
  changedAt(path: string): number | undefined
  close(): Promise<void>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves early where `stop` is aborted. */
  sleep(ms: number, stop?: AbortSignal): Promise<void>
  /** From 0 up to 1, for jitter. */
  random(): number
}

/** Somebody at a terminal. */
export interface Person {
  /** undefined: nobody is there, or nobody may be asked. `approval`: only a person may answer. */
  ask(ask: {
    readonly task: TaskId
    readonly question: string
    readonly instructions?: string
    readonly allowSkip: boolean
    readonly approval: boolean
  }): Promise<'yes' | 'no' | 'skip' | undefined>
}

/** What surrounds a command: variables, secrets, tools. */
export interface Surroundings {
  /** Keyed HMAC of a variable's value. */
  env(name: string): Digest | 'absent'
  isSet(name: string): boolean
  /** With the values of variables that look secret masked. */
  mask(text: string): string
  /** The output of a tool's command line, kept while PATH, the program and version files stand. Throws `Refusal` where it fails. */
  tool(commandLine: string): string
}

export interface Pens {
  /** Three texts to one; undefined where both changed the same lines. */
  merge: ThreeWay
  /** Liquid. `onRead` is told the path of each file of the project that goes into it. */
  render(
    template: string,
    data: Readonly<Record<string, unknown>>,
    onRead?: (path: string) => void,
  ): Promise<string>
  format(path: string, text: string): Promise<string>
}

export interface World {
  readonly disk: Disk
  readonly globs: Globs
  readonly store: Store
  readonly shell: Shell
  readonly scratch: Scratch
  readonly clock: Clock
  readonly person: Person
  readonly surroundings: Surroundings
  readonly pens: Pens
  hash(bytes: Uint8Array | string): Digest
}
