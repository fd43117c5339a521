/** The built-in templates: which data each takes, and what it is told of the repository. */
import { ok } from '../../lib/core/diagnostic.js'
import type { Reading } from '../settings.js'
import { list, map, object, optional, percent, string, wrong } from '../settings.js'
import type { LoadData } from './facts/load.js'
import { loadFacts } from './facts/load.js'
import type { PlaywrightData } from './facts/playwright.js'
import { playwrightFacts } from './facts/playwright.js'
import type { CoverageData } from './facts/coverage.js'
import { coverageFacts } from './facts/coverage.js'
import type { DatabaseData } from './facts/database.js'
import { databaseFacts } from './facts/database.js'
import type { Environment } from './repository/delivery.js'
import type { IncidentData } from './facts/incidents.js'
import { incidentFacts } from './facts/incidents.js'
import type { RunbookData } from './facts/runbooks.js'
import { runbookFacts } from './facts/runbooks.js'
import type { TestingData } from './facts/testing.js'
import { testingFacts } from './facts/testing.js'
import type { FixtureData } from './facts/fixtures.js'
import { fixtureFacts } from './facts/fixtures.js'
import type { IntegrationData } from './facts/integration.js'
import { integrationFacts } from './facts/integration.js'
import type { BlueGreenData, CanaryData, RollbackData } from './facts/operations.js'
import { blueGreenFacts, canaryFacts, rollbackFacts } from './facts/operations.js'
import type { OwnersData } from './facts/codeowners.js'
import { ownersFacts } from './facts/codeowners.js'
import type { DependabotData } from './facts/dependabot.js'
import { dependabotFacts } from './facts/dependabot.js'
import type { ConftestData } from './facts/conftest.js'
import { conftestFacts } from './facts/conftest.js'
import type { Repository } from './repository/open.js'
import type { Usual } from './facts/usual.js'
import { assessment, community, user } from './facts/usual.js'

/** What a template is told beside its data. Refuses, in words, where the repository lacks what it needs. */
type Facts<Data> = (data: Data, repository: Repository, output: string) => object | Promise<object>

export interface Template {
  /** What it shows of files that other tasks write: it waits for them. */
  readonly reads: readonly string[]
  /** Written in TypeScript: an output that is JavaScript gets it without types. */
  readonly isTypeScript: boolean
  /** Reads the keys of `data`; there are no others. */
  readonly data: Reading<Readonly<Record<string, unknown>>>
  readonly facts: Facts<Readonly<Record<string, unknown>>>
}

type Data = Readonly<Record<string, unknown>>

function template<Given extends object>(
  data: Reading<Given>,
  facts: Facts<Given>,
  { isTypeScript = false, reads = [] }: Partial<Pick<Template, 'isTypeScript' | 'reads'>> = {},
): Template {
  // What comes in has been read by the very `data` beside it.
  return {
    isTypeScript,
    reads,
    data: data as Reading<Data>,
    facts: (given, repository, output) => facts(given as Given, repository, output),
  }
}

const count: Reading<number> = (raw, where) =>
  typeof raw === 'number' && Number.isInteger(raw) && raw > 0
    ? ok(raw)
    : wrong(raw, where, 'a whole number from 1')

const paces = ['daily', 'weekly', 'monthly'] as const

const pace: Reading<(typeof paces)[number]> = (raw, where) => {
  const found = paces.find((one) => one === raw)
  return found === undefined ? wrong(raw, where, '`daily`, `weekly` or `monthly`') : ok(found)
}

const text = optional(string)
const texts = optional(list(string))

const typescript = { isTypeScript: true }
const pipeline = { reads: ['.github/workflows/*.{yml,yaml}'] }

const fixture = (usual: Usual): Template =>
  template(
    object<FixtureData>({ type: text, domain: text }),
    (data, repository, output) => fixtureFacts(usual, data, repository, output),
    typescript,
  )

const runbook = (environment: Environment): Template =>
  template(
    object<RunbookData>({
      owner: text,
      channel: text,
      url: text,
      deploy: text,
      rollback: text,
      logs: text,
      dashboard: text,
    }),
    (data, repository, output) => runbookFacts(environment, data, repository, output),
    pipeline,
  )

const workflow = { environments: texts, health: text, secrets: texts }
const shift = { ...workflow, deployment: text, namespace: text }

export const catalog: ReadonlyMap<string, Template> = new Map([
  ['user-fixtures', fixture(user)],
  ['community-fixtures', fixture(community)],
  ['assessment-fixtures', fixture(assessment)],
  [
    'database-helpers',
    template(
      object<DatabaseData>({ driver: text, migrations: text, variable: text }),
      databaseFacts,
      typescript,
    ),
  ],
  ['integration-setup', template(object<IntegrationData>({ app: text }), integrationFacts, typescript)],
  ['python-conftest', template(object<ConftestData>({ app: text, env: optional(map) }), conftestFacts)],
  ['rollback-workflow', template(object<RollbackData>({ ...workflow, rollback: text }), rollbackFacts)],
  ['blue-green-workflow', template(object<BlueGreenData>({ ...shift, path: text }), blueGreenFacts)],
  [
    'canary-workflow',
    template(
      object<CanaryData>({
        ...shift,
        pods: optional(count),
        minutes: optional(count),
        failures: optional(percent),
      }),
      canaryFacts,
    ),
  ],
  ['staging-runbook', runbook('staging')],
  ['production-runbook', runbook('production')],
  [
    'incident-guide',
    template(
      object<IncidentData>({
        service: text,
        channel: text,
        oncall: text,
        status: text,
        rollback: text,
        checks: texts,
        dashboard: text,
        logs: text,
      }),
      incidentFacts,
      pipeline,
    ),
  ],
  [
    'testing-guide',
    template(
      object<TestingData>({
        project: text,
        run: text,
        watch: text,
        coverage: text,
        goal: optional(percent),
        folders: optional(list(object({ path: string, holds: string }))),
      }),
      testingFacts,
    ),
  ],
  [
    'coverage-report',
    template(object<CoverageData>({ summary: text, page: text, goal: optional(percent) }), coverageFacts),
  ],
  [
    'k6-load-test',
    template(
      object<LoadData>({
        url: text,
        routes: texts,
        parameters: optional(map),
        users: optional(count),
        p95: optional(count),
      }),
      loadFacts,
    ),
  ],
  [
    'playwright-setup',
    template(object<PlaywrightData>({ url: text, start: text, tests: text }), playwrightFacts, typescript),
  ],
  [
    'codeowners',
    template(
      object<OwnersData>({ owners: text, paths: optional(list(object({ path: string, owners: string }))) }),
      ownersFacts,
    ),
  ],
  [
    'dependabot',
    template(
      object<DependabotData>({
        interval: optional(pace),
        limit: optional(count),
        updates: optional(list(object({ ecosystem: string, directory: string }))),
      }),
      dependabotFacts,
    ),
  ],
])
