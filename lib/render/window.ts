/** A few lines at the foot of a terminal that are painted over in place, with room above for what stays. */
import { displayWidth } from './width.js'

const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
const ERASE_LINE_END = '\x1b[K'
const ERASE_BELOW = '\x1b[J'

export interface Window {
  /** Paints these lines over the ones before; each must be narrower than the terminal. `above` stays, above them. */
  draw(lines: readonly string[], above?: string): void
  /** Takes the lines away and gives the cursor back. */
  clear(): void
}

export function terminalWindow(out: (text: string) => void, columns: () => number): Window {
  /** Widths of the lines that stand there now. */
  let standing: readonly number[] = []
  let hidden = false

  /** To the first of the standing lines. Where the terminal got narrower, a line takes several rows now. */
  function home(): string {
    const rows = standing.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns())), 0)
    return rows === 0 ? '' : `\r\x1b[${rows}A`
  }

  return {
    // One write a frame, and no line is erased before it is painted: no flicker.
    draw(lines, above = '') {
      const kept = above === '' ? '' : ERASE_BELOW + above
      const painted = lines.map((line) => `${line}${ERASE_LINE_END}\n`).join('')
      out(`${hidden ? '' : HIDE_CURSOR}${home()}${kept}${painted}${ERASE_BELOW}`)
      standing = lines.map(displayWidth)
      hidden = true
    },
    clear() {
      if (!hidden) return
      out(`${home()}${ERASE_BELOW}${SHOW_CURSOR}`)
      standing = []
      hidden = false
    },
  }
}
