/** YAML text to a document that knows its places, with every fault of the text. */
import type { Document } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'
import type { TextFault } from './yaml_guard.js'
import { tooMuch, wordsOf } from './yaml_guard.js'

export type { TextFault }

export interface ParsedYaml {
  readonly document?: Document.Parsed
  readonly lines: LineCounter
  readonly faults: readonly TextFault[]
}

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
