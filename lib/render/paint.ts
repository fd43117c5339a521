/** Colours, and texts of strangers made fit to print: a task's output and name may hold any control character. */

type Brush = (text: string) => string

export interface Paint {
  readonly red: Brush
  readonly green: Brush
  readonly yellow: Brush
  readonly cyan: Brush
  readonly dim: Brush
  readonly bold: Brush
}

const plain: Brush = (text) => text
const brush =
  (on: number, off: number): Brush =>
  (text) =>
    text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`

const none: Paint = { red: plain, green: plain, yellow: plain, cyan: plain, dim: plain, bold: plain }
const ansi: Paint = {
  red: brush(31, 39),
  green: brush(32, 39),
  yellow: brush(33, 39),
  cyan: brush(36, 39),
  dim: brush(2, 22),
  bold: brush(1, 22),
}

/** Without colour every brush is the identity. Whether there is colour (NO_COLOR, TERM, CI, a terminal) the caller knows. */
export const paintFor = (colour: boolean): Paint => (colour ? ansi : none)

// An escape sequence as a whole, or a control character on its own; tabs and line feeds are neither.
const CONTROL =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g
const COLOUR = /^\x1b\[[\d;:]*m$/

/** Output of a task: of a progress bar the last state stays, colours stay where `colour` is, and nothing moves the cursor. */
export function tame(text: string, colour: boolean): string {
  if (text.search(CONTROL) < 0) return text
  const lines = text
    .split('\n')
    .map((line) => lastState(line).replace(CONTROL, (one) => (colour && COLOUR.test(one) ? one : '')))
  const tamed = lines.join('\n')
  return tamed.includes('\x1b') ? `${tamed}\x1b[0m` : tamed
}

/** What is left to see of a line that was overwritten: `10 %\r20 %` is `20 %`. */
function lastState(line: string): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end)
}

/** A name or message as one line without control characters. */
export const oneLine = (text: string): string => tame(text, false).replace(/[\t\n]+/g, ' ')
