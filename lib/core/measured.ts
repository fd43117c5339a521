/** What generated tests were measured to do for a source file, and for several of them together. */

/** `before`: without the generated tests. */
export interface Reach {
  readonly all: number
  readonly before: number
  readonly after: number
}

export interface Measures {
  readonly statements: Reach
  readonly branches: Reach
  readonly tests: number
  /** Of the changes that were made to covered lines, one at a time, and tried: those that a test noticed. */
  readonly mutants: { readonly killed: number; readonly tried: number }
}

/** Of one source file. */
export interface Measured extends Measures {
  /** The tests that `before` was measured by: those that the repository has for the file, or none. */
  readonly compared: 'own tests' | 'none'
  /** How many mutants there are, where only a sample of them was tried. */
  readonly sampled?: number
  readonly unreached: readonly Unreached[]
}

export interface Unreached {
  /** From 1. */
  readonly line: number
  /** A sentence that a person can act on: `needs a database: inject \`pool\``. */
  readonly why: string
}

const NOTHING: Reach = { all: 0, before: 0, after: 0 }

export function added(all: Iterable<Measures>): Measures {
  let sum: Measures = { statements: NOTHING, branches: NOTHING, tests: 0, mutants: { killed: 0, tried: 0 } }
  for (const one of all)
    sum = {
      statements: together(sum.statements, one.statements),
      branches: together(sum.branches, one.branches),
      tests: sum.tests + one.tests,
      mutants: {
        killed: sum.mutants.killed + one.mutants.killed,
        tried: sum.mutants.tried + one.mutants.tried,
      },
    }
  return sum
}

const together = (a: Reach, b: Reach): Reach => ({
  all: a.all + b.all,
  before: a.before + b.before,
  after: a.after + b.after,
})

/** `statements 44 % → 81 %, branches 20 % → 61 %, 212 tests, 71 % of 900 mutants killed`. */
export function measuredLine(measures: Measures): string {
  const { tests, mutants } = measures
  return [
    ...reachLine(measures),
    `${tests} ${tests === 1 ? 'test' : 'tests'}`,
    ...(mutants.tried > 0
      ? [
          `${part(mutants.killed, mutants.tried)} of ${mutants.tried} ${mutants.tried === 1 ? 'mutant' : 'mutants'} killed`,
        ]
      : []),
  ].join(', ')
}

export const reachLine = ({ statements, branches }: Measures): string[] => [
  ...(statements.all > 0 ? [`statements ${rise(statements)}`] : []),
  ...(branches.all > 0 ? [`branches ${rise(branches)}`] : []),
]

const rise = ({ all, before, after }: Reach): string => `${part(before, all)} → ${part(after, all)}`

/** Rounded down: 100 % is said of all alone. */
const part = (some: number, all: number): string => `${Math.floor((some / all) * 100)} %`
