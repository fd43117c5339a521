/** What GitHub workflows do and leave undone: just enough to say which actions of `config_edit` have something to do there. */
import type { Path } from '../core/recipe.js'
import type { Look, ReadYaml } from './look.js'
import { entriesOf, itemsOf, textOf, textsOf } from './values.js'

export interface Workflow {
  readonly path: Path
  readonly jobs: readonly Job[]
  /** Runs for pull requests. */
  readonly isOnPullRequests: boolean
}

export interface Job {
  readonly id: string
  readonly runsTests: boolean
  /** Only by scripts of the package that bring what the tests need: containers, or a shell script that sees to it. */
  readonly testsBringAll: boolean
  /** Test and security steps, by their names, whose failure nobody would see. */
  readonly silent: readonly string[]
  readonly deploys?: Deploy
  readonly buildsImage: boolean
  readonly scansImage: boolean
  readonly makesSbom: boolean
  /** Scans with trivy, and goes on whatever is found. */
  readonly hasOpenTrivy: boolean
  readonly migrates: boolean
  /** Folders of Python services that it names. */
  readonly python: readonly string[]
}

export interface Deploy {
  readonly to: 'staging' | 'production' | 'elsewhere'
  /** It only says that it would: `echo`, `TODO`. */
  readonly isPlaceholder: boolean
  /** It names its environment, so that its rules hold. */
  readonly isGated: boolean
}

const TESTS =
  /\b(?:jest|vitest|mocha|ava|pytest|tox|nox|unittest|playwright test|go test|cargo test)\b|\b(?:npm|pnpm|yarn|bun)(?: run)?(?: -\S+)* (?:\S+:)?(?:test|t)\b|\bnode\b.*--test\b|\b(?:make|just|task|nx|turbo)\b.* test\b/
const SECURITY =
  /\b(?:safety|pip-audit|bandit|semgrep|snyk|gitleaks|trufflehog|osv-scanner|grype|trivy)\b|\b(?:npm|pnpm|yarn)(?: npm)? audit\b|codeql-action\/analyze|dependency-review-action/
const SCANS = /\b(?:trivy|grype|scan-action|scout|snyk\/actions\/docker|clair)\b/i
const MIGRATES =
  /\b(?:prisma (?:migrate|db push)|knex migrate|typeorm\b.*migration|drizzle-kit|node-pg-migrate|sequelize(?:-cli)? db:migrate|alembic upgrade|manage\.py migrate|flyway|migrate(?::\w+)?)\b/i

const SCRIPT = /\b(?:npm|pnpm|yarn|bun)(?: run)? ([\w:.-]+)/g
const BRINGS_ALL = /\b(?:docker|docker-compose|podman)\b|^(?:ba|z)?sh\s/

export interface Around {
  /** Folders of Python services. */
  readonly python?: readonly string[]
  /** Of the package at the top. */
  readonly scripts?: ReadonlyMap<string, string>
}

/** Every workflow that can be read, by path. */
export function workflowsOf(look: Look, yaml: ReadYaml, around: Around = {}): readonly Workflow[] {
  return look.list(['.github/workflows/*.{yml,yaml}']).flatMap((path) => {
    const file = entriesOf(yaml(look.text(path) ?? ''))
    const jobs = [...entriesOf(file.get('jobs'))].map(([id, job]) => jobOf(id, job, around))
    const on = file.get('on') ?? file.get('true')
    const events = entriesOf(on).size > 0 ? [...entriesOf(on).keys()] : textsOf(on)
    return jobs.length === 0 ? [] : [{ path, jobs, isOnPullRequests: events.includes('pull_request') }]
  })
}

interface Step {
  readonly name: string
  /** What it runs, and the action that it uses. */
  readonly does: string
  readonly isSilent: boolean
  readonly with: ReadonlyMap<string, unknown>
}

function jobOf(id: string, value: unknown, { python = [], scripts = new Map() }: Around): Job {
  const job = entriesOf(value)
  const steps = itemsOf(job.get('steps')).map(stepOf)
  const does = steps.map((step) => step.does).join('\n')
  const isSilent = isTrue(job.get('continue-on-error'))
  const deploys = deployOf(id, job, steps)
  const open = does.replace(SCRIPT, (call, name: string) =>
    BRINGS_ALL.test(scripts.get(name) ?? '') ? '' : call,
  )
  return {
    id,
    runsTests: TESTS.test(does),
    testsBringAll: TESTS.test(does) && !TESTS.test(open),
    silent: steps
      .filter((step) => (isSilent || step.isSilent) && (TESTS.test(step.does) || SECURITY.test(step.does)))
      .map(({ name }) => name),
    ...(deploys === undefined ? {} : { deploys }),
    buildsImage: /docker\/(?:build-push|bake)-action|\bdocker (?:buildx )?build\b/.test(does),
    scansImage: SCANS.test(does),
    makesSbom:
      /\bsbom\b|\bsyft\b|cyclonedx/i.test(does) || steps.some((step) => isTrue(step.with.get('sbom'))),
    hasOpenTrivy: steps.some(
      (step) =>
        step.does.includes('aquasecurity/trivy-action') &&
        (step.isSilent || !isOne(step.with.get('exit-code'))),
    ),
    migrates: MIGRATES.test(does),
    python: python.filter(
      (folder) => folder !== '' && namesFolder(`${id}\n${JSON.stringify(value)}`, folder),
    ),
  }
}

function stepOf(value: unknown): Step {
  const step = entriesOf(value)
  const run = textOf(step.get('run')) ?? ''
  const uses = textOf(step.get('uses')) ?? ''
  return {
    name: textOf(step.get('name')) ?? run.trim().split('\n')[0] ?? '',
    does: `${run}\n${uses}`,
    isSilent: isTrue(step.get('continue-on-error')) || /\|\|\s*(?:true|:|exit 0|echo\b)/.test(run),
    with: entriesOf(step.get('with')),
  }
}

const isOne = (value: unknown): boolean => value === 1 || value === '1'

const isTrue = (value: unknown): boolean => value === true || value === 'true'

/** A folder's name, and not a part of a longer one. */
function namesFolder(text: string, folder: string): boolean {
  const isWordAt = (at: number): boolean => /[\w-]/.test(text[at] ?? '')
  for (let at = text.indexOf(folder); at >= 0; at = text.indexOf(folder, at + 1))
    if (!isWordAt(at - 1) && !isWordAt(at + folder.length)) return true
  return false
}

/** Is it a job that deploys? By its id, name or environment; a reusable workflow's own jobs are not seen. */
function deployOf(id: string, job: ReadonlyMap<string, unknown>, steps: readonly Step[]): Deploy | undefined {
  const environment = textOf(job.get('environment')) ?? textOf(entriesOf(job.get('environment')).get('name'))
  const title = `${id} ${textOf(job.get('name')) ?? ''}`
  if (!/\bdeploy|[_-]deploy|\brollout\b/i.test(title) && environment === undefined) return undefined
  if (steps.length === 0) return undefined
  const where = `${title} ${environment ?? ''}`
  const to = /\bprod(?:uction)?\b|[_-]prod/i.test(where)
    ? 'production'
    : /\bstag(?:e|ing)\b|[_-]stag/i.test(where)
      ? 'staging'
      : 'elsewhere'
  const work = steps.filter(({ does }) => !/actions\/checkout|actions\/setup-|download-artifact/.test(does))
  return { to, isPlaceholder: work.every(isPlaceholder), isGated: environment !== undefined }
}

const isPlaceholder = ({ does }: Step): boolean =>
  does
    .split('\n')
    .every((line) => /^\s*(?:echo\b.*|#.*|:|true|sleep \d+|exit 0|)\s*$/.test(line) || /\bTODO\b/.test(line))
