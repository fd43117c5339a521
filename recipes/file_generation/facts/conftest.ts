/** What the template of a conftest is told: the service that it belongs to, how its application is reached, what it needs. */
import { Refusal } from '../../../lib/core/recipe.js'
import { folderOf } from '../../../lib/core/place.js'
import type { Look } from '../../../lib/survey/look.js'
import { ours } from '../../../lib/survey/look.js'
import type { PythonService } from '../../../lib/survey/python.js'
import type { Repository } from '../repository/open.js'

export interface ConftestData {
  /** `package.module:name` of the application, or of a function without parameters that makes it. */
  readonly app?: string
  /** Variables of the environment that every test sees. */
  readonly env?: Readonly<Record<string, unknown>>
}

export function conftestFacts(
  { app, env = {} }: ConftestData,
  repository: Repository,
  output: string,
): object {
  if (!/(?:^|\/)conftest\.py$/.test(output))
    throw new Refusal(`\`${output}\` has to be called \`conftest.py\`: pytest looks for fixtures there alone`)
  const service = serviceFor(repository, output)
  const client = clientFor(service, repository.look, app)
  return {
    name: service.name || service.folder || 'this project',
    // How many folders the conftest is below the one that modules are imported from.
    up: depthBetween(service.folder, folderOf(output)),
    root: rootOf(service),
    env: Object.entries(env).map(([name, value]) => ({ name, value: JSON.stringify(String(value)) })),
    django: service.framework === 'django',
    is_async: service.dependencies.has('pytest-asyncio') || service.dependencies.has('anyio'),
    ...client,
  }
}

/** The service whose folder holds the conftest: the innermost. */
function serviceFor({ python }: Repository, output: string): PythonService {
  const holding = python.filter(({ folder }) => folder === '' || output.startsWith(`${folder}/`))
  const service = holding.sort((a, b) => b.folder.length - a.folder.length)[0]
  if (service !== undefined) return service
  const folders = python.map(({ folder }) => `\`${folder || '.'}\``).join(', ')
  throw new Refusal(
    python.length === 0
      ? 'there is no Python code with a `pyproject.toml`, `requirements.txt` or `setup.py`: nothing here would use a conftest'
      : `\`${output}\` is in none of the Python services ${folders}: put it into one of them`,
  )
}

const depthBetween = (folder: string, inner: string): number =>
  inner.split('/').filter((name) => name !== '').length -
  folder.split('/').filter((name) => name !== '').length

/** From the service's folder to where its packages are imported from: `src`, or the folder itself. */
function rootOf({ folder, packages }: PythonService): string {
  const [first = folder] = packages
  const parent = first === folder ? folder : folderOf(first)
  return parent === folder ? '' : folder === '' ? parent : parent.slice(folder.length + 1)
}

interface Client {
  readonly framework: string
  readonly module: string
  readonly attribute: string
  readonly is_factory: boolean
}

const NONE: Client = { framework: '', module: '', attribute: '', is_factory: false }

function clientFor(service: PythonService, look: Look, app: string | undefined): Client {
  const { framework } = service
  if (framework !== 'fastapi' && framework !== 'flask' && framework !== 'starlette') return NONE
  const kind = framework === 'flask' ? 'flask' : 'fastapi'
  if (app !== undefined) {
    const [module = '', attribute = 'app'] = app.split(':')
    return { framework: kind, module, attribute, is_factory: /^(?:create|make|build|get)_/.test(attribute) }
  }
  const root = rootOf(service)
  const start = [service.folder, root].filter((part) => part !== '').join('/')
  const files = ours(look, [start === '' ? '**/*.py' : `${start}/**/*.py`]).filter(
    (path) => !/(?:^|\/)(?:tests?|migrations)\//.test(path),
  )
  const found = files
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .slice(0, 60)
    .map((path) => appIn(path, look.text(path) ?? '', start))
    .find((one) => one !== undefined)
  return found === undefined ? NONE : { framework: kind, ...found }
}

function appIn(path: string, text: string, start: string): Omit<Client, 'framework'> | undefined {
  const module = path
    .slice(start === '' ? 0 : start.length + 1)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.')
  const value = /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:fastapi\.|flask\.)?(?:FastAPI|Flask|Starlette)\(/m.exec(
    text,
  )?.[1]
  if (value !== undefined) return { module, attribute: value, is_factory: false }
  const maker =
    /^def ((?:create|make|build|get)_app)\((?:\)|[^)]*=[^)]*\))[^:]*:(?:\n(?:[ \t].*)?)*?\n[ \t]+.*\b(?:FastAPI|Flask|Starlette)\(/m.exec(
      text,
    )?.[1]
  return maker === undefined ? undefined : { module, attribute: maker, is_factory: true }
}
