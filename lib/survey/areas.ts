/** The parts of a repository that are tested by themselves: its packages and its Python services, with their files. */
import { grouped } from '../core/groups.js'
import { folderOf } from '../core/place.js'
import type { Framework } from './frameworks.js'
import { frameworksOf } from './frameworks.js'
import type { Look, ReadYaml } from './look.js'
import { inFolder, ours } from './look.js'
import type { Package } from './packages.js'
import { packageOf, workspacesOf } from './packages.js'
import type { PythonService } from './python.js'
import { isPythonTest, pythonServicesOf } from './python.js'
import type { Runner } from './runner.js'
import { runnerOf } from './runner.js'
import { isTest, scriptsOf, sourceFiles, sourceRoots } from './sources.js'

interface Common {
  /** From the project; '' for the project itself. */
  readonly folder: string
  readonly name: string
  readonly sources: readonly string[]
  readonly tests: readonly string[]
}

export interface ScriptArea extends Common {
  readonly language: 'script'
  readonly pack: Package
  readonly frameworks: readonly Framework[]
  /** Its own, or that of the package above it. Absent: nothing runs tests. */
  readonly runner?: Runner
  /** The package in whose folder the runner's commands run: itself, or the one above. */
  readonly host: Package
  /** Source roots, from the project. */
  readonly roots: readonly string[]
}

export interface PythonArea extends Common {
  readonly language: 'python'
  readonly service: PythonService
}

export type Area = ScriptArea | PythonArea

const ASIDE =
  /(?:^|\/)(?:tests?|specs?|examples?|samples?|fixtures?|docs?|templates?|(?:[\w-]+-)?playgrounds?|bench(?:marks?)?|\.[^/]*)(?:\/|$)/

/** Below `src`, a folder of such a name is a part like any other. */
const isAside = (path: string): boolean =>
  ASIDE.test(path.replace(/(^|\/)(?:src|lib|app|source|server|api)\/.*$/, '$1'))

/** Helpers of tests are tested by the tests, tests of types by the compiler. */
const FOR_TESTS =
  /\.(?:test|spec)-d\.[cm]?ts$|(?:^|\/)(?:test(?:ing)?[-_](?:helpers?|utils?|setup|support)|testing|mocks?)\//

/** Those that hold code, packages first, each kind by folder. */
export function areasOf(look: Look, yaml: ReadYaml): readonly Area[] {
  return [...scriptAreas(look, yaml), ...pythonAreas(look)]
}

function scriptAreas(look: Look, yaml: ReadYaml): readonly ScriptArea[] {
  const folders = packageFolders(look, yaml)
  const roots = sourceRoots(look).filter((root) => !ASIDE.test(root))
  const home = homes(folders)
  const sources = grouped(
    sourceFiles(look, roots).filter((path) => !FOR_TESTS.test(path) && !isAside(path)),
    home,
  )
  const tests = grouped(scriptsOf(look).filter(isTest), home)
  const top = packageOf(look)
  const topRunner = top === undefined ? undefined : runnerOf(look, top)
  return folders.flatMap((folder) => {
    const pack = packageOf(look, folder)
    if (pack === undefined) return []
    const own = runnerOf(look, pack)
    const runner = own ?? topRunner
    const host = own === undefined && topRunner !== undefined && top !== undefined ? top : pack
    const files = sources.get(folder) ?? []
    if (files.length === 0) return []
    return [
      {
        language: 'script',
        folder,
        name: pack.name ?? folder,
        pack,
        frameworks: frameworksOf(pack),
        ...(runner === undefined ? {} : { runner }),
        host,
        roots: roots.filter((root) => home(inFolder(root, 'x')) === folder),
        sources: files,
        // A package whose tests the project runs may have them there.
        tests: [...(tests.get(folder) ?? []), ...(host.folder === folder ? [] : (tests.get('') ?? []))],
      },
    ]
  })
}

/** The project itself, its workspaces, and packages that stand by themselves in a folder near the top. */
function packageFolders(look: Look, yaml: ReadYaml): readonly string[] {
  const near = ours(look, ['package.json', '*/package.json', '*/*/package.json'])
    .map(folderOf)
    .filter((folder) => !ASIDE.test(folder))
  const workspaces = workspacesOf(look, yaml).filter((folder) => !ASIDE.test(folder))
  return [...new Set([...near, ...workspaces])].sort()
}

/** Of each path, the innermost of these folders that holds it. */
function homes(folders: readonly string[]): (path: string) => string | undefined {
  const deepest = [...folders].sort((a, b) => b.length - a.length)
  return (path) => deepest.find((folder) => folder === '' || path.startsWith(`${folder}/`))
}

const NO_UNIT =
  /(?:^|\/)(?:setup|conftest|__main__|manage|wsgi|asgi_entry)\.py$|(?:^|\/)(?:migrations|versions|alembic|examples?|docs?|scripts|tools?|benchmarks?)\//

function pythonAreas(look: Look): readonly PythonArea[] {
  const services = pythonServicesOf(look)
  const home = homes(services.map(({ folder }) => folder))
  const files = grouped(ours(look, ['**/*.py']), home)
  return services.flatMap((service) => {
    const own = files.get(service.folder) ?? []
    const inPackages = (path: string): boolean =>
      service.packages.some((one) => one === service.folder || path.startsWith(`${one}/`))
    const sources = own.filter((path) => inPackages(path) && !isPythonTest(path) && !NO_UNIT.test(path))
    const { folder, name } = service
    return sources.length === 0
      ? []
      : [
          {
            language: 'python',
            folder,
            name: name === '' ? folder : name,
            service,
            sources,
            tests: own.filter(isPythonTest),
          },
        ]
  })
}
