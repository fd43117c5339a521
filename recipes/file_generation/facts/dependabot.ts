/** What the Dependabot file is told: what there is to keep up to date. */
import { folderOf } from '../../../lib/core/place.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { ours } from '../../../lib/survey/look.js'
import type { Repository } from '../repository/open.js'

export interface DependabotData {
  readonly interval?: 'daily' | 'weekly' | 'monthly'
  readonly limit?: number
  readonly updates?: readonly Update[]
}

interface Update {
  readonly ecosystem: string
  readonly directory: string
}

/** By the names of files: what each ecosystem's folder has in it. */
const ECOSYSTEMS: readonly (readonly [string, readonly string[]])[] = [
  ['npm', ['**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml}']],
  ['bun', ['**/bun.lock']],
  ['pip', ['**/{requirements*.txt,Pipfile.lock,poetry.lock,setup.py}']],
  ['uv', ['**/uv.lock']],
  ['docker', ['**/{Dockerfile,Dockerfile.*,*.dockerfile}']],
  ['docker-compose', ['**/{docker-compose,compose}{,.*}.{yml,yaml}']],
  ['gomod', ['**/go.mod']],
  ['cargo', ['**/Cargo.lock']],
  ['bundler', ['**/Gemfile.lock']],
  ['terraform', ['**/.terraform.lock.hcl']],
]

export function dependabotFacts(
  { interval = 'weekly', limit = 5, updates }: DependabotData,
  repository: Repository,
): object {
  const found = updates ?? updatesIn(repository)
  if (found.length === 0)
    throw new Refusal(
      'there is nothing that Dependabot could keep up to date: no lockfile, requirements, Dockerfile or workflow; give `data: { updates: [{ ecosystem: npm, directory: / }] }`',
    )
  const ecosystems = [...new Set(found.map(({ ecosystem }) => ecosystem))]
  return {
    interval,
    limit,
    updates: ecosystems.map((ecosystem) => ({
      ecosystem,
      directories: found.filter((one) => one.ecosystem === ecosystem).map(({ directory }) => directory),
    })),
  }
}

function updatesIn({ look }: Repository): Update[] {
  const found = ECOSYSTEMS.flatMap(([ecosystem, patterns]) => {
    const folders = ours(look, [...patterns])
      .filter((path) => !/(?:^|\/)(?:tests?|fixtures|examples?|templates?)\//.test(path))
      .map(folderOf)
    return [...new Set(folders)].map((folder) => ({ ecosystem, directory: `/${folder}` }))
  })
  // A package without a lockfile is still one.
  const bare =
    found.some(({ ecosystem }) => /^(?:npm|bun)$/.test(ecosystem)) || look.list(['package.json']).length === 0
  // What uv locks, pip need not look at.
  const locked = found.filter(
    (one) =>
      one.ecosystem !== 'pip' ||
      !found.some(({ ecosystem, directory }) => ecosystem === 'uv' && directory === one.directory),
  )
  const actions = look.list(['.github/workflows/*.{yml,yaml}']).length > 0
  return [
    ...(bare ? [] : [{ ecosystem: 'npm', directory: '/' }]),
    ...locked,
    ...(actions ? [{ ecosystem: 'github-actions', directory: '/' }] : []),
  ]
}
