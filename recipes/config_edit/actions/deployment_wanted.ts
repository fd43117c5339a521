/** What is asked of a deployment: the options of a task, and the job as it has to come out. */
import type { Image } from '../../../lib/survey/images.js'
import { optional, string } from '../../settings.js'
import type { Sight } from '../action.js'
import type { JsonObject } from '../value.js'
import type { Stage, Target } from './deployment_jobs.js'
import type { Workflow } from './workflow.js'

export interface Options {
  /** The job, where it is not found by its environment, id, name or branch. */
  readonly job?: string
  /** Shell text; `$IMAGE` is the image by its digest. */
  readonly deploy?: string
  /** An address, or a command that succeeds where all is well. */
  readonly health?: string
  /** Shell text; `$PREVIOUS` is the commit that ran before. */
  readonly rollback?: string
  /** Shown beside the deployment. */
  readonly url?: string
}

export const readings = {
  job: optional(string),
  deploy: optional(string),
  health: optional(string),
  rollback: optional(string),
  url: optional(string),
}

/** Where a job takes an image from that it does not build: the digest as an expression, and steps that find it. */
export interface Promotion {
  readonly digestOf: (image: Image) => string
  readonly before: readonly JsonObject[]
}

export interface Wanted {
  readonly workflow: Workflow
  readonly target: Target
  readonly stage: Stage
  readonly options: Options
  readonly sight: Sight
  /** Absent: the job builds the images itself. */
  readonly promotion?: Promotion
  /** Steps that have to pass before anything is deployed. */
  readonly gates: readonly JsonObject[]
  /** For the job where it is new, or as it has to be. */
  readonly keys: JsonObject
}
