/** What `config_edit` needs of a kind of file: its value, and changes of its text that leave every other byte alone. */
import type { Json, Step } from './value.js'

export type Reading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string; readonly offset: number }

export interface Format {
  read(text: string): Reading
  /**
   * Puts a value where one stands, or into an object or list that is there. Line breaks and indentation are those of `like`:
   * the text before its first edit, which may have taken all of them away. `before`: a new child stands before the one at this
   * position; without it, behind the last. Of a list, the steps then end with that position.
   */
  put(text: string, steps: readonly Step[], value: Json, like: string, before?: number): string
  drop(text: string, steps: readonly Step[]): string
  /** Where the value at the end of the steps begins. */
  offset(text: string, steps: readonly Step[]): number
  /** How to put what stands there back, byte for byte. */
  keep(text: string, steps: readonly Step[]): Kept
  /** What a container holds around and between its children. */
  inside(text: string, steps: readonly Step[]): string
  putBack(text: string, steps: readonly Step[], kept: Kept): string
  emptyAs(text: string, steps: readonly Step[], inside: string): string
}

/** A value as it is written, and how it stands among its neighbours. */
export interface Kept {
  readonly source: string
  /** Absent for the value of the whole file. */
  readonly spot?: Spot
}

export interface Spot {
  /** Key or item with its value, as they are written. */
  readonly piece: string
  /** On a line of its own. */
  readonly line: boolean
  /** White space before it, from the end of the line above where it has its own line. */
  readonly lead: string
  /** Comments behind it on its line. */
  readonly suffix: string
  /** Comments between its neighbour's line and its own. */
  readonly between: string
  /** White space between its comma and the next one, where both share a line. */
  readonly gap?: string
  /** The neighbours before it, nearest first. */
  readonly before: readonly string[]
  /** Its container's white space: after the opening bracket, before the closing one, and whether a comma stands there. */
  readonly pad: string
  readonly tail: string
  readonly trailingComma: boolean
}

/** An edit that the text does not allow, although the value does: what stands there is an alias, a spread, a call. */
export class Stuck extends Error {
  override readonly name = 'Stuck'
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}
