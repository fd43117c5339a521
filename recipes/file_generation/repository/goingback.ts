/** How a deployment is taken back here, and what to look at meanwhile. */
import type { Commands } from './commands.js'
import type { Workflow } from './delivery.js'
import { inputsOf, rollbackIn } from './delivery.js'

export interface Given {
  readonly rollback?: string
  readonly logs?: string
}

export function goingBack(
  data: Given,
  environment: string,
  workflows: readonly Workflow[],
  commands: Commands | undefined,
): object {
  const workflow = rollbackIn(workflows)
  const inputs = workflow === undefined ? [] : inputsOf(workflow)
  const flags = inputs.map((name) =>
    name === 'environment' ? ` -f environment=${environment}` : ` -f ${name}='…'`,
  )
  const filled = (text: string): readonly string[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replaceAll('"$ENVIRONMENT"', environment))
  return {
    rollback_workflow: workflow === undefined ? '' : `gh workflow run ${workflow.file}${flags.join('')}`,
    rollback: filled(data.rollback ?? commands?.rollback ?? ''),
    rollback_takes_image: data.rollback === undefined && commands?.needsImage === true,
    history: filled(commands?.history ?? ''),
    logs: filled(data.logs ?? commands?.logs ?? ''),
  }
}
