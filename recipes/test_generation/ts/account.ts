/** Which of the tests of a unit are worth their place, by what they reach and notice, and what those that stay come to. */
import type { Measured } from '../../../lib/core/recipe.js'
import type { Bench } from './bench.js'
import { measuredOf } from './measure.js'
import { accountOf } from './mutants.js'
import type { Kept } from './select.js'
import { fewerThrows, rank } from './select.js'
import type { Unit } from './unit.js'
import type { Price } from './worth.js'
import { worthwhile } from './worth.js'

export interface Accounted {
  /** Those that are worth their place. */
  readonly tests: readonly Kept[]
  measured(tests: readonly Kept[], endings: ReadonlyMap<string, string>): Measured
}

/** undefined where the unit cannot be measured. */
export async function accounted(
  kept: readonly Kept[],
  write: (tests: readonly Kept[]) => Promise<string>,
  { anatomy, path }: Unit,
  bench: Bench,
): Promise<Accounted | undefined> {
  if (anatomy === undefined) return undefined
  const account = await accountOf(await write(kept), path, anatomy, bench)
  if (account === undefined) return undefined
  const worth = worthwhile(account, kept.map(priceOf)).flatMap((i) => kept[i] ?? [])
  return {
    tests: fewerThrows(worth.length > 0 ? worth : kept),
    measured: (tests, endings) =>
      measuredOf(
        anatomy,
        account,
        tests.map((one) => kept.indexOf(one)),
        endings,
      ),
  }
}

/** An answer of another status is a way that a request can go, though the branch be in the framework. */
const priceOf = (one: Kept): Price => ({
  cost: rank(one),
  ...(one.case.isResponse === true
    ? { brings: `${one.case.subject} ${one.case.method} ${statusOf(one)}` }
    : {}),
})

function statusOf({ seen: { value } }: Kept): string {
  const status = value[0] === 'object' ? value[2].find(([name]) => name === 'statusCode')?.[1] : undefined
  return String(status?.[1] ?? '')
}

/** By callable, the message in which every call of it ends. */
export function endingsOf(pairs: readonly Kept[]): ReadonlyMap<string, string> {
  const endings = new Map<string, string>()
  const others = new Set<string>()
  for (const { case: one, seen } of pairs) {
    const name = one.method === '' ? one.subject : (one.method.split('.').at(-1) ?? '')
    const message = messageOf(seen)
    if (seen.outcome !== 'threw' || message === undefined) others.add(name)
    else endings.set(name, message)
  }
  return new Map([...endings].filter(([name]) => !others.has(name)))
}

function messageOf({ value }: Kept['seen']): string | undefined {
  const message = value[0] === 'error' ? value[2].find(([name]) => name === 'message')?.[1] : undefined
  return message?.[0] === 's' ? message[1].split('\n')[0] : undefined
}
