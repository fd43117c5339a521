/** The commands of a shell script, as far as a reader of workflows needs them: words, where they stand, and what follows. */

/** One simple command; a pipeline and an `&&` list are several. */
export interface Command {
  /** Without quotes, and without the keywords and assignments in front; none where there is nothing else. */
  readonly words: readonly string[]
  readonly start: number
  readonly end: number
  /** What ends it; empty at the end of the script. */
  readonly then: string
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly isOperator: boolean
}

const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'do',
  'while',
  'until',
  '!',
  '{',
  '}',
  'time',
  'fi',
  'done',
])

export function commandsOf(script: string): Command[] {
  const commands: Command[] = []
  let tokens: Token[] = []
  const close = (then: string): void => {
    const [first, last] = [tokens[0], tokens.at(-1)]
    const words = wordsOf(tokens)
    if (first !== undefined && last !== undefined)
      commands.push({ words, start: first.start, end: last.end, then })
    tokens = []
  }
  for (const token of tokensOf(script)) {
    if (token.isOperator) close(token.text)
    else tokens.push(token)
  }
  close('')
  return commands
}

function wordsOf(tokens: readonly Token[]): string[] {
  const words = tokens.map(({ text }) => text)
  const from = words.findIndex((word) => !KEYWORDS.has(word) && !/^[A-Za-z_]\w*=/.test(word))
  return from < 0 ? [] : words.slice(from)
}

/** A word may hold quotes, substitutions and expressions of the workflow, which are skipped as a whole. */
const PIECE =
  /\$\{\{[^]*?\}\}|\\[^]|'[^']*'|"(?:\$\{\{[^]*?\}\}|\\[^]|[^"\\])*"|\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\d*[<>]+&?\d*-?|&>>?|[^\s;|&()'"`\\<>]/y
const OPERATOR = /&&|\|\||;;|\|&|[;|&()\n]/y
const BLANK = /(?:[ \t\r]|\\\r?\n)+|(?<![^\s;|&()])#[^\n]*/y
const HEREDOC = /<<-?\s*(["']?)(\w+)\1/y

function* tokensOf(script: string): Generator<Token> {
  let at = 0
  const pending: string[] = []
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const text = pattern.exec(script)?.[0]
    if (text !== undefined) at += text.length
    return text
  }
  while (at < script.length) {
    if (take(BLANK) !== undefined) continue
    const start = at
    HEREDOC.lastIndex = at
    const tag = HEREDOC.exec(script)?.[2]
    if (tag !== undefined && take(HEREDOC) !== undefined) {
      pending.push(tag)
      continue
    }
    const redirected = /&>/y
    redirected.lastIndex = at
    const operator = redirected.test(script) ? undefined : take(OPERATOR)
    if (operator !== undefined) {
      yield { text: operator, start, end: at, isOperator: true }
      if (operator === '\n') for (const end of pending.splice(0)) at = pastHeredoc(script, at, end)
      continue
    }
    let text = ''
    for (let piece = take(PIECE); piece !== undefined; piece = take(PIECE)) text += unquoted(piece)
    // An open quote: the rest is not understood, and nothing is claimed of it.
    if (at === start) return
    yield { text, start, end: at, isOperator: false }
  }
}

function pastHeredoc(script: string, at: number, tag: string): number {
  const end = new RegExp(`^[ \\t]*${tag}[ \\t]*\\r?$`, 'm').exec(script.slice(at))
  return end === null ? script.length : at + end.index + end[0].length
}

function unquoted(piece: string): string {
  if (piece.startsWith('\\')) return piece.slice(1).replace(/^\r?\n/, '')
  return /^(['"])[^]*\1$/.test(piece) ? piece.slice(1, -1) : piece
}
