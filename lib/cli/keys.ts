/** Keys pressed in a terminal while nothing is asked. */
import type { Context } from './outside.js'

export type Key = 'again' | 'failed' | 'all' | 'why' | 'quit' | 'interrupt'

const KEYS: Readonly<Record<string, Key>> = {
  r: 'again',
  f: 'failed',
  a: 'all',
  w: 'why',
  q: 'quit',
  '\u0003': 'interrupt',
}

/** Without a terminal nobody is listened to. `close` gives the terminal back as it was. */
export function listenToKeys({ stdin, outside }: Context, press: (key: Key) => void): { close(): void } {
  if (!outside.terminal.isTerminal || !isRaw(stdin) || stdin.isTTY !== true) return { close: () => undefined }
  const heard = (bytes: Buffer): void => {
    for (const letter of bytes.toString('utf8')) {
      const key = KEYS[letter]
      if (key !== undefined) press(key)
    }
  }
  stdin.setRawMode(true)
  stdin.on('data', heard)
  stdin.resume()
  return {
    close() {
      stdin.off('data', heard)
      stdin.setRawMode(false)
      stdin.pause()
    },
  }
}

type Raw = Context['stdin'] & { isTTY?: boolean; setRawMode(isRaw: boolean): unknown }

const isRaw = (stdin: Context['stdin']): stdin is Raw => 'setRawMode' in stdin
