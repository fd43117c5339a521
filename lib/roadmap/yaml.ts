/** Text to one YAML document, or every fault of its syntax. */
import type { Document, LineCounter, YAMLError } from 'yaml'
import { Composer, Lexer, Parser } from 'yaml'
import type { Diagnostic } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import { spanOf } from './source.js'

/** How deep maps and lists may lie in one another. */
export const DEPTH = 64

type Token = Parser['stack'][number]

/** An empty text is an empty document. */
export function documentFrom(
  file: string,
  text: string,
  lines: LineCounter,
): { document: Document.Parsed } | { faults: Diagnostic[] } {
  const at = (start: number, end?: number) => spanOf({ file, text, lines }, start, end)
  const { tokens, tooDeep } = tokensOf(text, lines)
  if (tooDeep !== undefined)
    return {
      faults: [
        fault('too-deep', `nested deeper than ${DEPTH} levels, which is the limit`, at(tooDeep, tooDeep + 1)),
      ],
    }

  // Not `merge`: an alias or a merge key is worked out in `compose.ts`, within limits.
  const composer = new Composer({
    schema: 'core',
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const [document, second] = composer.compose(tokens, true, text.length)
  if (document === undefined) return { faults: [fault('bad-yaml', 'there is no document', at(0))] }
  const faults = onePerLine([...document.errors, ...document.warnings], lines).map((error) =>
    fault('bad-yaml', wordsFor(error), at(...placeOf(error, text))),
  )
  if (second !== undefined)
    faults.push(
      fault('several-documents', 'a second document starts here, and a roadmap is one', at(startOf(second))),
    )
  return faults.length > 0 ? { faults } : { document: document }
}

const startOf = (document: Document): number => document.contents?.range?.[0] ?? document.range?.[0] ?? 0

/**
 * The tokens of a text, unless maps and lists lie too deep in it; composing them recurses, so that this must be known
 * before. The parser's own stack is as deep as the text: looking at it costs nothing and is never wrong.
 */
function tokensOf(text: string, lines: LineCounter): { tokens: Token[]; tooDeep?: number } {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const tokens: Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    const before = parser.offset
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > DEPTH && collections(parser.stack) > DEPTH)
      return { tokens: [], tooDeep: before }
  }
  tokens.push(...parser.end())
  return { tokens }
}

const collections = (stack: readonly Token[]): number =>
  stack.filter(({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection')
    .length

/** What follows a fault on its line is mostly an echo of it; so is all that follows the end of the outermost map. */
function onePerLine(errors: readonly YAMLError[], lines: LineCounter): YAMLError[] {
  const seen = new Set<number>()
  const inPlace = [...errors].sort((a, b) => a.pos[0] - b.pos[0])
  const ended = inPlace.findIndex(({ message }) => ENDED.test(message))
  return inPlace.slice(0, ended < 0 ? undefined : ended + 1).filter(({ pos }) => {
    const { line } = lines.linePos(pos[0])
    return !seen.has(line) && seen.add(line)
  })
}

const ENDED = /^Unexpected \S+ token in YAML/

/** Where a person would look: not at the empty last line, nor at the spaces before a word. */
function placeOf({ pos: [start, end], message }: YAMLError, text: string): [number, number] {
  const [, quote] = /^Missing closing (.)/.exec(message) ?? []
  if (quote !== undefined) {
    const opened = text.lastIndexOf(quote, start - 1)
    return [opened, opened + 1]
  }
  const last = text.trimEnd().length
  if (start >= last) return [Math.max(0, last - 1), last]
  if (text[start] !== ' ') return [start, end]
  const word = start + text.slice(start).search(/[^ ]/)
  return [word, Math.max(word + 1, end)]
}

const OUT_OF_LINE = 'this line stands further in or out than its neighbours, and must be in line with them'
const WORDS: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: OUT_OF_LINE,
  BLOCK_AS_IMPLICIT_KEY:
    'no key can stand here: keys of a map start a line each, and a text with `: ` in it must be quoted',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line and be followed by `:`',
  TAB_AS_INDENT: 'a tab at the start of the line, and YAML is indented by spaces',
  TAG_RESOLVE_FAILED: 'a tag such as `!name`, and a roadmap has none; quote a text that starts with `!`',
}

/** Our words for the faults that people make, those of the YAML package for the rest. */
function wordsFor({ code, message }: YAMLError): string {
  if (message.startsWith('Missing closing')) return 'a quote is opened here and never closed'
  if (message.startsWith('Implicit map keys')) return 'this should be a key, and no `:` follows it'
  if (ENDED.test(message) || /^(Sequence item without|A block sequence)/.test(message)) return OUT_OF_LINE
  const [, bracket] = /end with a (.)$/.exec(message) ?? []
  if (bracket !== undefined) return `a \`${bracket}\` is missing here`
  if (message.startsWith('Plain value cannot start')) return `${lower(message)}; quote it`
  return WORDS[code] ?? lower(message)
}

const lower = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1)
