/** What is asked of a deployment: the options of a task, and the job as it has to come out. */
import type { Image } from '../../../../lib/survey/images.js'
import { list, optional, string } from '../../../settings.js'
import type { Sight } from '../../action.js'
import type { JsonObject } from '../../value.js'
import type { Stage, Target } from './jobs.js'
import type { Supply } from './supply.js'
import type { Workflow } from '../workflow.js'

export interface Options {
  /** The job, where it is not found by its environment, id, name or branch. */
  readonly job?: string
  /** Shell text; `$IMAGE` is the image by its digest, `$API_IMAGE` one of several. */
  readonly deploy?: string
  /**
   * The images to deploy, by name (`api`), folder or Dockerfile. Absent: as many as the way to deploy is known to take, the root
   * Dockerfile's before others.
   */
  readonly images?: readonly string[]
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
  images: optional(list(string)),
  health: optional(string),
  rollback: optional(string),
  url: optional(string),
}

export interface Wanted {
  readonly workflow: Workflow
  readonly target: Target
  readonly stage: Stage
  readonly options: Options
  readonly sight: Sight
  /** Where the images come from. */
  readonly supply: (images: readonly Image[], isByCommit: boolean) => Supply
  /** Steps that have to pass before anything is deployed. */
  readonly gates: readonly JsonObject[]
  /** For the job where it is new, or as it has to be. */
  readonly keys: JsonObject
}
