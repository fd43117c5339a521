/** Choices, and the places where they are made. */

/** By the place of a choice, which of its options; the first one where it says nothing. */
export type Choices = ReadonlyMap<string, number>

/** A place where the value could have been another. */
export interface Knob {
  readonly at: string
  /** What each option makes of the value: `email` is empty. */
  readonly labels: readonly string[]
}

/** The choice that leaves a stub out, by the name that the test would call it by. */
export const leftOut = (stub: string): string => `-${stub}`

/** What was chosen otherwise than usual, in words. */
export const changes = (knobs: readonly Knob[], choices: Choices): string[] =>
  knobs.flatMap(({ at, labels }) => {
    const chosen = Math.min(choices.get(at) ?? 0, labels.length - 1)
    return chosen === 0 ? [] : [labels[chosen] ?? '']
  })
