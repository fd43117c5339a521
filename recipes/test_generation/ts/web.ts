/** The `fetch` of the platform: what it answers in a test. */
import { write } from './expressions.js'
import { leftOut } from './knobs.js'
import type { Unit } from './unit.js'
import type { Writing } from './writing.js'
import { choose } from './writing.js'

/** Is there anything in a unit that asks the web? */
export const fetches = (subjects: Unit['subjects']): boolean =>
  subjects.some((one) =>
    one.kind === 'function' || one.kind === 'plugin'
      ? one.call.fetches
      : (one.kind === 'class' || one.kind === 'object') && one.methods.some((method) => method.fetches),
  )

/** The web answers well, or not, or is not there. */
export function arrangeFetch(writing: Writing): void {
  const { dialect, unit, stubs, arrange: lines } = writing
  if (writing.choices.has(leftOut('fetch'))) return
  const ways = ['`fetch` works', '`fetch` is answered 404', '`fetch` is answered 500', '`fetch` fails']
  const chosen = choose(writing, 'x.fetch!', ways)
  const body = write(unit.fetched, 'body', 'x.fetch()', { ...writing, isWhole: true }, 1)
  const status = [200, 404, 500][chosen]
  lines.push(
    dialect.spy(
      'globalThis',
      'fetch',
      status === undefined
        ? "() => Promise.reject(new TypeError('fetch failed'))"
        : `async () => new Response(JSON.stringify(${body}), { status: ${status} })`,
    ),
  )
  stubs.push('fetch')
}
