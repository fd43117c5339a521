/** The difference of two texts as `git apply` takes it. */
import { formatPatch, structuredPatch, type StructuredPatch } from 'diff'
import { paintFor } from './paint.js'

/** Above so many changed lines the shortest difference is not worth its time: all goes, all comes. */
const MOST_EDITS = 10_000

/** An absent text: the file is not there. Equal texts give ''. `mode` is that of a new or removed file. */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string | undefined,
  mode = 0o644,
): string {
  if (before === after) return ''
  const [old, fresh] = [before ?? '', after ?? '']
  const [oldName, newName] = [`a/${path}`, `b/${path}`]
  const bits = `100${mode.toString(8).padStart(3, '0')}`
  const patch = structuredPatch(oldName, newName, old, fresh, undefined, undefined, {
    context: 3,
    maxEditLength: MOST_EDITS,
  }) ?? { ...whole(old, fresh), oldFileName: oldName, newFileName: newName }
  return withTabs(
    formatPatch({
      ...patch,
      isGit: true,
      ...(before === undefined ? { isCreate: true, newMode: bits, oldFileName: '/dev/null' } : {}),
      ...(after === undefined ? { isDelete: true, oldMode: bits, newFileName: '/dev/null' } : {}),
    }),
  )
}

function whole(before: string, after: string): StructuredPatch {
  const [gone, come] = [linesOf(before, '-'), linesOf(after, '+')]
  const of = (lines: readonly string[]): number => lines.filter((line) => !line.startsWith('\\')).length
  const hunk = { oldStart: 1, oldLines: of(gone), newStart: 1, newLines: of(come), lines: [...gone, ...come] }
  return { oldFileName: '', newFileName: '', oldHeader: undefined, newHeader: undefined, hunks: [hunk] }
}

function linesOf(text: string, sign: '-' | '+'): string[] {
  if (text === '') return []
  const lines = text.split('\n').map((line) => sign + line)
  if (!text.endsWith('\n')) return [...lines, '\\ No newline at end of file']
  return lines.slice(0, -1)
}

/** git ends the name of a file with a space by a tab, and reads it so. */
const withTabs = (patch: string): string => patch.replace(/^(?:---|\+\+\+) [ab]\/[^"\n]* [^\n]*$/m, '$&\t')

/** The same for a terminal. */
export function paintedDiff(diff: string, colour: boolean): string {
  const paint = paintFor(colour)
  let inHeader = true
  return diff
    .split('\n')
    .map((line) => {
      if (line.startsWith('diff --git ')) inHeader = true
      if (line.startsWith('@@')) {
        inHeader = false
        return paint.cyan(line)
      }
      if (inHeader) return paint.bold(line)
      return line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line
    })
    .join('\n')
}
