/** The shapes of `--json`: part of the contract. A key here is a promise; a new one enters the table in `docs/` too. */
import type { Diagnostic } from '../core/diagnostic.js'
import type { Wait } from '../core/graph.js'
import type { Link, Plan, Step } from '../core/plan.js'
import type { Reason, Verdict } from '../core/reason.js'
import type { RunRecord } from '../core/record.js'
import type { TaskId } from '../core/task.js'

type Kind = Verdict['kind']

export interface StatusShape {
  readonly version: 1
  readonly tasks: readonly TaskShape[]
  readonly summary: { readonly total: number } & Readonly<Record<Kind, number>>
}

export interface TaskShape {
  readonly id: TaskId
  readonly phase: string
  /** Absent for an item of a checkpoint. */
  readonly group?: string
  readonly name: string
  readonly type: string
  readonly verdict: Kind
  readonly reasons: readonly Reason[]
  readonly lastRun?: Pick<RunRecord, 'outcome' | 'startedAt' | 'ms'>
}

export function statusJson({ steps }: Plan): StatusShape {
  const of = (kind: Kind): number => steps.filter(({ verdict }) => verdict.kind === kind).length
  return {
    version: 1,
    tasks: steps.map(taskShape),
    summary: {
      total: steps.length,
      fresh: of('fresh'),
      stale: of('stale'),
      unsettled: of('unsettled'),
      skipped: of('skipped'),
    },
  }
}

function taskShape({ task, verdict, record }: Step): TaskShape {
  const { id, phase, group, name, type } = task
  return {
    id,
    phase,
    ...(group === undefined ? {} : { group }),
    name,
    type,
    verdict: verdict.kind,
    reasons: reasonsOf(verdict),
    ...(record === undefined ? {} : { lastRun: lastRun(record) }),
  }
}

const lastRun = ({ outcome, startedAt, ms }: RunRecord): NonNullable<TaskShape['lastRun']> => ({
  outcome,
  startedAt,
  ms,
})

const reasonsOf = (verdict: Verdict): readonly Reason[] => (verdict.kind === 'stale' ? verdict.reasons : [])

export interface StepShape {
  readonly task: TaskId
  readonly verdict: Kind
  readonly reasons: readonly Reason[]
  readonly waitsFor: readonly Wait[]
}

export interface LinkShape {
  readonly task: TaskId
  readonly verdict: Kind
  readonly reasons: readonly Reason[]
  /** Why it ran last, where it is fresh now. */
  readonly because?: readonly Reason[]
  readonly wrote?: string
}

export interface WhyShape extends StepShape {
  readonly version: 1
  readonly chain: readonly LinkShape[]
}

export function whyJson({ step, chain }: { readonly step: Step; readonly chain: readonly Link[] }): WhyShape {
  return {
    version: 1,
    ...stepShape(step),
    chain: chain.map(({ task, verdict, because, wrote }) => ({
      task,
      verdict: verdict.kind,
      reasons: reasonsOf(verdict),
      ...(because.length === 0 ? {} : { because }),
      ...(wrote === undefined ? {} : { wrote }),
    })),
  }
}

const stepShape = ({ task, verdict, waitsFor }: Step): StepShape => ({
  task: task.id,
  verdict: verdict.kind,
  reasons: reasonsOf(verdict),
  waitsFor,
})

export interface PlanShape {
  readonly version: 1
  readonly steps: readonly StepShape[]
  readonly critical: Plan['critical']
}

export const planJson = ({ steps, critical }: Plan): PlanShape => ({
  version: 1,
  steps: steps.map(stepShape),
  critical,
})

export interface ValidateShape {
  readonly version: 1
  readonly ok: boolean
  readonly diagnostics: readonly {
    readonly severity: Diagnostic['severity']
    readonly code: string
    readonly message: string
    readonly file: string
    readonly line: number
    readonly column: number
    readonly hint?: string
  }[]
}

export function validateJson(diagnostics: readonly Diagnostic[]): ValidateShape {
  return {
    version: 1,
    ok: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics: diagnostics.map(({ severity, code, message, at: { file, line, column }, hint }) => ({
      severity,
      code,
      message,
      file,
      line,
      column,
      ...(hint === undefined ? {} : { hint }),
    })),
  }
}
