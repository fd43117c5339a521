/** Lines of a text: where they begin and end, and the blank ones around an offset. */

export const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1

/** Before the line break of the line. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end < 0) return text.length
  return end > offset && text[end - 1] === '\r' ? end - 1 : end
}

export const column = (text: string, offset: number): number => offset - lineStart(text, offset)

export const isBlank = (text: string): boolean => text.trim() === ''

/** Does a line begin with what stands here? */
export const beginsLine = (text: string, offset: number): boolean =>
  isBlank(text.slice(lineStart(text, offset), offset))

/** The end of the nearest line above that is not blank; 0 where there is none. `start`: of a line. */
export function endAbove(text: string, start: number): number {
  let end = start
  while (end > 0) {
    const above = lineStart(text, end - 1)
    if (!isBlank(text.slice(above, end))) return lineEnd(text, above)
    end = above
  }
  return 0
}

/** The start of the nearest line below that is not blank, or the end of the text. `end`: of a line. */
export function startBelow(text: string, end: number): number {
  const next = /\S/g
  next.lastIndex = end
  const found = next.exec(text)
  return found === null ? text.length : lineStart(text, found.index)
}

/** How many of the lines are blank between two ends of lines, or the end of a line and the start of another. */
export const blankLines = (between: string): number => Math.max(0, between.split('\n').length - 2)

export const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

/** Past the comments below that are indented like children, but for those that speak of what follows at that very column. */
export function pastOwnComments(text: string, end: number, at: number): number {
  let [accepted, sure] = [end, end]
  let start = nextLine(text, end)
  while (start !== undefined) {
    const stop = lineEnd(text, start)
    const line = text.slice(start, stop)
    const indent = line.length - line.trimStart().length
    const isComment = line.trimStart().startsWith('#')
    if (isBlank(line)) sure = accepted
    else if (isComment && indent >= at) accepted = stop
    else return !isComment && indent === at ? sure : accepted
    start = nextLine(text, stop)
  }
  return accepted
}

function nextLine(text: string, end: number): number | undefined {
  const at = text.indexOf('\n', end)
  return at < 0 ? undefined : at + 1
}
