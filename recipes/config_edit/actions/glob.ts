/** Globs as test runners read them: which paths a pattern means. */

/** `**`, `*`, `?`, `[…]`, `{a,b}`, `(a|b)` and the extended `@(…)`, `?(…)`, `+(…)`, `*(…)`, `!(…)`. */
export function globbed(pattern: string): (path: string) => boolean {
  const source = new RegExp(`^${translated(pattern.replace(/^\.\//, ''))}$`, 's')
  return (path) => source.test(path)
}

const TOKENS =
  /\\(.)|(^|\/)\*\*(\/|$)|([@?+*!])\(|(\*+)|(\?)|\[(!?)([^\]]+)\]|([{(])|([})])|([,|])|([^\\*?[\]{}(),|@+!/]+|.)/gs

/** What a bracket that is open becomes when it is closed. */
interface Open {
  readonly close: string
  readonly isBrace: boolean
}

function translated(pattern: string): string {
  const opened: Open[] = []
  const open = (before: string, close: string, isBrace = false): string => {
    opened.push({ close, isBrace })
    return before
  }
  return [...pattern.matchAll(TOKENS)].map((token) => part(token, opened, open)).join('')
}

function part(
  token: RegExpExecArray,
  opened: Open[],
  open: (before: string, close: string, isBrace?: boolean) => string,
): string {
  const [text, escaped, before, behind, extended, stars, one, not, set, bracket, closing, between] = token
  if (escaped !== undefined) return literal(escaped)
  if (before !== undefined) return behind === '/' ? `${before}(?:.*/)?` : before === '/' ? '(?:/.*)?' : '.*'
  if (extended === '!') return open('(?:(?!(?:', ')(?:[./]|$))[^/]*)')
  if (extended !== undefined) return open('(?:', `)${extended === '@' ? '' : extended}`)
  if (stars !== undefined) return '[^/]*'
  if (one !== undefined) return '[^/]'
  if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replaceAll('\\', '\\\\')}]`
  if (bracket !== undefined) return open('(?:', ')', bracket === '{')
  if (closing !== undefined) return opened.pop()?.close ?? literal(closing)
  const isChoice = between !== undefined && opened.at(-1)?.isBrace === (between === ',')
  return isChoice ? '|' : literal(text)
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
