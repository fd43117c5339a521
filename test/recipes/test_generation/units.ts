/** Units, and what was seen of them, with everything that is not said left out. */
import type { Case } from '../../../recipes/test_generation/ts/cases.js'
import type { Dialect } from '../../../recipes/test_generation/ts/dialect.js'
import { dialectOf } from '../../../recipes/test_generation/ts/dialect.js'
import type { Seen } from '../../../recipes/test_generation/ts/seen.js'
import type { Kept } from '../../../recipes/test_generation/ts/select.js'
import type { Unit } from '../../../recipes/test_generation/ts/unit.js'

export const unit = (more: Partial<Unit> = {}): Unit => ({
  path: 'src/unit.ts',
  reads: ['src/unit.ts'],
  subjects: [],
  uses: [],
  literals: { strings: [], numbers: [] },
  goals: [],
  usesClock: false,
  isStateful: false,
  env: [],
  packages: [],
  installed: [],
  clients: [],
  fetched: { is: 'unknown' },
  ...more,
})

/** A candidate that was run: nothing is arranged, and it gave something, unless it is said. */
export const keptOf = (one: Partial<Case>, seen: Partial<Seen>): Kept => ({
  case: {
    id: 'x',
    subject: 'unit',
    method: '',
    choices: new Map(),
    arrange: [],
    act: 'unit()',
    stubs: [],
    knobs: [],
    labels: [],
    ...one,
  },
  seen: {
    id: 'x',
    outcome: 'returned',
    isAsync: false,
    value: ['undefined'],
    calls: [],
    goesOn: false,
    covered: [],
    ...seen,
  },
})

export function dialect(runner: 'jest' | 'vitest' | 'node' = 'jest', isTypeScript = true): Dialect {
  return dialectOf(runner, { isTypeScript, isModule: true, hasGlobals: runner === 'jest' })
}
