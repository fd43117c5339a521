/** What is asked of a YAML text before its parser sees it, and the words of that parser's faults in our manner. */

export interface TextFault {
  readonly offset: number
  readonly message: string
}

const DEEPEST = 64
const LONGEST = 2_000_000

/** A text that is too deep or too long for the parser, which calls itself for each level. */
export function tooMuch(text: string): TextFault | undefined {
  if (text.length > LONGEST) return { offset: 0, message: `the file is longer than ${LONGEST} characters` }
  // Quotes and comments may make this count too high, never too low.
  const deepBlock = /^(?: *[?:-] ){64,}|^ {400,}\S/m.exec(text)
  if (deepBlock !== null)
    return { offset: deepBlock.index, message: `the file nests more than ${DEEPEST} deep` }
  let depth = 0
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1))
    if (depth > DEEPEST * 4) return { offset: index, message: `brackets are more than ${DEEPEST * 4} deep` }
  }
  return undefined
}

/** The first line of a parser's message, without capital and full stop. */
export const wordsOf = (message: string): string =>
  (message.split('\n')[0] ?? '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    .replace(/[.:]$/, '')
