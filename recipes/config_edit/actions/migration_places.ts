/** Where in a workflow migrations have to run: before the first test of a job, and before what a job deploys. */
import type { Migrations } from '../../../lib/survey/migrations.js'
import { appliesMigrations } from '../../../lib/survey/migration_tools.js'
import { deploysBy } from './deployment/jobs.js'
import { deploymentsOf, titleOf } from './environments.js'
import { workingFolder } from './parts.js'
import { purposesOf, purposesOfCommand, programOf } from './purpose.js'
import type { Command } from './script.js'
import { commandsOf } from './script.js'
import type { Job, Step, Workflow } from './workflow.js'
import { actionOf } from './workflow.js'

export interface Place {
  readonly kind: 'test' | 'deploy'
  readonly job: Job
  readonly migrations: Migrations
  /** The step that must find the database up to date. */
  readonly before: Step
  /** The step that applies them already, before that one or in it. */
  readonly there?: Step
}

/** `named`: the only test jobs that count. */
export function placesOf(
  workflow: Workflow,
  all: readonly Migrations[],
  named: readonly string[] | undefined,
): Place[] {
  const tests = workflow.jobs.flatMap((job) => {
    if (named !== undefined && !named.includes(job.id)) return []
    return all.flatMap((migrations) => {
      const before = job.steps.find((step) => isTestOf(job, step, migrations, named !== undefined))
      return before === undefined ? [] : [placed('test', job, migrations, before)]
    })
  })
  const deploys = deploymentsOf(workflow, new Map()).flatMap(({ job, stage }) => {
    const before =
      job.steps.find(deploysBy) ??
      job.steps.find(({ name, run }) => /\bdeploy/i.test(`${name ?? ''} ${run ?? ''}`))
    if (before === undefined || stage === 'elsewhere' || isPages(job)) return []
    if (!job.steps.some(deploysBy) && !/deploy/i.test(titleOf(job))) return []
    const own = all.filter(({ folder }) => folder !== '' && JSON.stringify(job.value).includes(folder))
    return (own.length > 0 ? own : all).map((migrations) => placed('deploy', job, migrations, before))
  })
  return [...tests, ...deploys]
}

function placed(kind: Place['kind'], job: Job, migrations: Migrations, before: Step): Place {
  const there = job.steps.find((step) => step.index <= before.index && applies(step, migrations))
  return { kind, job, migrations, before, ...(there === undefined ? {} : { there }) }
}

/** By any tool: what a repository calls its own command is only known where it is the one that was found. */
export const applies = ({ run = '' }: Step, { command }: Pick<Migrations, 'command'>): boolean =>
  run.includes(command) ||
  commandsOf(run).some(
    ({ words }) => appliesMigrations(words.join(' ')) || appliesMigrations(programOf(words).join(' ')),
  )

const isPages = (job: Job): boolean => job.steps.some((step) => (actionOf(step) ?? '').includes('pages'))

function isTestOf(job: Job, step: Step, { language, folder }: Migrations, isNamed: boolean): boolean {
  if (!purposesOf(step).has('test')) return false
  if (isNamed) return true
  const working = workingFolder(job, step)
  const isThere =
    folder === '' ? working === '' : working === folder || working === '' || working.startsWith(`${folder}/`)
  if (!isThere && !(step.run ?? '').includes(`${folder}/`)) return false
  const others = folder === '' && /\bservices?\/|\bpackages?\//.test(step.run ?? '') && language === 'script'
  return (
    !others &&
    commandsOf(step.run ?? '').some(
      (command) => isTest(command) && [language, 'unknown'].includes(languageOf(command)),
    )
  )
}

const isTest = (command: Command): boolean => purposesOfCommand(command).includes('test')

const LANGUAGES: readonly (readonly [string, RegExp])[] = [
  ['python', /^(?:pytest|py\.test|unittest|tox|nox|nose2|manage\.py|coverage|hatch)$/],
  [
    'script',
    /^(?:npm|pnpm|yarn|bun|node|jest|vitest|mocha|ava|tap|c8|nyc|karma|cypress|playwright|turbo|nx|lerna|ng|wdio)$/,
  ],
  ['another', /^(?:cargo|go|gotestsum|mvnw?|gradlew?|dotnet|swift|ctest|rspec|rails|rake|phpunit|deno)$/],
]

function languageOf({ words }: Command): string {
  const [program = ''] = programOf(words)
  return LANGUAGES.find(([, pattern]) => pattern.test(program))?.[0] ?? 'unknown'
}

/** What a job does to have the code and its packages, before it tests. */
export const preparationOf = ({ job, before }: Place): readonly Step[] =>
  job.steps.filter((step) => step.index < before.index && (isSetUp(step) || purposesOf(step).has('install')))

const isSetUp = (step: Step): boolean =>
  /^actions\/(?:checkout|setup-(?:node|python))$|^(?:pnpm\/action-setup|astral-sh\/setup-uv|snok\/install-poetry|oven-sh\/setup-bun)$/.test(
    actionOf(step) ?? '',
  )
