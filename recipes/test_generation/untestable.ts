/** A source of which no test can be written as it is: no fault of the run, but something that a person has to know. */
export class Untestable extends Error {
  override readonly name = 'Untestable'
}
