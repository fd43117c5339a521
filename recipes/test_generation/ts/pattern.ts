/** Texts that a regular expression takes, or does not: a small generator for the expressions that guards are made of. */

/** How often a repeated part is written where it may be left out or go on for ever. */
const MANY = 2

const CLASSES: Readonly<Record<string, string>> = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  b: '',
  B: '',
}
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' }

/** A text that it takes; undefined where none is found. `turn`: which of its alternatives. */
export function textFor(pattern: RegExp, turn = 0): string | undefined {
  const made = new Writer(pattern, turn).alternatives()
  for (const text of [made, `a ${made} b`, made.trim()]) if (matches(pattern, text)) return text
  return undefined
}

/** A text that it does not take: near to one that it takes, where there is one. */
export function textAgainst(pattern: RegExp): string | undefined {
  const near = textFor(pattern)
  const tries = ['text', '', '!', near === undefined ? '?' : `${near}!`, `!${near ?? ''}`, '1', 'a b', '-1']
  return tries.find((text) => !matches(pattern, text))
}

/** Without the memory of a `g` or `y`. */
const matches = ({ source, flags }: RegExp, text: string): boolean =>
  new RegExp(source, flags.replace(/[gy]/g, '')).test(text)

/** Goes through the source of an expression once, and writes what each part of it would take. */
class Writer {
  private at = 0
  private readonly source: string
  private readonly flags: string

  constructor(
    { source, flags }: RegExp,
    private readonly turn: number,
  ) {
    this.source = source
    this.flags = flags.replace(/[^uvi]/g, '')
  }

  alternatives(): string {
    const found = [this.sequence()]
    while (this.next() === '|') {
      this.at++
      found.push(this.sequence())
    }
    return found[this.turn % found.length] ?? ''
  }

  private next(): string | undefined {
    return this.source[this.at]
  }

  private sequence(): string {
    let text = ''
    for (let one = this.next(); one !== undefined && one !== '|' && one !== ')'; one = this.next()) {
      const part = this.part()
      text += part.repeat(this.times())
    }
    return text
  }

  private part(): string {
    const one = this.source[this.at++] ?? ''
    if (one === '^' || one === '$') return ''
    if (one === '.') return 'a'
    if (one === '[') return this.class()
    if (one === '(') return this.group()
    return one === '\\' ? this.escape() : one
  }

  private group(): string {
    const [head = ''] = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.source.slice(this.at)) ?? []
    this.at += head.length
    const text = this.alternatives()
    this.at++
    return head === '?!' || head === '?<!' || head === '?<=' || head === '?=' ? '' : text
  }

  private escape(): string {
    const one = this.source[this.at++] ?? ''
    if (one === 'u' || one === 'x') {
      const [whole = '', digits = ''] = /^\{?([\da-fA-F]{2,6})\}?/.exec(this.source.slice(this.at)) ?? []
      this.at += whole.length
      return digits === '' ? one : String.fromCodePoint(parseInt(digits, 16))
    }
    if (one === 'p' || one === 'P') {
      this.at = this.source.indexOf('}', this.at) + 1
      return 'a'
    }
    return CLASSES[one] ?? ESCAPES[one] ?? one
  }

  private class(): string {
    const end = /^(?:\\.|[^\]\\])*/.exec(this.source.slice(this.at))?.[0].length ?? 0
    const whole = this.source.slice(this.at, this.at + end)
    this.at += end + 1
    const pattern = new RegExp(`[${whole}]`, this.flags)
    const letters =
      'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~+/=@ ,:;!?#%&*\'"\\|\n\t\u0301\ufeff\u00e9'
    return (
      Array.from(letters).find((letter) => pattern.test(letter)) ??
      String.fromCodePoint(whole.codePointAt(0) ?? 97)
    )
  }

  private times(): number {
    const [whole, least, comma] = /^(?:\{(\d+)(,\d*)?\}|[*+?])\??/.exec(this.source.slice(this.at)) ?? []
    if (whole === undefined) return 1
    this.at += whole.length
    if (least !== undefined) return Math.max(Number(least), comma === undefined || least !== '0' ? 0 : 1)
    return whole.startsWith('?') ? 1 : MANY
  }
}
