/** The HTTP routes that the sources declare, with the prefixes under which files are mounted. */
import { ours } from '../../../lib/survey/look.js'
import { isSource, scriptsOf } from '../../../lib/survey/sources.js'
import type { Found } from './declared.js'
import { routesIn } from './declared.js'
import type { Mount } from './mounts.js'
import { mountsIn } from './mounts.js'
import type { Repository } from './open.js'
import { joined } from './paths.js'

export interface Route {
  readonly method: string
  /** With `:name` for what varies. */
  readonly path: string
  readonly file: string
}

/** Files that a route or a mount is looked for in, at most. */
const MOST = 80

const LIKELY =
  /(?:^|[/._-])(?:routes?|routers?|controllers?|handlers?|endpoints?|api|apis|app|server|main|index|health|plugins?|modules?)(?=[/._-]|$)|(?:Controller|Routes?|Router)\./

/** Sorted by path, then by method. */
export async function routesOf(repository: Repository): Promise<readonly Route[]> {
  const files = scriptsOf(repository.look).filter((path) => isSource(path) && LIKELY.test(path))
  const library = files.length === 0 ? undefined : await repository.openLibrary()
  const sources = files.slice(0, MOST).flatMap((path) => library?.open(path) ?? [])
  const mounts = library === undefined ? [] : sources.flatMap((source) => mountsIn(source, library))
  const found = sources.flatMap((source) => routesIn(source).flatMap((route) => prefixed(route, mounts)))
  const all = [...found, ...pythonRoutes(repository)]
  const unique = new Map(all.map((route) => [`${route.path} ${route.method}`, route]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, route]) => route)
}

/** A route under every prefix that leads to it; a route that nobody mounts stands as it is. */
function prefixed(route: Found, mounts: readonly Mount[], depth = 0): Route[] {
  const { method, file } = route
  const above = mounts.filter(
    ({ target, from }) =>
      route.owners.some((owner) => target === `${file}#${owner}`) &&
      !(from === file && route.owners.length === 0),
  )
  if (above.length === 0 || depth > 5) return [{ method, path: joined('', route.path), file }]
  return above.flatMap((mount) =>
    prefixed(
      { method, path: joined(mount.prefix, route.path), file: mount.from, owners: mount.owners },
      mounts,
      depth + 1,
    ).map((found) => ({ ...found, file })),
  )
}

function pythonRoutes({ look }: Repository): Route[] {
  const files = ours(look, ['**/*.py']).filter(
    (path) => LIKELY.test(path.replace(/views?\.py$/, 'routes.py')) && !/(?:^|\/)tests?\//.test(path),
  )
  return files.slice(0, MOST).flatMap((file) => {
    const text = look.text(file) ?? ''
    const prefix = /APIRouter\([^)]*prefix\s*=\s*["']([^"']*)/.exec(text)?.[1] ?? ''
    const verbs = [...text.matchAll(/^\s*@\w+\.(get|post|put|patch|delete)\(\s*["']([^"']*)["']/gm)]
    const routes = [...text.matchAll(/^\s*@\w+\.route\(\s*["']([^"']*)["']([^)]*)\)/gm)]
    return [
      ...verbs.map(([, method = '', path = '']) => ({
        method: method.toUpperCase(),
        path: joined(prefix, path),
        file,
      })),
      ...routes.flatMap(([, path = '', rest = '']) => {
        const methods = [...rest.matchAll(/["'](GET|POST|PUT|PATCH|DELETE)["']/g)].map(
          ([, name = '']) => name,
        )
        return (methods.length > 0 ? methods : ['GET']).map((method) => ({
          method,
          path: joined('', path),
          file,
        }))
      }),
    ]
  })
}
