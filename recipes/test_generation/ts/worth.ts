/** Which tests are worth their place: each reaches what no other does, or notices a mutant that no other notices. */
import type { Account } from './mutants.js'

export interface Price {
  /** The cheapest come first. */
  readonly cost: number
  /** What it brings beyond what is seen of the unit itself. */
  readonly brings?: string
}

/** Indexes of the tests that stay, in the order of the file. */
export function worthwhile(account: Account, prices: readonly Price[]): readonly number[] {
  const gains = account.reached.map((seen, test) => gainsOf(seen, test, account, prices[test]?.brings))
  const cost = (test: number): number => prices[test]?.cost ?? 0
  const byCost = gains.map((_gain, test) => test).sort((a, b) => cost(a) - cost(b) || a - b)
  const got = new Set<string>()
  const kept = byCost.filter((test) => {
    const before = got.size
    for (const gain of gains[test] ?? []) got.add(gain)
    return got.size > before
  })
  // What others have come to bring together, too: the dearest goes first.
  const holders = new Map<string, number>()
  for (const test of kept)
    for (const gain of gains[test] ?? []) holders.set(gain, (holders.get(gain) ?? 0) + 1)
  const spare = new Set<number>()
  for (const test of [...kept].reverse()) {
    const own = [...(gains[test] ?? [])]
    if (own.some((gain) => holders.get(gain) === 1)) continue
    for (const gain of own) holders.set(gain, (holders.get(gain) ?? 0) - 1)
    spare.add(test)
  }
  return kept.filter((test) => !spare.has(test)).sort((a, b) => a - b)
}

/** A way that is taken, or a change that is noticed; what loading brings is nobody's. */
function gainsOf(
  seen: ReadonlySet<string> | undefined,
  test: number,
  { loaded, noticed }: Account,
  brings: string | undefined,
): ReadonlySet<string> {
  if (seen === undefined) return new Set()
  return new Set([
    ...(brings === undefined ? [] : [brings]),
    ...[...seen].filter((piece) => !piece.startsWith('m') && !loaded.has(piece)),
    ...[...noticed].flatMap(([mutant, by]) => (by.has(test) ? [`m${mutant}`] : [])),
  ])
}
