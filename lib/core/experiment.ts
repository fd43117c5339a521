/** A command tried out in a copy of the project, and what came of it. Nothing of it shows in the project. */

export interface Experiment {
  /** A program with its words; no shell. */
  readonly command: readonly string[]
  /** The folder it runs in, from the project; absent: the project itself. */
  readonly cwd?: string
  /** Laid over the copy, by path from the project; undefined takes a file away. Gone again after the experiment. */
  readonly files?: ReadonlyMap<string, string | undefined>
  /** Paths whose texts are wanted afterwards. */
  readonly wanted?: readonly string[]
  /** Added to the few variables that it sees: PATH, a home and a temporary folder of its own. */
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds; then all its processes are killed. */
  readonly timeout: number
  /** Megabytes that all its processes may hold together; absent: 1024. */
  readonly memory?: number
  /** Absent: the program runs once. */
  readonly sitting?: Sitting
}

/**
 * A program that stays, to be asked one thing after another: what takes long to start is started once. It is a program of node
 * that gets each message by `process.on('message')` and answers it by `process.send`. It is ended when its time is up.
 */
export type Sitting =
  | {
      /** Who asks. All that one asker has sitting has one copy of the project, and is asked one at a time. */
      readonly of: string
      readonly as: string
      readonly message: string
    }
  /** All that this asker has sitting may go; the command is not run. */
  | { readonly of: string; readonly isOver: true }

export interface Finding {
  /** `killed`: by a signal, by us for the memory it took, or because the run was stopped. */
  /** `answered`: by a program that stays. */
  readonly kind: 'answered' | 'exited' | 'timed-out' | 'killed' | 'not-started'
  readonly code: number
  /** The end of what it wrote to stdout and stderr, 64 KB at most. */
  readonly output: string
  readonly answer?: string
  /** The texts that were wanted and are there. */
  readonly files: ReadonlyMap<string, string>
}
