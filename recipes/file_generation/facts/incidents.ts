/** What the incident guide is told: what runs in production, how to see whether it is well, how to go back. */
import { commandsOf } from '../repository/commands.js'
import { deploymentsTo, workflowsOf } from '../repository/delivery.js'
import { goingBack } from '../repository/goingback.js'
import { healthPathOf } from '../repository/health.js'
import type { Repository } from '../repository/open.js'
import { platformOf } from '../repository/platform.js'
import { servicesOf } from '../repository/services.js'

export interface IncidentData {
  readonly service?: string
  readonly channel?: string
  readonly oncall?: string
  readonly status?: string
  readonly rollback?: string
  readonly checks?: readonly string[]
  readonly dashboard?: string
  readonly logs?: string
}

export async function incidentFacts(data: IncidentData, repository: Repository): Promise<object> {
  const workflows = await workflowsOf(repository)
  const platform = await platformOf(repository)
  const [production] = deploymentsTo('production', workflows)
  return {
    service: data.service ?? repository.name ?? 'the service',
    channel: data.channel ?? '',
    oncall: data.oncall ?? '',
    status: data.status ?? '',
    dashboard: data.dashboard ?? '',
    services: await servicesOf(repository),
    checks: data.checks ?? [
      `curl --fail --max-time 5 ${production?.job.url ?? 'https://<production>'}${await healthPathOf(repository)}`,
    ],
    recent: production === undefined ? '' : `gh run list --workflow ${production.workflow.file} --limit 5`,
    ...goingBack(data, 'production', workflows, platform && commandsOf(platform)),
  }
}
