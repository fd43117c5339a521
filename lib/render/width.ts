/** How wide a text is on a terminal, and a text cut to a width. */

const ASCII = /^[\x20-\x7e]*$/
// East Asian Wide and Fullwidth, and what is shown as an emoji.
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
const NOTHING = /^[\p{Mark}\p{Default_Ignorable_Code_Point}\p{Control}]+$/u
const COLOURS = /\x1b\[[\d;]*m/g

let segmenter: Intl.Segmenter | undefined
function* characters(text: string): Iterable<string> {
  segmenter ??= new Intl.Segmenter()
  for (const { segment } of segmenter.segment(text)) yield segment
}

const widthOf = (character: string): number => (NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1)

/** Columns that a line takes; colours take none. */
export function displayWidth(line: string): number {
  const bare = line.includes('\x1b') ? line.replace(COLOURS, '') : line
  if (ASCII.test(bare)) return bare.length
  let width = 0
  for (const character of characters(bare)) width += widthOf(character)
  return width
}

/** A line without colours, cut to `columns` and then ending in `…`. */
export function truncate(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line
  if (columns < 1) return ''
  if (ASCII.test(line)) return `${line.slice(0, columns - 1)}…`
  let cut = ''
  let width = 0
  for (const character of characters(line)) {
    width += widthOf(character)
    if (width > columns - 1) break
    cut += character
  }
  return `${cut}…`
}

/** A line followed by spaces up to `columns`. */
export const pad = (line: string, columns: number): string =>
  line + ' '.repeat(Math.max(0, columns - displayWidth(line)))
