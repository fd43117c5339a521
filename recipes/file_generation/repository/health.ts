/** The path by which this repository says that it is well. */
import { routesOf } from './routes.js'
import type { Repository } from './open.js'

const NAMES = [
  /\/health\/ready$|\/ready(?:z|ness)?$/,
  /\/health(?:z|check|-check)?$/,
  /\/status$|\/ping$|\/live(?:z|ness)?$/,
]

/** By its routes; `/health` where none says so. */
export async function healthPathOf(repository: Repository): Promise<string> {
  const paths = (await routesOf(repository)).filter(({ method }) => method === 'GET').map(({ path }) => path)
  for (const name of NAMES) {
    const found = paths.find((path) => name.test(path) && !path.includes(':'))
    if (found !== undefined) return found
  }
  return '/health'
}
