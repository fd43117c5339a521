/** A test as the explorer tells it. */

export interface Tried {
  readonly subject: string
  readonly method: string
  /** The class that it belongs to, '' for a function of the module. */
  readonly group: string
  readonly labels: readonly string[]
  readonly fixtures: readonly string[]
  /** Of each import: its section (0 standard, 1 installed, 2 the project's), the module, and the name, '' for the module alone. */
  readonly needs: readonly (readonly [number, string, string])[]
  readonly body: readonly string[]
  readonly asserts: readonly string[]
  readonly error: string | null
}
