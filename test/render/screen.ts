/** A terminal in memory, and a clock and a timer that the test moves: what the terminal face is tested on. */
import xterm from '@xterm/headless'
import type { Every } from '../../lib/render/board.js'

export interface Screen {
  readonly write: (text: string) => void
  readonly columns: () => number
  readonly rows: () => number
  /** Once all that was written is shown. */
  resize(columns: number, rows: number): Promise<void>
  /** The visible lines without the empty ones at the end, once all that was written is shown. */
  lines(): Promise<string[]>
  /** Those that have gone up out of sight. */
  scrolled(): Promise<string[]>
  isCursorShown(): boolean
}

export function screen(columns = 80, rows = 24): Screen {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 20_000,
    convertEol: true,
    allowProposedApi: true,
  })
  let isCursorShown = true
  const shown = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve))
  const line = (y: number): string => terminal.buffer.active.getLine(y)?.translateToString(true) ?? ''
  return {
    write(text) {
      for (const [, h] of text.matchAll(/\x1b\[\?25([hl])/g)) isCursorShown = h === 'h'
      terminal.write(text)
    },
    columns: () => terminal.cols,
    rows: () => terminal.rows,
    async resize(columns, rows) {
      await shown()
      terminal.resize(columns, rows)
    },
    async lines() {
      await shown()
      const top = terminal.buffer.active.baseY
      const lines = Array.from({ length: terminal.rows }, (_, i) => line(top + i))
      return lines.slice(0, lines.findLastIndex((text) => text !== '') + 1)
    },
    async scrolled() {
      await shown()
      return Array.from({ length: terminal.buffer.active.baseY }, (_, i) => line(i))
    },
    isCursorShown: () => isCursorShown,
  }
}

export interface Steered {
  readonly now: () => number
  readonly every: Every
  /** Lets time pass; then one frame. */
  tick(ms: number): void
  /** Resolves when frames have been asked for so many times. */
  wanted(times?: number): Promise<void>
  isWanted(): boolean
}

export function steered(): Steered {
  let time = 0
  const asked: (() => void)[] = []
  let frame: (() => void) | undefined
  let heard = (): void => undefined
  return {
    now: () => time,
    every(_, tick) {
      frame = tick
      asked.push(tick)
      heard()
      return () => {
        if (frame === tick) frame = undefined
      }
    },
    tick(ms) {
      time += ms
      frame?.()
    },
    async wanted(times = 1) {
      while (asked.length < times) await new Promise<void>((resolve) => (heard = resolve))
    },
    isWanted: () => frame !== undefined,
  }
}
