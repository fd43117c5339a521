/** YAML text to a document that knows its places, with every fault of the text. */
import type { Document } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'

export interface TextFault {
  readonly offset: number
  readonly message: string
}

export interface ParsedYaml {
  readonly document?: Document.Parsed
  readonly lines: LineCounter
  readonly faults: readonly TextFault[]
}

const DEEPEST = 64
const LONGEST = 2_000_000

/** A text that is too deep or too long for the parser is refused before it is parsed. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  const early = tooMuch(text)
  if (early !== undefined) {
    for (const { index } of text.matchAll(/^/gm)) lines.addNewLine(index)
    return { lines, faults: [early] }
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const faults = document.errors.map(({ pos, message, code }) => ({
    offset: pos[0],
    message: code === 'DUPLICATE_KEY' ? 'this key stands twice in its map' : wordsOf(message),
  }))
  return { document, lines, faults }
}

const wordsOf = (message: string): string =>
  (message.split('\n')[0] ?? '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    .replace(/[.:]$/, '')

function tooMuch(text: string): TextFault | undefined {
  if (text.length > LONGEST) return { offset: 0, message: `the file is longer than ${LONGEST} characters` }
  // The parser calls itself for each level; quotes and comments may make this count too high, never too low.
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
