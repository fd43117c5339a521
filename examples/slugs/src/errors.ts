/** What is thrown where no slug can be made; `code` says why. */
export class SlugError extends Error {
  override readonly name = 'SlugError'

  constructor(
    readonly code: 'empty' | 'bad-option',
    message: string,
  ) {
    super(message)
  }
}
