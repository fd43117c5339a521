/** A loader that instruments the modules in scope. What another loader compiles afterwards still has the lines of the source. */
import { fileURLToPath } from 'node:url'
import instrumenting from './instrumented.cjs'

const { instrumented, isInScope } = instrumenting

export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (loaded.format !== 'module' || !url.startsWith('file:')) return loaded
  const path = fileURLToPath(url)
  return isInScope(path) ? { ...loaded, source: instrumented(String(loaded.source), path) } : loaded
}
