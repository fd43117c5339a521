/** A unit with everything that is not said left out. */
import type { Dialect } from '../../../recipes/test_generation/ts/dialect.js'
import { dialectOf } from '../../../recipes/test_generation/ts/dialect.js'
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

export function dialect(runner: 'jest' | 'vitest' | 'node' = 'jest', isTypeScript = true): Dialect {
  return dialectOf(runner, { isTypeScript, isModule: true, hasGlobals: runner === 'jest' })
}
