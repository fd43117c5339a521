/** Phase 1: what hides the truth about the tests is mended, and what tests need is there. */
import type { ScriptArea } from '../areas.js'
import { inFolder } from '../look.js'
import { runnerOf } from '../runner.js'
import type { Runner } from '../runner.js'
import type { Survey } from '../survey.js'
import { namingOf } from '../tests.js'
import type { DraftTask } from './draft.js'
import { counted, listed } from './evidence.js'
import { actionTask, fileTask, isThere, keysOf } from './groups.js'

/** What keeps the pipeline from telling the truth. */
export function blockerTasks(survey: Survey): readonly DraftTask[] {
  return [
    ...scriptAreas(survey).flatMap((area) => collectionTask(survey, area)),
    ...survey.workflows.flatMap(({ path, jobs }) => {
      const silent = jobs.flatMap((job) => job.silent)
      return silent.length === 0
        ? []
        : [
            actionTask(
              'remove_continue_on_error',
              path,
              `Let nothing fail in silence in ${path}`,
              `${counted(silent.length, 'step')} that may fail without anybody seeing it: ${listed(silent.slice(0, 3))}`,
            ),
          ]
    }),
    ...survey.workflows.flatMap(({ path, jobs }) => {
      const tests = jobs.filter(({ runsTests, testsBringAll }) => runsTests && !testsBringAll)
      return survey.has.migrations === undefined ||
        tests.length === 0 ||
        tests.some(({ migrates }) => migrates)
        ? []
        : [
            actionTask(
              'add_migration_step',
              path,
              `Migrate before the tests in ${path}`,
              `there are migrations (${survey.has.migrations}), and no job runs them`,
            ),
          ]
    }),
  ]
}

/** One for each configuration of a runner that has one. */
function collectionTask(survey: Survey, { runner, host }: ScriptArea): readonly DraftTask[] {
  if (runner?.config === undefined || (runner.name !== 'jest' && runner.name !== 'vitest')) return []
  const files = survey.standings.flatMap(({ area }) =>
    area.language === 'script' && area.host.folder === host.folder ? area.sources : [],
  )
  return [
    actionTask(
      'expand_coverage_collection',
      runner.config,
      `Measure every source file of ${runner.config}`,
      `${counted(files.length, 'source file')}: one that no test loads has to count too, or the figure flatters`,
    ),
  ]
}

/** One package for each runner: the one that has it, or, where that has no code of its own, the first that is run by it. */
export function scriptAreas({ standings }: Survey): readonly ScriptArea[] {
  const areas = standings.flatMap(({ area }) =>
    area.language === 'script' && area.runner !== undefined ? [area] : [],
  )
  const hosts = new Set(areas.map(({ host }) => host.folder))
  return [...hosts].flatMap((folder) => {
    const own = areas.filter(({ host }) => host.folder === folder)
    return own.find((area) => area.folder === folder) ?? own[0] ?? []
  })
}

/** What tests are written with. */
export function infrastructureTasks(survey: Survey): readonly DraftTask[] {
  return [
    ...scriptAreas(survey).flatMap((area) => [...measuringTask(survey, area), ...helperTasks(survey, area)]),
    ...survey.standings.flatMap(({ area }) => {
      if (area.language !== 'python' || !area.service.hasPytest || area.service.hasConftest) return []
      const tests = area.service.tests ?? inFolder(area.folder, 'tests')
      const why = `${counted(area.tests.length, 'test file')} in ${tests}/, and no conftest.py`
      return [fileTask('python-conftest', `${tests}/conftest.py`, `Share fixtures in ${tests}`, why)]
    }),
  ]
}

/** The package that the runner measures with; undefined where it needs none. */
export function missingTool({ runner, host }: ScriptArea): string | undefined {
  if (runner === undefined || runner.coverage !== undefined) return undefined
  const range = host.dependencies.get('vitest')
  const isPlain = range !== undefined && /^[\^~]?\d[\w.-]*$/.test(range)
  return runner.name === 'vitest' ? `@vitest/coverage-v8${isPlain ? `@${range}` : ''}` : 'c8'
}

/** The runner as it will be once the tool is there. */
export function withTool(area: ScriptArea): Runner | undefined {
  const tool = missingTool(area)
  if (area.runner === undefined || tool === undefined) return area.runner
  const name = tool.replace(/(?<=.)@.*$/, '')
  const dependencies = new Map([...area.host.dependencies, [name, '*']])
  return {
    ...runnerOf({ text: () => undefined, list: () => [] }, { ...area.host, dependencies }),
    ...area.runner,
  }
}

function measuringTask({ has }: Survey, area: ScriptArea): readonly DraftTask[] {
  const tool = missingTool(area)
  if (tool === undefined || area.runner === undefined) return []
  const { manager, folder } = area.host
  const atTop = manager.name === 'pnpm' && folder === '' && has.exists('pnpm-workspace.yaml')
  const lockfile = manager.lockfile === undefined ? [] : [manager.lockfile]
  return [
    {
      type: 'command',
      name: `Measure coverage with ${tool.replace(/(?<=.)@.*$/, '')}`,
      why: `nothing that measures the coverage of ${area.runner.name} is installed`,
      keys: keysOf(
        ['run', `${manager.add}${atTop ? ' --workspace-root' : ''} ${tool}`],
        ['cwd', folder === '' ? undefined : folder],
        ['rewrites', [inFolder(folder, 'package.json'), ...lockfile]],
        ['once', true],
      ),
    },
  ]
}

const FIXTURES = [
  ['user-fixtures', 'user', 'users'],
  ['community-fixtures', 'community', 'communities'],
  ['assessment-fixtures', 'assessment', 'assessments'],
] as const

/** Typed factories for what the sources know, a database and an app for tests: where the package has these. */
function helperTasks({ has, standings }: Survey, area: ScriptArea): readonly DraftTask[] {
  const folder = helpersFolder(area)
  const extension = area.runner?.isTypeScript === true ? '.ts' : '.js'
  const at = (name: string): string => `${folder}/${name}${extension}`
  const isTested = standings.some((one) => one.area === area && one.units.length > 0)
  const fixtures = FIXTURES.flatMap(([template, noun, many]) => {
    // What shows a user is no place where one is made.
    const found = area.sources.filter((path) => !/\.[jt]sx$/.test(path) && has.nouns(path).includes(noun))
    const why = `${counted(found.length, 'source file')} about a ${noun}, such as ${found[0] ?? ''}`
    return found.length === 0 || extension === '.js' || !isTested
      ? []
      : [fileTask(template, at(`fixtures/${many}`), `Make test ${many}`, why)]
  })
  const database = [...area.pack.dependencies.keys()].find((name) => has.isDatabase(name))
  const [framework] = area.frameworks
  return [
    ...fixtures,
    ...(database === undefined
      ? []
      : [
          fileTask(
            'database-helpers',
            at('helpers/database'),
            'Give tests a database',
            `it needs ${database}, and tests want one of their own`,
          ),
        ]),
    ...(framework !== 'fastify' && framework !== 'express'
      ? []
      : [
          fileTask(
            'integration-setup',
            at('helpers/app'),
            'Give tests the whole app',
            `it is built on ${framework}: routes are tested through the app, without a network`,
          ),
        ]),
  ].filter(({ keys }) => !isThere(has, keys.get('output')))
}

/** Where the helpers of a package's tests go: beside its tests, where these are in a folder. */
export function helpersFolder({ tests, sources, runner, folder }: ScriptArea): string {
  const naming = namingOf(tests, sources, runner, folder)
  return naming.place === 'folder' ? naming.folder.replace(/\/unit$/, '') : inFolder(folder, 'test')
}
