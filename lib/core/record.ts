/** What the last attempt of a task left behind, what was written where, and how a change of these is put on record. */
import type { Fingerprint } from './fingerprint.js'
import type { Content, Path, Place } from './place.js'
import type { Reason } from './reason.js'
import type { TaskId } from './task.js'

export interface RunRecord {
  readonly outcome: 'done' | 'failed' | 'waiting' | 'changed'
  /** Inputs as they were before the run, governed places as they were after it. */
  readonly fingerprint: Fingerprint
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly ms: number
  /** The run's id: the name of its log. */
  readonly run: string
  /** Why it ran; at most five, for telling the story later. */
  readonly because: readonly Reason[]
  /** What it read through `look` beyond its declared inputs: paths and globs. */
  readonly looked?: readonly string[]
  /** With outcome `changed`: inputs that were not the same after the run. */
  readonly changed?: readonly Path[]
  /** Taken over by `adopt` although the recipe's postcondition was false. */
  readonly accepted?: boolean
  /** With outcome `failed`: what was said of it. */
  readonly message?: string
}

/** What a task put in a place. Kept by place, so that a renamed task finds its merge base. */
export interface Written {
  readonly by: TaskId
  /** The recipe that wrote it, `config_edit@1`: it knows how to give a region back. */
  readonly recipe: string
  /** What stood there before a task first wrote it; for a region, a text only its recipe reads. */
  readonly before: Content
  /** The text the recipe last proposed: the base of the next merge. */
  readonly proposed: Content
  /** The text that was written: the proposal, or a merge of it with hand edits. */
  readonly written: Content
}

/** A task that was started and has not ended: found at the start of a run, it was interrupted. */
export interface Running {
  readonly run: string
  readonly startedAt: string
  /** The process group of its command and the kernel's start time of its leader, to find an orphan. */
  readonly group?: { readonly pid: number; readonly startTime: string }
}

export interface Move {
  readonly path: Path
  readonly before: Content
  readonly after: Content
  /** Permission bits, where the file is new or was there. */
  readonly mode?: number
}

/** All file effects of one task in one run: done whole or not at all, and what `undo` takes back. */
export interface Transaction {
  readonly run: string
  readonly task: TaskId
  readonly moves: readonly Move[]
  /** What stood in `places` before; undefined: nothing was known of the place. */
  readonly places: readonly (readonly [Place, Written | undefined])[]
  /** For each region: what stood in it before this transaction, a text only its recipe reads. */
  readonly regions: readonly (readonly [Place, Content])[]
  /** The task's record before. */
  readonly record: RunRecord | undefined
}

export interface State {
  readonly records: Map<TaskId, RunRecord>
  readonly running: Map<TaskId, Running>
  readonly places: Map<Place, Written>
  /** Begun and not yet known to be finished. */
  readonly applying: Map<TaskId, Transaction>
  /** Those of the last runs that wrote, oldest first. */
  readonly transactions: Transaction[]
  /** Runs that ran a task which writes without saying what (`command`): undo tells that it leaves these. */
  readonly opaque: Map<string, readonly TaskId[]>
}

/** A later writer moved a path that an earlier task's record held. */
export interface Adjustment {
  readonly task: TaskId
  readonly inputs: readonly (readonly [Place, Content])[]
  readonly governed: readonly (readonly [Place, Content])[]
}

/** One line of the journal. `undefined` takes away. */
export interface Change {
  readonly records?: readonly (readonly [TaskId, RunRecord | undefined])[]
  readonly running?: readonly (readonly [TaskId, Running | undefined])[]
  readonly places?: readonly (readonly [Place, Written | undefined])[]
  readonly adjusted?: readonly Adjustment[]
  /** Begins a transaction. */
  readonly applying?: Transaction
  /** Ends the transaction of these tasks: true keeps it for undo, false forgets it (it was returned). */
  readonly applied?: readonly (readonly [TaskId, boolean])[]
  /** Forgets transactions, by run and task: they were undone. */
  readonly undone?: readonly (readonly [string, TaskId])[]
  readonly opaque?: readonly [string, TaskId]
}

export const emptyState = (): State => ({
  records: new Map(),
  running: new Map(),
  places: new Map(),
  applying: new Map(),
  transactions: [],
  opaque: new Map(),
})

/** How many runs that wrote can be undone, the newest first. */
export const UNDOABLE_RUNS = 5

/** Puts a change into the state: used as it happens, and again when the journal is read. */
export function put(state: State, change: Change): void {
  if (change.applying !== undefined) state.applying.set(change.applying.task, change.applying)
  for (const [task, kept] of change.applied ?? []) {
    const transaction = state.applying.get(task)
    state.applying.delete(task)
    if (transaction !== undefined && kept) state.transactions.push(transaction)
  }
  for (const [task, record] of change.records ?? []) setOrDelete(state.records, task, record)
  for (const [task, running] of change.running ?? []) setOrDelete(state.running, task, running)
  for (const [place, written] of change.places ?? []) setOrDelete(state.places, place, written)
  for (const adjustment of change.adjusted ?? []) adjust(state, adjustment)
  for (const [run, task] of change.undone ?? []) {
    const at = state.transactions.findLastIndex((one) => one.run === run && one.task === task)
    if (at >= 0) state.transactions.splice(at, 1)
  }
  if (change.opaque !== undefined) {
    const [run, task] = change.opaque
    state.opaque.set(run, [...(state.opaque.get(run) ?? []), task])
  }
}

/** Forgets what is too old to be undone. Done when the journal is folded. */
export function forgetOldTransactions(state: State): void {
  const runs = [...new Set(state.transactions.map(({ run }) => run))].slice(-UNDOABLE_RUNS)
  const kept = state.transactions.filter(({ run }) => runs.includes(run))
  state.transactions.splice(0, state.transactions.length, ...kept)
  const newest = [...state.opaque.keys()].slice(-UNDOABLE_RUNS)
  for (const run of state.opaque.keys()) if (!newest.includes(run)) state.opaque.delete(run)
}

function adjust(state: State, { task, inputs, governed }: Adjustment): void {
  const record = state.records.get(task)
  if (record === undefined) return
  const fingerprint = {
    ...record.fingerprint,
    inputs: withEntries(record.fingerprint.inputs, inputs),
    governed: withEntries(record.fingerprint.governed, governed),
  }
  state.records.set(task, { ...record, fingerprint })
}

function withEntries(
  tree: ReadonlyMap<Place, Content>,
  entries: readonly (readonly [Place, Content])[],
): ReadonlyMap<Place, Content> {
  if (entries.length === 0) return tree
  const next = new Map(tree)
  for (const [place, content] of entries) next.set(place, content)
  return next
}

function setOrDelete<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
