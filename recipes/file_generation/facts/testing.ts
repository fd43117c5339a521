/** What the testing guide is told: the commands, the folders and the factories of the tests. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Repository } from '../repository/open.js'
import { inside, servicesOf } from '../repository/services.js'

export interface TestingData {
  readonly project?: string
  readonly run?: string
  readonly watch?: string
  readonly coverage?: string
  readonly goal?: number
  readonly folders?: readonly { readonly path: string; readonly holds: string }[]
}

export async function testingFacts(data: TestingData, repository: Repository): Promise<object> {
  const { runner, pack, manager, python } = repository
  const script = (name: string): string | undefined =>
    pack?.scripts.has(name) === true ? `${manager.run} ${name}` : undefined
  const python1 = python.map(({ folder, test }) => inside(folder, test))
  const run = data.run ?? runner?.test ?? python1[0]
  if (run === undefined)
    throw new Refusal(
      'nothing here runs tests (looked in `package.json` and for Python services): give the command as `data: { run: … }`',
    )
  const measured = script('test:coverage') ?? script('coverage') ?? runner?.coverage?.run
  return {
    project: data.project ?? repository.name ?? 'this project',
    run,
    one: oneTest(repository),
    watch: data.watch ?? script('test:watch') ?? '',
    coverage: data.coverage ?? measured ?? '',
    goal: data.goal ?? 80,
    folders: data.folders ?? foldersOf(repository),
    services: (await servicesOf(repository)).filter(({ test }) => test !== '' && test !== run),
    runner: runner?.name ?? (python.length > 0 ? 'pytest' : ''),
    lint: script('lint') ?? '',
    typecheck: script('typecheck') ?? script('check') ?? '',
    factories: repository.look.list([
      '**/{fixtures,factories}/**/*.{ts,js,mjs,cjs}',
      '!**/{dist,coverage}/**',
    ]),
  }
}

/** One file's tests, by the runner's own way. */
function oneTest({ runner, manager }: Repository): string {
  if (runner === undefined) return ''
  if (runner.name === 'node') return 'node --test path/of/one.test.js'
  return `${manager.exec} ${runner.name}${runner.name === 'vitest' ? ' run' : ''} path/of/one.test.${runner.isTypeScript ? 'ts' : 'js'}`
}

const HOLDS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)e2e$|playwright|cypress/, 'tests of the whole, through a browser or over HTTP'],
  [/integration/, 'tests of parts together, with what they stand on'],
  [/(?:^|\/)unit$/, 'tests of one unit, without what it stands on'],
  [/fixtures|factories/, 'factories of test data'],
  [/support|helpers|setup|mocks|__mocks__/, 'what tests have in common'],
]

/** The folders that tests are in, with what their names say of them; those beside the code are one. */
function foldersOf({ look }: Repository): readonly { path: string; holds: string }[] {
  const files = look.list([
    '**/*.{test,spec,e2e-spec}.{ts,tsx,js,jsx,mjs,cjs,mts,cts}',
    '**/test_*.py',
    '**/*_test.py',
    '**/{fixtures,factories}/*.{ts,js}',
    '!**/{dist,coverage,build}/**',
  ])
  const beside = files.filter((file) => /(?:^|\/)__tests__\//.test(file))
  const tops = files.filter((file) => !beside.includes(file)).map(topOf)
  const folders = [...new Set(tops)].sort().slice(0, 12)
  return [
    ...(beside.length > 0
      ? [{ path: '**/__tests__/', holds: 'tests of the files in the folder above' }]
      : []),
    ...folders.map((path) => ({
      path: `${path}/`,
      holds: HOLDS.find(([name]) => name.test(path))?.[1] ?? 'tests',
    })),
  ]
}

/** `test/unit` of `test/unit/a/b.test.ts`; the first folders of a test that lies beside its code. */
function topOf(file: string): string {
  const folders = file.split('/').slice(0, -1)
  const at = folders.findIndex((name) => /^(?:tests?|e2e|specs?|fixtures|factories|integration)$/.test(name))
  return folders.slice(0, at < 0 ? 2 : at + 2).join('/') || '.'
}
