/** Bytes to text, or the fault that says where they are no text. */
import type { Diagnostic, Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'

const decoder = new TextDecoder('utf-8', { fatal: true })
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** A byte order mark is left out. */
export function textFrom(file: string, bytes: Uint8Array): { text: string } | { fault: Diagnostic } {
  const text = decoded(bytes)
  if (text === undefined) {
    const before = soundStart(bytes)
    const byte = bytes[new TextEncoder().encode(before).length] ?? 0
    return notText(`byte \`${hex(byte)}\` is not UTF-8`, endOf(file, before.replace(/^\ufeff/, '')))
  }
  const control = CONTROL.exec(text)
  if (control === null) return { text }
  const what = `there is a control character, \`${hex(control[0].charCodeAt(0))}\``
  return notText(what, endOf(file, text.slice(0, control.index)))
}

const notText = (what: string, at: Span): { fault: Diagnostic } => ({
  fault: fault('not-text', `${what}, and a roadmap must be text in UTF-8`, at),
})

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** The characters before the first bad byte, found by halving. */
function soundStart(bytes: Uint8Array): string {
  let [low, high] = [0, bytes.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (soundSoFar(bytes.subarray(0, middle)) === undefined) high = middle - 1
    else low = middle
  }
  return soundSoFar(bytes.subarray(0, low)) ?? ''
}

/** `stream`: a character that is cut off at the end is no fault yet, and is left out. */
function soundSoFar(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`

/** The place right behind a text. */
function endOf(file: string, before: string): Span {
  const lines = before.split('\n')
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, length: 1 }
}
