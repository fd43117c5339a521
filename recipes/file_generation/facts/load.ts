/** What the load test is told: the routes that can be asked, and where. */
import { Refusal } from '../../../lib/core/recipe.js'
import { healthPathOf } from '../repository/health.js'
import type { Repository } from '../repository/open.js'
import { portOf } from '../repository/port.js'
import { routesOf } from '../repository/routes.js'

export interface LoadData {
  readonly url?: string
  /** Paths to ask for; those with `:name` take theirs from `parameters`. */
  readonly routes?: readonly string[]
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly users?: number
  /** Milliseconds within which 95 of a hundred requests are answered. */
  readonly p95?: number
}

/** More than these make a script that nobody reads. */
const MOST_ROUTES = 12

export async function loadFacts(
  { url, routes, parameters = {}, users = 20, p95 = 500 }: LoadData,
  repository: Repository,
): Promise<object> {
  const paths = routes ?? (await readable(repository))
  const filled = paths.map((path) =>
    path.replace(/:(\w+)/g, (whole, name: string) =>
      name in parameters ? encodeURIComponent(String(parameters[name])) : whole,
    ),
  )
  const known = filled.filter((path) => !/\/:\w/.test(path))
  if (known.length === 0)
    throw new Refusal(
      paths.length === 0
        ? 'no route that is asked with GET was found in the sources: give `data: { routes: [/path] }`'
        : `every route has a parameter (${paths
            .slice(0, 3)
            .map((path) => `\`${path}\``)
            .join(', ')}): give \`data: { parameters: { id: … } }\``,
    )
  return {
    url: url ?? `http://localhost:${portOf(repository)}`,
    routes: known.slice(0, MOST_ROUTES),
    left: known.slice(MOST_ROUTES),
    skipped: filled.filter((path) => /\/:\w/.test(path)),
    health: await healthPathOf(repository),
    users,
    p95,
    name: repository.name ?? 'this service',
  }
}

async function readable(repository: Repository): Promise<string[]> {
  const routes = await routesOf(repository)
  return [...new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))]
}
