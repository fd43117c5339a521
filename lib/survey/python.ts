/** The Python services of a repository: their folders, packages, frameworks, and how their tests run. */
import { folderOf } from '../core/place.js'
import type { Path } from '../core/recipe.js'
import type { Look } from './look.js'
import { inFolder, ours } from './look.js'

export interface PythonService {
  /** From the project; '' for the project itself. */
  readonly folder: string
  readonly name: string
  /** Names of what it needs, in lower case, those for development too. */
  readonly dependencies: ReadonlySet<string>
  readonly framework?: 'fastapi' | 'flask' | 'django' | 'aiohttp' | 'starlette'
  /** Folders of importable code, from the project: with an `__init__.py`, and not inside another; the service's own where all is flat. */
  readonly packages: readonly string[]
  /** Where its tests are, from the project; absent: nowhere yet. */
  readonly tests?: string
  readonly hasConftest: boolean
  readonly hasPytest: boolean
  /** What its tests run or are measured with and no requirements file names: `tox.ini` alone, or nothing. */
  readonly missing: readonly ('pytest' | 'pytest-cov')[]
  /** Runs all tests, in the service's folder. */
  readonly test: string
  /** Runs them and writes a report of coverage.py in JSON, in the service's folder. Absent: nothing measures it. */
  readonly coverage?: { readonly run: string; readonly report: string }
}

const MANIFESTS = [
  'pyproject.toml',
  '*requirements*.{txt,in}',
  'requirements/*.{txt,in}',
  'setup.py',
  'setup.cfg',
  'tox.ini',
  'Pipfile',
]

const FRAMEWORKS = ['fastapi', 'django', 'flask', 'aiohttp', 'starlette'] as const

const ASIDE =
  /(?:^|\/)(?:docs?|examples?|samples?|tests?|tools?|scripts|benchmarks?|libs?|node_modules)(?:\/|$)/

/** Every folder with a manifest and Python code below it; of nested ones, those that hold code of their own. */
export function pythonServicesOf(look: Look): readonly PythonService[] {
  const manifests = ours(
    look,
    MANIFESTS.map((name) => `**/${name}`),
  ).filter((path) => !ASIDE.test(folderOf(path)))
  const folders = [...new Set(manifests.map(serviceFolder))].sort()
  if (folders.length === 0) return []
  const code = ours(look, ['**/*.py'])
  return folders.flatMap((folder) => {
    const inner = folders.filter((other) => other !== folder && isBelow(other, folder))
    const own = code.filter((path) => isBelow(path, folder) && !inner.some((other) => isBelow(path, other)))
    const files = manifests.filter((path) => serviceFolder(path) === folder)
    const service = serviceOf(look, folder, own, files)
    return service === undefined ? [] : [service]
  })
}

const serviceFolder = (path: string): string => folderOf(path).replace(/(?:^|\/)requirements$/, '')

const isBelow = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`)

export const isPythonTest = (path: string): boolean =>
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|tests?)\.py$|(?:^|\/)tests?\//.test(path)

function serviceOf(
  look: Look,
  folder: string,
  code: readonly Path[],
  files: readonly string[],
): PythonService | undefined {
  const sources = code.filter(
    (path) => !isPythonTest(path) && !/(?:^|\/)setup\.py$/.test(path) && !ASIDE.test(folderOf(path)),
  )
  if (sources.length === 0) return undefined
  const texts = (isOfTox: boolean): string[] =>
    files.filter((path) => path.endsWith('tox.ini') === isOfTox).map((path) => look.text(path) ?? '')
  const [manifests, environments] = [texts(false), texts(true)]
  // What tox installs is there for tox alone.
  const dependencies = dependenciesIn(manifests)
  const framework = FRAMEWORKS.find((name) => imports(look, sources, name))
  const tested = code.filter(isPythonTest)
  const tests = testsFolder(folder, tested)
  const hasPytest =
    dependencies.has('pytest') ||
    [...manifests, ...environments].some((text) => /\[(?:tool\.)?pytest|^\s*pytest\b/m.test(text)) ||
    tested.some((path) => path.endsWith('conftest.py'))
  const name = /^name\s*=\s*["']?([\w.-]+)/m.exec(manifests.join('\n'))?.[1] ?? folder.split('/').at(-1) ?? ''
  const packages = packagesOf(folder, sources)
  const commands = commandsOf(look, folder, packages, { dependencies, hasPytest, manifests })
  return {
    folder,
    name,
    dependencies,
    ...(framework === undefined ? {} : { framework }),
    packages,
    ...(tests === undefined ? {} : { tests }),
    hasConftest: tested.some((path) => path.endsWith('conftest.py')),
    hasPytest,
    missing: !hasPytest
      ? []
      : (['pytest', 'pytest-cov'] as const).filter(
          (one) => !dependencies.has(one) && (one === 'pytest' || commands.coverage === undefined),
        ),
    ...commands,
  }
}

/** In a list or a requirements file, from `fastapi[standard]>=0.1` its name. */
const REQUIREMENT =
  /(?:^[ \t]*|(?<!=[ \t]*)["'])([A-Za-z][\w.-]*)(?=[ \t]*(?:\[[\w, -]*\])?[ \t]*(?:["'\r\n;#]|==|[<>~!]|$))/gm

/** The keys of a section such as `[tool.poetry.dependencies]`, with all that is below it. */
const SECTION = /^\[[^\]]*(?:dependencies|packages)\][^\n]*\n((?:(?!\[)[^\n]*\n?)*)/gm

function dependenciesIn(manifests: readonly string[]): ReadonlySet<string> {
  const names = manifests.flatMap((text) => {
    const sections = [...text.matchAll(SECTION)].map(([, body = '']) => body).join('\n')
    return [...text.matchAll(REQUIREMENT), ...sections.matchAll(/^([A-Za-z][\w.-]*)\s*=/gm)]
  })
  return new Set(names.map(([, name = '']) => name.toLowerCase().replaceAll('_', '-')))
}

const imports = (look: Look, sources: readonly Path[], name: string): boolean =>
  sources
    .slice(0, 200)
    .some((path) => new RegExp(`^\\s*(?:from|import) ${name}\\b`, 'm').test(look.text(path) ?? ''))

function packagesOf(folder: string, sources: readonly Path[]): readonly string[] {
  const folders = sources.filter((path) => path.endsWith('/__init__.py')).map(folderOf)
  const top = folders.filter(
    (one) => one !== folder && !folders.some((other) => other !== folder && one.startsWith(`${other}/`)),
  )
  return top.length > 0 ? [...new Set(top)].sort() : [folder]
}

function testsFolder(folder: string, tested: readonly Path[]): string | undefined {
  const named = ['tests', 'test'].map((name) => inFolder(folder, name))
  const [first] = tested
  return (
    named.find((name) => tested.some((path) => isBelow(path, name))) ??
    (first === undefined ? undefined : folderOf(first))
  )
}

interface Known {
  readonly dependencies: ReadonlySet<string>
  readonly hasPytest: boolean
  readonly manifests: readonly string[]
}

/** By uv, poetry or pipenv where the service is locked by one. */
function commandsOf(
  look: Look,
  folder: string,
  packages: readonly string[],
  { dependencies, hasPytest, manifests }: Known,
): Pick<PythonService, 'test' | 'coverage'> {
  const has = (file: string): boolean => look.list([...new Set([file, inFolder(folder, file)])]).length > 0
  const by = has('uv.lock')
    ? 'uv run '
    : has('poetry.lock')
      ? 'poetry run '
      : has('Pipfile.lock')
        ? 'pipenv run '
        : 'python -m '
  const runner = hasPytest ? 'pytest' : 'unittest discover'
  const test = by === 'python -m ' || hasPytest ? `${by}${runner}` : `${by}python -m ${runner}`
  const measures = (name: string): boolean =>
    dependencies.has(name) || manifests.some((text) => text.includes(`tool.${name}`))
  const source = packages
    .map((one) => (one === folder ? '.' : folder === '' ? one : one.slice(folder.length + 1)))
    .join(',')
  if (hasPytest && dependencies.has('pytest-cov')) {
    const folders = source
      .split(',')
      .map((one) => ` --cov=${one}`)
      .join('')
    return {
      test,
      coverage: { run: `${test}${folders} --cov-report=json:coverage.json`, report: 'coverage.json' },
    }
  }
  if (!measures('coverage')) return { test }
  const run = `${by}coverage run --source=${source} -m ${runner} && ${by}coverage json -o coverage.json`
  return { test, coverage: { run, report: 'coverage.json' } }
}
