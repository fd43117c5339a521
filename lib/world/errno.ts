/** What the operating system refused, told to a person: which file, and the system's own word for why. */
import { Refusal } from '../core/recipe.js'

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Does what may fail, and turns a refusal of the system into one of ours: `cannot write \`a/b\`: ENOSPC, no space left on device`. */
export function refusing<T>(doing: string, path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw refusalOf(error, doing, path)
  }
}

/** The error as a `Refusal` where it came from the system; as it is where it did not, for then it is a bug or a refusal already. */
export function refusalOf(error: unknown, doing: string, path: string): unknown {
  const code = codeOf(error)
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) return error
  return new Refusal(`cannot ${doing} \`${path}\`: ${reason(error.message, code)}`)
}

/** Node says `EACCES: permission denied, open '/home/me/x'`: the absolute path is left out, the rest is said. */
function reason(message: string, code: string): string {
  const words = /^[A-Z0-9_]+: ([^,]+)/.exec(message)?.[1]
  return words === undefined ? code : `${code}, ${words}`
}
