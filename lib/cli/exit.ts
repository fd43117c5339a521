/** The end of a command, once all that is to be said was said. Caught in `program.ts`. */

export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`)
  }
}

/** 128 and the number of the signal, as shells tell it. */
export const exitOfSignal = (signal: string): number =>
  128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal] ?? 0)
