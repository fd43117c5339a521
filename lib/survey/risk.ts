/** How much depends on a file that nobody tests: its size, its branches, who imports it, what its name says. */

/** Words of a path that mean trouble where the code is wrong: who may do what, money, secrets, data that changes shape. */
const GRAVE = new Set(
  `auth authentication authorization authenticate authorize oauth sso login logout signin signup session sessions token
  tokens jwt password passwords credential credentials permission permissions role roles access acl rbac policy security
  secure crypto encryption encrypt decrypt hash secret secrets csrf cors payment payments pay billing invoice invoices
  charge checkout refund order orders price pricing wallet ledger transaction transactions account accounts webhook
  webhooks migration migrations migrate admin upload uploads delete`.split(/\s+/),
)

/** Those of them that say who may do what. */
const GUARDS =
  /^(?:auth\w*|oauth|sso|login|logout|signin|signup|sessions?|tokens?|jwt|passwords?|credentials?|permissions?|roles?|access|acl|rbac|policy|secur\w+|crypto|encrypt\w*|decrypt|hash|secrets?|csrf|cors)$/

/** The grave words of a path, each once, in its order: `JWTAuthService.ts` has `jwt` and `auth`. */
export function graveWords(path: string): readonly string[] {
  const words = path
    .replace(/\.\w+$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
  return [...new Set(words.filter((word) => GRAVE.has(word)))]
}

export const isAboutSecurity = (words: readonly string[]): boolean => words.some((word) => GUARDS.test(word))

export interface Size {
  /** Lines with code on them. */
  readonly lines: number
  /** Words and signs at which it goes one way or another. */
  readonly branches: number
}

const BRANCH =
  /\b(?:if|elif|case|catch|except|for|while|match|raise|throw)\b|&&|\|\||\?\?(?!=)|\?(?![.?:])(?=[^\n]*:)|\b(?:and|or)\b/g

export function sizeOf(path: string, text: string): Size {
  const isPython = path.endsWith('.py')
  const code = isPython
    ? text.replace(/("""|''')[^]*?\1/g, '""').replace(/#.*/g, '')
    : text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*/gm, '$1')
  const lines = code.split('\n').filter((line) => line.trim() !== '').length
  const bare = code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
  return { lines, branches: bare.match(BRANCH)?.length ?? 0 }
}

/** Without a unit: only its order counts. Each doubling of size, branches or importers adds as much as the one before. */
export function riskOf({ lines, branches }: Size, importers: number, words: readonly string[]): number {
  const gravity = words.length === 0 ? 0 : 3 + Math.min(2, words.length - 1)
  return Math.log2(1 + lines) + 1.5 * Math.log2(1 + branches) + 1.5 * Math.log2(1 + importers) + gravity
}
