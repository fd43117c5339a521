/** What a test tells of the calls of its stubs: few enough and short enough that a person reads it. */
import type { Dialect } from './dialect.js'
import type { Seen } from './seen.js'
import { codeOf, isPartial } from './seen.js'

export interface Told {
  readonly stub: string
  /** The arguments of each call, as a list. */
  readonly calls: readonly string[]
}

/** What stands for a function; undefined where nothing does. */
export const anyFunction = ({ runner }: Pick<Dialect, 'runner'>): string | undefined =>
  runner === 'node' ? undefined : 'expect.any(Function)'

export function toldCalls(seen: Seen, dialect: Pick<Dialect, 'runner'>): readonly Told[] {
  const any = anyFunction(dialect)
  // That something was called with nothing says little, where there is more to say.
  const spoken = seen.calls.filter(([, calls]) =>
    calls.some((call) => call[0] === 'list' && call[1].length > 0),
  )
  return (spoken.length > 0 && seen.value[0] !== 'undefined' ? spoken : seen.calls)
    .flatMap(([stub, calls]): Told[] => {
      if (calls.length === 0 || calls.length > 4 || calls.some((call) => isPartial(call, any))) return []
      const codes = calls.map((call) => codeOf(call, any) ?? '')
      return codes.join().length > 300 ? [] : [{ stub, calls: codes }]
    })
    .slice(0, 4)
}
