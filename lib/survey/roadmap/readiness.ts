/** Phase 6: what a team has to hand when it ships: a way back, runbooks, load and end-to-end tests. */
import type { Survey } from '../survey.js'
import type { DraftTask, Value } from './draft.js'
import { counted } from './evidence.js'
import { helpersFolder, scriptAreas } from './foundation.js'
import { fileTask, isThere } from './groups.js'

/** Less those whose file is there. */
const missing = ({ has }: Survey, tasks: readonly DraftTask[]): readonly DraftTask[] =>
  tasks.filter(({ keys }) => !isThere(has, keys.get('output')))

export function strategyTasks(survey: Survey): readonly DraftTask[] {
  const deploys = survey.workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ id, deploys: one }) => (one === undefined ? [] : [{ path, id, ...one }])),
  )
  const to = (where: string): (typeof deploys)[number] | undefined => deploys.find((one) => one.to === where)
  const [production, staging] = [to('production'), to('staging')]
  const service = serviceOf(survey)
  return missing(survey, [
    ...(production === undefined
      ? []
      : [
          fileTask(
            'rollback-workflow',
            '.github/workflows/rollback.yml',
            'Go back to an earlier release',
            `${production.path} deploys to production, and no workflow goes back`,
          ),
          fileTask(
            'production-runbook',
            'docs/runbooks/production.md',
            'Write down how production is run',
            `job ${production.id} deploys there`,
          ),
        ]),
    ...(staging === undefined
      ? []
      : [
          fileTask(
            'staging-runbook',
            'docs/runbooks/staging.md',
            'Write down how staging is run',
            `job ${staging.id} deploys there`,
          ),
        ]),
    ...(production === undefined || survey.dockerfiles.length === 0
      ? []
      : [
          fileTask(
            'blue-green-workflow',
            '.github/workflows/blue-green.yml',
            'Release without a gap',
            `${counted(survey.dockerfiles.length, 'image')}, and one way to production`,
          ),
        ]),
    ...(service === undefined
      ? []
      : [
          fileTask(
            'incident-guide',
            'docs/incidents.md',
            'Say what is done when it breaks',
            `${service} answers requests: some day it will not`,
          ),
        ]),
    ...ownersTask(survey),
    ...updatesTask(survey),
  ])
}

export function loadTasks(survey: Survey): readonly DraftTask[] {
  const [area] = scriptAreas(survey)
  const service = serviceOf(survey)
  const folder = area === undefined ? 'tests' : helpersFolder(area)
  const extension = area?.runner?.isTypeScript === true ? 'ts' : 'js'
  return missing(survey, [
    ...(service === undefined || survey.has.endToEnd || survey.top === undefined
      ? []
      : [
          fileTask(
            'playwright-setup',
            `playwright.config.${extension}`,
            'Try the whole thing from outside',
            `${service} answers requests, and no test asks from outside`,
          ),
        ]),
    ...(service === undefined || survey.has.loadTest
      ? []
      : [
          fileTask(
            'k6-load-test',
            `${folder}/load/smoke.js`,
            'Know how much it bears',
            `${service} answers requests, and nothing measures how many`,
          ),
        ]),
  ])
}

/** What answers requests, by a framework that is known. */
function serviceOf({ standings }: Survey): string | undefined {
  return standings
    .map(({ area }) =>
      area.language === 'script'
        ? area.frameworks[0] === undefined
          ? undefined
          : area.name
        : area.service.framework && area.name,
    )
    .find((name) => name !== undefined)
}

export function guideTasks(survey: Survey): readonly DraftTask[] {
  const [area] = scriptAreas(survey)
  if (area?.runner === undefined) return []
  const { host, runner } = area
  const script = ['coverage', 'test:coverage', 'test:cov'].find((name) => host.scripts.has(name))
  const coverage = script === undefined ? runner.coverage?.run : `${host.manager.run} ${script}`
  const data: [string, Value][] = [
    ['project', survey.name],
    ['run', runner.test],
    ...(coverage === undefined ? [] : ([['coverage', coverage]] as [string, Value][])),
  ]
  return missing(survey, [
    fileTask(
      'testing-guide',
      'docs/testing.md',
      'Say how this is tested',
      'nothing tells who comes next how to run the tests',
      new Map(data),
    ),
  ])
}

function ownersTask({ has }: Survey): readonly DraftTask[] {
  if (has.codeowners || has.owner === undefined) return []
  const why = `no CODEOWNERS; the repository is ${has.owner}'s`
  return [
    fileTask(
      'codeowners',
      '.github/CODEOWNERS',
      'Say who reviews what',
      why,
      new Map([['owners', `@${has.owner}`]]),
    ),
  ]
}

function updatesTask({ has, standings, top, workflows, dockerfiles }: Survey): readonly DraftTask[] {
  if (has.updates) return []
  const entry = (ecosystem: string, folder: string): ReadonlyMap<string, Value> =>
    new Map([
      ['ecosystem', ecosystem],
      ['directory', `/${folder}`],
    ])
  const python = standings.flatMap(({ area }) =>
    area.language === 'python' ? [entry('pip', area.folder)] : [],
  )
  const images = [...new Set(dockerfiles.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))]
  const updates = [
    ...(top === undefined ? [] : [entry('npm', '')]),
    ...python,
    ...images.map((folder) => entry('docker', folder)),
    ...(workflows.length === 0 ? [] : [entry('github-actions', '')]),
  ]
  const why = 'nothing brings updates of what it depends on'
  return updates.length === 0
    ? []
    : [
        fileTask(
          'dependabot',
          '.github/dependabot.yml',
          'Keep dependencies up to date',
          why,
          new Map([['updates', updates]]),
        ),
      ]
}
