/** A fault with the line that it is in: where, what, the source with a caret, and what to do about it. */
import type { Diagnostic } from '../core/diagnostic.js'
import { paintFor } from './paint.js'
import { displayWidth, truncate } from './width.js'

/** How much of a line is shown. */
const COLUMNS = 100

/**
 *     roadmap.yaml:14:16  task `a` needs `b`, and there is no such task
 *       14 |         needs: [b]
 *          |                 ^
 *       nearest name: `c`
 *
 * `text` is the whole file; without it the line is left out.
 */
export function excerpt(
  { at, severity, message, hint }: Diagnostic,
  text: string | undefined,
  colour: boolean,
): string {
  const paint = paintFor(colour)
  const mark = severity === 'error' ? paint.red : paint.yellow
  const kind = severity === 'error' ? '' : `${mark('warning:')} `
  const shown = [
    `${paint.bold(`${printable(at.file)}:${at.line}:${at.column}`)}  ${kind}${printable(message)}`,
  ]
  const line = text === undefined ? undefined : lineOf(text, at.line)
  if (line !== undefined) {
    const { source, before, under } = window(line, at.column - 1, at.length)
    const number = String(at.line)
    shown.push(`  ${paint.dim(`${number} |`)} ${source}`.trimEnd())
    shown.push(
      `  ${paint.dim(`${' '.repeat(number.length)} |`)} ${' '.repeat(before)}${mark('^'.repeat(under))}`,
    )
  }
  if (hint !== undefined) shown.push(`  ${printable(hint)}`)
  return shown.join('\n')
}

function lineOf(text: string, line: number): string | undefined {
  let start = text.startsWith('\ufeff') ? 1 : 0
  for (let before = 1; before < line; before++) {
    const newline = text.indexOf('\n', start)
    if (newline < 0) return undefined
    start = newline + 1
  }
  const end = text.indexOf('\n', start)
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '')
}

/** The part of a line around the caret, with the columns before the caret and under it. */
function window(
  line: string,
  start: number,
  length: number,
): { source: string; before: number; under: number } {
  // No need to look at all of a line that has a million characters.
  const from = Math.max(0, start - 4 * COLUMNS)
  const token = printable(line.slice(start, start + Math.min(length, 4 * COLUMNS)))
  const tail = printable(line.slice(start + length, start + length + 4 * COLUMNS))
  // The start of the line stays where the token can be seen with it.
  const room = COLUMNS - displayWidth(token)
  const rest = Math.min(displayWidth(tail), COLUMNS >> 3)
  const head = endOf(printable(line.slice(from, start)), from > 0, Math.max(COLUMNS >> 1, room - rest))
  const before = displayWidth(head)
  const under = Math.min(Math.max(1, displayWidth(token)), COLUMNS - before)
  return { source: truncate(head + token + tail, COLUMNS), before, under }
}

/** The last columns of a text; what is cut off, or was before, stands as `…`. */
function endOf(text: string, isCut: boolean, columns: number): string {
  if (!isCut && displayWidth(text) <= columns) return text
  const characters = Array.from(text).slice(-columns)
  while (displayWidth(characters.join('')) > columns - 1) characters.shift()
  return `…${characters.join('')}`
}

/** A tab takes four columns, and nothing else moves the cursor or turns the writing round. */
const printable = (text: string): string =>
  text.replaceAll('\t', '    ').replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
