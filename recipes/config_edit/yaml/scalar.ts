/** Scalars as YAML 1.1 and 1.2 both read them: plain where they can be, else in quotes. */

export type Quote = "'" | '"'

/** Between brackets, `,` and brackets end a plain text. */
export interface Manner {
  readonly quote: Quote
  readonly flow: boolean
}

/** A string on one line. */
export const printString = (text: string, manner: Manner): string =>
  isPlain(text, manner.flow) ? text : quoted(text, manner.quote)

/** Single quotes know no escapes. */
export function quoted(text: string, quote: Quote): string {
  if (quote === "'" && !/[\p{Cc}\u2028\u2029\uFEFF]/u.test(text)) return `'${text.replaceAll("'", "''")}'`
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\uFEFF]/g, escaped)
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

/** `on` is a string for YAML 1.2, and the key of each workflow. */
export const printKey = (key: string, manner: Manner): string =>
  key === 'on' ? key : printString(key, manner)

function isPlain(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || READ_OTHERWISE.test(text)) return false
  if (/[\p{Cc}\u2028\u2029\uFEFF]|: |:$|\s#|^(?:---|\.\.\.)/u.test(text)) return false
  if (/^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?:\s|$))/.test(text)) return false
  return !flow || !/[,[\]{}]|^[-?:]/.test(text)
}

/** What either version takes for null, a boolean, a number, a date, a merge or a default: the older one in bases of 2, 8, 16 and 60, too. */
const READ_OTHERWISE = new RegExp(
  [
    '^(?:~|null|y|n|yes|no|on|off|true|false|<<|=)$',
    String.raw`^[-+]?0b[01_]+$`,
    String.raw`^[-+]?0o?[0-7_]+$`,
    String.raw`^[-+]?0x[\da-f_]+$`,
    String.raw`^[-+]?\d[\d_]*(?::[0-5]?\d)*(?:\.[\d_]*)?(?:e[-+]?\d+)?$`,
    String.raw`^[-+]?\.[\d_]+(?:e[-+]?\d+)?$`,
    String.raw`^[-+]?\.inf$`,
    String.raw`^\.nan$`,
    String.raw`^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$`,
  ].join('|'),
  'i',
)
