/** Everything that is tried on workflows, with all that has to be true of what came of it. */
import type { Options } from 'prettier'
import { setImmediate } from 'node:timers/promises'
import { deedsFor } from './deeds.js'
import { guarantees } from './guarantees.js'
import type { Linter } from './lint.js'
import { newMessages } from './lint.js'
import { differenceOutside } from './outside.js'
import { ownedIn, valueOf } from './owned.js'
import type { Tally } from './tally.js'
import type { Deed, Outside, Subject, Trial } from './trial.js'
import { styleOf } from './tidiness.js'
import { tryOut } from './trial.js'
import { wantedFaults } from './wanted.js'

export interface Done {
  readonly subject: Subject
  readonly deed: Deed
  readonly trial: Trial
  /** By which prettier had nothing to say of it before. */
  readonly style?: Options
}

const outside: Outside = (before, after, regions) =>
  differenceOutside(before, after, ownedIn(before, after, regions), ownedIn(after, before, regions))

/** What was applied, for further looks at it. */
export async function tryWorkflows(
  subjects: readonly Subject[],
  tally: Tally,
  linter?: Linter,
  isTidied = linter !== undefined,
): Promise<Done[]> {
  const done: Done[] = []
  for (const subject of subjects) {
    const style = isTidied ? await styleOf(subject.target, subject.text) : undefined
    for (const deed of deedsFor(subject)) {
      const trial = await tryOut(subject, deed, outside, style)
      tally.add(deed.name, subject.name, { ...trial, broken: [...trial.broken, ...unkept(deed, trial)] })
      if (trial.outcome !== 'applied') continue
      done.push({ subject, deed, trial, ...(style === undefined ? {} : { style }) })
      if (deed.isSound) linter?.add(trial.before, trial.after)
    }
    // Those who lint are heard.
    await setImmediate()
  }
  return done
}

/** By a look of its own at the parsed file. */
function unkept({ raw }: Deed, { outcome, before, after }: Trial): readonly string[] {
  if (outcome !== 'applied' && outcome !== 'nothing') return []
  const [now, was] = [valueOf(after), valueOf(before)]
  if (Array.isArray(raw.edits)) return wantedFaults(now, raw.edits as never)
  const guarantee = guarantees.get(String(raw.action))
  if (guarantee === undefined) return [`no guarantee of \`${String(raw.action)}\` is known here`]
  return guarantee(now, (raw.with ?? {}) as Readonly<Record<string, unknown>>, was)
}

/** What the linter says of what came of it, and did not say before. */
export async function lintFaults(done: readonly Done[], linter: Linter): Promise<string[]> {
  const linted = await linter.finished()
  return done
    .filter(({ deed }) => deed.isSound)
    .flatMap(({ subject, deed, trial }) => {
      const [before, after] = [linted.get(trial.before), linted.get(trial.after)]
      if (before === undefined) return []
      if (after === undefined) return [`${deed.name}: ${subject.name}: actionlint cannot read it any more`]
      return newMessages(before, after).map(
        (message) => `${deed.name}: ${subject.name}: actionlint: ${message}`,
      )
    })
}
