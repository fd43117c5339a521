/** What both deployments begin and end with: the workflow with the job that deploys, and the plan with what is told of it. */
import type { Plan } from '../../action.js'
import type { Edit, Hindrance } from '../../edits.js'
import type { Json } from '../../value.js'
import type { Workflow } from '../workflow.js'
import { jobPath, workflowOf } from '../workflow.js'
import type { Made } from './job.js'
import type { Stage, Target } from './jobs.js'
import { targetOf } from './jobs.js'
import { hindranceOfTriggers, remarkOnConcurrency } from './triggers.js'

export interface Ground {
  readonly workflow: Workflow
  readonly target: Target
  readonly stage: Stage
}

/** `named`: the job, where a person says which one it is. */
export function groundOf(file: Json, stage: Stage, named: string | undefined): Ground | Hindrance {
  const workflow = workflowOf(file)
  if ('message' in workflow) return workflow
  const target = targetOf(workflow, stage, named)
  if ('message' in target) return target
  const hindrance = target.job === undefined ? hindranceOfTriggers(workflow) : undefined
  return hindrance ?? { workflow, target, stage }
}

/** The job comes last: what it needs of others stands by then. */
export function planOf({ workflow, target, stage }: Ground, before: readonly Edit[], made: Made): Plan {
  const says = [made.says, remarkOnConcurrency(workflow, stage)].filter((line) => line !== undefined)
  const edits: readonly Edit[] = [
    ...before,
    ...made.edits,
    { do: 'set', path: jobPath(target.id), value: made.job },
  ]
  return says.length === 0 ? { edits } : { edits, says: says.join('; ') }
}
