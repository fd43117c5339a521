/** Lines, commas and ranges of a TOML text. */
import type { Span } from './tree.js'

export const splice = (text: string, { from, to }: Span, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** Past the line break of the line on which something ends. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

/** Where the comma after an item stands, if one does; comments go to the end of their line. */
export function commaAfter(text: string, end: number): number | undefined {
  const comma = /(?:\s|#[^\n]*(?:\n|$))*,/y
  comma.lastIndex = end
  return comma.test(text) ? comma.lastIndex - 1 : undefined
}

/** Past the comment that ends this line. */
export const pastComment = (text: string, offset: number): number =>
  offset + (/^[ \t]*#[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0)

/** The whole lines of statements and sections; a section has the blank line above it. */
export function linesOf(text: string, pieces: readonly Span[]): Span[] {
  const outer = pieces.filter(
    (piece, i) =>
      !pieces.some((other, j) => j !== i && contains(other, piece) && (j < i || !contains(piece, other))),
  )
  return outer.map(({ from, to }) => {
    const start = lineStart(text, from)
    const hasBlank = text[from] === '[' && /\n\r?\n$/.test(text.slice(0, start))
    return { from: hasBlank ? lineStart(text, start - 1) : start, to: lineEnd(text, to) }
  })
}

export const cutLines = (text: string, pieces: readonly Span[]): string =>
  linesOf(text, pieces).reduceRight((rest, lines) => splice(rest, lines, ''), text)

const contains = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to

export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''

export const eolOf = (text: string): string => /\r?\n/.exec(text)?.[0] ?? '\n'

/** The end of the line of a section's name. */
export const headerEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
