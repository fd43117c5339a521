/** What the tests that stay reach of a unit, in figures, and what they do not, in sentences. */
import type { Measured, Reach, Unreached } from '../../../lib/core/recipe.js'
import type { Anatomy, Branch } from './anatomy.js'
import type { Account } from './mutants.js'
import { MOST } from './mutants.js'

/** More sentences than this nobody reads. */
const SENTENCES = 30

/** `tests`: those that stay, as the account numbers them. `endings`: by function, what every call of it ends in. */
export function measuredOf(
  { statements, branches, mutants }: Anatomy,
  account: Account,
  tests: readonly number[],
  endings: ReadonlyMap<string, string>,
): Measured {
  const seen = new Set([...account.loaded, ...tests.flatMap((test) => [...(account.reached[test] ?? [])])])
  const killed = [...account.noticed.values()].filter((by) => tests.some((test) => by.has(test))).length
  const reach = (kind: string, pieces: readonly unknown[]): Reach => ({
    all: pieces.length,
    before: 0,
    after: pieces.filter((_piece, i) => seen.has(`${kind}${i}`)).length,
  })
  const covered = mutants.filter(({ id }) => account.reached.some((reached) => reached?.has(`m${id}`))).length
  return {
    statements: reach('s', statements),
    branches: reach('b', branches),
    tests: tests.length,
    mutants: { killed, tried: account.noticed.size },
    compared: 'none',
    ...(covered > Math.min(account.noticed.size, MOST) ? { sampled: covered } : {}),
    unreached: unreachedIn(statements, branches, seen, endings),
  }
}

/** The outermost of what is not reached: what lies inside of it follows from it. */
function unreachedIn(
  statements: Anatomy['statements'],
  branches: readonly Branch[],
  seen: ReadonlySet<string>,
  endings: ReadonlyMap<string, string>,
): readonly Unreached[] {
  const entered = new Set(statements.filter(({ id }) => seen.has(`s${id}`)).map(({ within }) => within))
  const found: Unreached[] = []
  const told = new Set<string>()
  for (const { line, within, id } of statements) {
    if (seen.has(`s${id}`) || entered.has(within) || told.has(within)) continue
    told.add(within)
    const ending = endings.get(within)
    const why =
      ending === undefined
        ? `no call comes to \`${within}\`: export it, or hand in what leads to it`
        : `every call of \`${within}\` ends in \`${ending}\`: hand in what it needs as an argument`
    found.push({ line, why })
  }
  for (const { id, line, within, when } of branches)
    if (!seen.has(`b${id}`) && entered.has(within)) found.push({ line, why: when })
  for (const { id, line, within, branch } of statements) {
    const isOpen = branch === undefined || seen.has(`b${branch}`)
    if (seen.has(`s${id}`) || !entered.has(within) || !isOpen) continue
    if (found.some((one) => Math.abs(one.line - line) < 2)) continue
    found.push({ line, why: 'what stands above it always returns or throws first' })
  }
  return found.sort((a, b) => a.line - b.line).slice(0, SENTENCES)
}
