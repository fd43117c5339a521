/** What a runbook is told: the services, jobs, commands and addresses of one environment. */
import { Refusal } from '../../../lib/core/recipe.js'
import { migrationsOf } from '../../../lib/survey/migrations.js'
import { commandsOf } from '../repository/commands.js'
import type { Deployment, Environment } from '../repository/delivery.js'
import { deploymentsTo, inputsOf, startsOf, workflowsOf } from '../repository/delivery.js'
import { goingBack } from '../repository/goingback.js'
import { healthPathOf } from '../repository/health.js'
import type { Repository } from '../repository/open.js'
import { platformOf } from '../repository/platform.js'
import { inside, servicesOf } from '../repository/services.js'

export interface RunbookData {
  /** Who is asked: a team, a channel, a number. */
  readonly owner?: string
  readonly channel?: string
  readonly url?: string
  readonly deploy?: string
  readonly rollback?: string
  readonly logs?: string
  readonly dashboard?: string
}

export async function runbookFacts(
  environment: Environment,
  data: RunbookData,
  repository: Repository,
  output: string,
): Promise<object> {
  const workflows = await workflowsOf(repository)
  const deployments = deploymentsTo(environment, workflows)
  if (deployments.length === 0 && data.deploy === undefined)
    throw new Refusal(
      `no job deploys to ${environment} (looked at the ids and environments of the jobs in \`.github/workflows\`): give the command as \`data: { deploy: … }\``,
    )
  const platform = await platformOf(repository)
  const commands = platform && commandsOf(platform)
  const url = data.url ?? deployments.find(({ job }) => job.url !== undefined)?.job.url
  return {
    environment,
    // Links of the document are from its own folder.
    up: '../'.repeat(output.split('/').length - 1),
    project: repository.name ?? 'this project',
    services: await servicesOf(repository),
    deployments: deployments.map((one) => deploymentRow(one, environment)),
    deploy_command: data.deploy ?? '',
    health: `${(url ?? '').replace(/\/$/, '') || `https://<${environment}>`}${await healthPathOf(repository)}`,
    has_url: url !== undefined,
    migrations: migrationsOf(repository.look).map(({ folder, command }) => inside(folder, command)),
    ...goingBack(data, environment, workflows, commands),
    watch: commands?.watch.split('\n').filter((line) => line !== '') ?? [],
    dashboard: data.dashboard ?? '',
    owner: data.owner ?? '',
    channel: data.channel ?? '',
    other: environment === 'production' ? 'staging' : 'production',
  }
}

function deploymentRow({ workflow, job }: Deployment, environment: string): object {
  const inputs = inputsOf(workflow)
  const flag = inputs.includes('environment') ? ` -f environment=${environment}` : ''
  const starts = startsOf({ workflow, job })
  return {
    workflow: workflow.name,
    file: workflow.file,
    path: workflow.path,
    job: job.id,
    environment: job.environment ?? '',
    starts,
    by_hand: workflow.events.has('workflow_dispatch') ? `gh workflow run ${workflow.file}${flag}` : '',
    watch: `gh run watch "$(gh run list --workflow ${workflow.file} --limit 1 --json databaseId --jq '.[0].databaseId')"`,
    list: `gh run list --workflow ${workflow.file} --limit 10`,
  }
}
