/** What becomes of a file that a recipe wants to write whole, where somebody else may have edited it. */
import type { Content } from './place.js'

/** What is known of the file: what stands there, and what was written there before. Texts are undefined where nothing is. */
export interface Standing {
  readonly current: string | undefined
  /** The text that the recipe last proposed here; undefined where that is not known. */
  readonly base: string | undefined
  readonly proposed: string
}

export type Settled =
  | { readonly kind: 'text'; readonly text: string; readonly merged: boolean }
  | { readonly kind: 'conflict'; readonly why: 'not-ours' | 'both-changed' }

/** Three texts to one: both changes kept, or undefined where they touch the same lines. */
export type ThreeWay = (base: string, ours: string, theirs: string) => string | undefined

/**
 * Nothing there: the proposal. The proposal is there already: taken over. The same proposal as last time: the text that
 * stands, edited by hand or not. No record of what we proposed: a conflict. Else a merge of both changes.
 */
export function settleText({ current, base, proposed }: Standing, threeWay: ThreeWay): Settled {
  if (current === undefined || current === proposed) return { kind: 'text', text: proposed, merged: false }
  if (base === undefined) return { kind: 'conflict', why: 'not-ours' }
  if (base === proposed) return { kind: 'text', text: current, merged: false }
  if (base === current) return { kind: 'text', text: proposed, merged: false }
  const merged = threeWay(base, current, proposed)
  return merged === undefined
    ? { kind: 'conflict', why: 'both-changed' }
    : { kind: 'text', text: merged, merged: true }
}

/** Which side a person chose in conflicts. */
export type Side = 'theirs' | 'ours'

/** The content that `before` of a place should keep: what was known to stand there first. */
export function firstBefore(known: { readonly before: Content } | undefined, now: Content): Content {
  return known === undefined ? now : known.before
}
