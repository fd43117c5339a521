/** Long lines broken between words: left alone, a terminal breaks them in the middle of one. */
import { displayWidth } from './width.js'

/** Every line of a text; what goes on is indented by two more than the line began with. */
export const wrap = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => wrapped(line, columns))
    .join('\n')

// What stands in backticks is one thing: a command that is broken cannot be copied.
const WORD = /( *)((?:`[^`]*`|[^ ])+)/g

function wrapped(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `
  const rows: string[] = []
  let row = ''
  for (const [, gap = '', word = ''] of line.matchAll(WORD))
    if (row === '' || displayWidth(row + gap + word) <= columns) row += gap + word
    else {
      rows.push(row)
      row = indent + word
    }
  return [...rows, row].join('\n')
}
