/** Whether two texts are the same outside of the regions of a task: letter by letter, and in the white space between. */
import type { Owned } from './owned.js'

interface Letter {
  readonly letter: string
  readonly at: number
  /** The white space before it. */
  gap: string
  /** A region stands between it and the letter before it. */
  isLoose: boolean
}

/** The first difference, with the lines where it is. */
export function differenceOutside(
  before: string,
  after: string,
  owned: readonly Owned[],
  ownedAfter: readonly Owned[],
): string | undefined {
  const [was, is] = [lettersOf(before, owned), lettersOf(after, ownedAfter)]
  for (let i = 0; i < Math.max(was.length, is.length); i++) {
    const [a, b] = [was[i], is[i]]
    if (a === undefined || b === undefined) return told('more text outside', before, a, after, b)
    if (a.letter !== b.letter) return told('other text outside', before, a, after, b)
    if (!isSameGap(a, b)) return told('other white space outside', before, a, after, b)
  }
  return undefined
}

/** Around a region lines may come and go; the column of what follows on a line of its own stays. */
function isSameGap(a: Letter, b: Letter): boolean {
  if (a.gap === b.gap) return true
  if (!a.isLoose && !b.isLoose) return false
  const columns = [a.gap, b.gap].map((gap) => /\n([^\n]*)$/.exec(gap)?.[1])
  return a.letter === END || columns.includes(undefined) || columns[0] === columns[1]
}

const END = ''

/** All that is no white space and no part of a region; commas that come and go with a region between brackets are left out. */
function lettersOf(text: string, owned: readonly Owned[]): readonly Letter[] {
  const letters: Letter[] = []
  const ranges = [...owned].sort((a, b) => b.from - a.from)
  let [at, gap, isLoose, skipsComma] = [0, '', false, false]
  while (at <= text.length) {
    while ((ranges.at(-1)?.to ?? Infinity) <= at) ranges.pop()
    const range = ranges.at(-1)
    if (range !== undefined && range.from <= at) {
      ;[at, gap, isLoose] = [range.to, '', true]
      if (range.isFlow) skipsComma = !dropComma(letters)
      continue
    }
    const letter = text.charAt(at)
    if (letter === ',' && skipsComma) skipsComma = false
    else if (/\s/.test(letter)) gap += letter
    else {
      letters.push({ letter, at, gap, isLoose })
      ;[gap, isLoose, skipsComma] = ['', false, false]
    }
    at++
  }
  return letters
}

function dropComma(letters: Letter[]): boolean {
  if (letters.at(-1)?.letter !== ',') return false
  letters.pop()
  return true
}

function told(
  what: string,
  before: string,
  a: Letter | undefined,
  after: string,
  b: Letter | undefined,
): string {
  const line = (text: string, letter: Letter | undefined): string => {
    const at = letter?.at ?? text.length
    const [start, end] = [text.lastIndexOf('\n', at - 1) + 1, text.indexOf('\n', at)]
    return `${text.slice(0, at).split('\n').length}: ${text.slice(start, end < 0 ? undefined : end).trim()}`
  }
  return `${what}: line ${line(before, a)} → line ${line(after, b)}`
}
