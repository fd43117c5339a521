/** The quoting of `sh`, read as far as it decides what a placeholder in a command may become. */

/** `bare`, `quoted` (in double quotes or a here-document), or in words a place that cannot take a value. */
export interface Placeholder {
  readonly name: string
  readonly place: string
}

/** `$(…)`, or the text itself. */
interface Code {
  readonly kind: 'code'
  parens: number
  /** How many parentheses were open where arithmetic began. */
  arithmetic?: number
  /** `case … esac`: its patterns close parentheses that nothing opened. */
  cases: number
  /** Where the word at hand began. */
  word: number
  /** Where the simple command at hand began. */
  command: number
  readonly documents: { end: string; quoted: boolean; tabs: boolean }[]
}

type Frame = Code | { readonly kind: 'double' } | { readonly kind: 'braces' }

const code = (offset: number): Code => ({
  kind: 'code',
  parens: 0,
  cases: 0,
  word: offset,
  command: offset,
  documents: [],
})

export class Quoting {
  private offset = 0
  private readonly frames: Frame[] = [code(0)]
  private readonly found: (string | Placeholder)[] = []
  private unsure = false

  constructor(
    private readonly text: string,
    private readonly isVariable: (name: string) => boolean,
  ) {}

  parts(): (string | Placeholder)[] {
    while (this.offset < this.text.length) this.step()
    // Quotes that never close: what was taken for bare may stand in them.
    if (this.frames.length === 1) return this.found
    return this.found.map((part) =>
      typeof part === 'string' || !['bare', 'quoted'].includes(part.place)
        ? part
        : { ...part, place: 'where quotes do not close' },
    )
  }

  private step(): void {
    const frame = this.frames.at(-1) ?? code(0)
    const placeholder = this.placeholder()
    if (placeholder !== undefined) this.found.push({ ...placeholder, place: this.placeIn(frame) })
    else if (this.take(/\\[^]?/y)) this.afterBackslash()
    else if (this.take(/\$\(/y)) this.frames.push(code(this.offset))
    else if (this.take(/\$\{(?!\{)/y)) this.frames.push({ kind: 'braces' })
    else if (this.text[this.offset] === '`') this.literal('`', 'between backticks')
    else if (frame.kind === 'double') this.inDouble()
    else if (frame.kind === 'braces') this.inBraces()
    else this.inCode(frame)
  }

  private inDouble(): void {
    if (this.take(/"/y)) this.frames.pop()
    else this.take(/[^"\\$`{]+|[^]/y)
  }

  private inBraces(): void {
    if (this.take(/\}/y)) this.frames.pop()
    else if (this.take(/"/y)) this.frames.push({ kind: 'double' })
    // Whether a single quote counts here, shells do not agree on.
    else if (this.take(/'/y)) this.unsure = true
    else this.take(/[^]/y)
  }

  private inCode(frame: Code): void {
    if (this.take(/"/y)) this.frames.push({ kind: 'double' })
    else if (this.text[this.offset] === "'") this.singleQuotes()
    else if (this.text[this.offset] === '#' && frame.word === this.offset) this.literal('\n', 'in a comment')
    else if (this.take(/<<(-?)(?!<)[ \t]*/y)) this.hereDocument(frame)
    else if (this.take(/<<<|&>|>&|<&/y)) frame.word = this.offset
    else if (this.take(/\n/y)) this.newLine(frame)
    else if (this.take(/[ \t;&|]/y)) this.endWord(frame)
    else if (this.take(/\(/y)) this.open(frame)
    else if (this.take(/\)/y)) this.close(frame)
    else if (this.take(/[\w./:=-]+|[^]/y)) this.keyword(frame)
  }

  private endWord(frame: Code): void {
    if (/[;&|]/.test(this.text[this.offset - 1] ?? '')) frame.command = this.offset
    frame.word = this.offset
  }

  private open(frame: Code): void {
    const before = this.text.slice(0, this.offset - 1)
    frame.parens++
    if (frame.arithmetic === undefined && before.endsWith('(')) frame.arithmetic = frame.parens
    frame.word = frame.command = this.offset
  }

  private close(frame: Code): void {
    frame.word = frame.command = this.offset
    if (frame.parens > 0) {
      if (frame.arithmetic === frame.parens) delete frame.arithmetic
      frame.parens--
    } else if (frame.cases === 0 && this.frames.length > 1) this.frames.pop()
  }

  private keyword(frame: Code): void {
    const word = this.text.slice(frame.word, this.offset)
    if (/[\s;&|()]/.test(this.text[this.offset] ?? ' ')) {
      if (word === 'case') frame.cases++
      if (word === 'esac' && frame.cases > 0) frame.cases--
    }
  }

  private afterBackslash(): void {
    // `\{{ name }}` would leave half a placeholder as text.
    if (this.text[this.offset - 1] === '{') {
      this.offset--
      const placeholder = this.placeholder()
      if (placeholder === undefined) this.offset++
      else {
        this.trim(1)
        this.found.push({ ...placeholder, place: 'behind a backslash' })
      }
    }
  }

  private singleQuotes(): void {
    const dollar = this.text[this.offset - 1] === '$'
    const start = this.offset
    this.literal("'", 'in single quotes')
    // `$'a\'b'` ends in one place for bash and in another for dash.
    if (dollar && /(?<!\\)(?:\\\\)*\\'$/.test(this.text.slice(start, this.offset))) this.unsure = true
  }

  /** Text in which nothing is read, up to `end`. */
  private literal(end: string, place: string): void {
    const start = this.offset + 1
    const escaped = end === '`'
    let close = this.text.indexOf(end, start)
    while (escaped && close > 0 && this.text[close - 1] === '\\') close = this.text.indexOf(end, close + 1)
    // A comment needs no end, and its line break is read as one.
    const to = close < 0 ? this.text.length : end === '\n' ? close : close + 1
    if (close < 0 && end !== '\n') this.frames.push({ kind: 'double' })
    this.copy(to, place)
  }

  /** Takes text as it is; placeholders in it stand in `place`. */
  private copy(to: number, place: string): void {
    while (this.offset < to) {
      const placeholder = this.placeholder()
      if (placeholder !== undefined) this.found.push({ ...placeholder, place })
      else this.take(/[^]/y)
    }
  }

  private hereDocument(frame: Code): void {
    if (frame.arithmetic !== undefined) return
    const tabs = /<<-[ \t]*$/.test(this.text.slice(0, this.offset))
    const start = this.offset
    while (this.take(/'[^']*'|"[^"]*"|\\[^]|[^\s;&|<>()'"\\]/y));
    const word = this.text.slice(start, this.offset)
    if (word.includes('{{')) this.unsure = true
    frame.documents.push({ end: word.replaceAll(/['"\\]/g, ''), quoted: /['"\\]/.test(word), tabs })
  }

  private newLine(frame: Code): void {
    for (const { end, quoted, tabs } of frame.documents.splice(0)) {
      const from = this.offset
      const last = new RegExp(`^${tabs ? '\\t*' : ''}${end.replaceAll(/[^\w]/g, '\\$&')}$`, 'm')
      const found = last.exec(this.text.slice(from))
      this.copy(
        found === null ? this.text.length : from + found.index,
        quoted ? 'in a quoted here-document' : 'quoted',
      )
      this.copy(this.offset + (found?.[0].length ?? 0), 'at the end of a here-document')
    }
    frame.word = frame.command = this.offset
  }

  private placeIn(frame: Frame): string {
    if (this.unsure) return 'behind quotes that shells read differently'
    if (this.frames.some(({ kind }) => kind === 'braces')) return 'in `${…}`'
    if (this.frames.some((one) => one.kind === 'code' && one.arithmetic !== undefined)) return 'in arithmetic'
    if (this.frames.some((one) => one.kind === 'code' && this.runsItsWord(one)))
      return 'in text that is run as a command'
    return frame.kind === 'double' ? 'quoted' : 'bare'
  }

  /** `eval …`, `sh -c …`: the word is read as code once more. `[[ … ]]` reads numbers as arithmetic. */
  private runsItsWord({ command, word }: Code): boolean {
    const before = this.text.slice(command, word)
    return /(?:^|\s)(?:eval\s|\[\[\s(?!.*\]\])|(?:\S*\/)?(?:ba|da|z|k|a)?sh\s+(?:-\S+\s+)*-\w*c\s+$)/.test(
      before,
    )
  }

  private placeholder(): { name: string } | undefined {
    if (this.text[this.offset] !== '{') return undefined
    const pattern = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/y
    pattern.lastIndex = this.offset
    const match = pattern.exec(this.text)
    const name = match?.[1]
    if (match === null || name === undefined || !this.isVariable(name) || this.text[this.offset - 1] === '$')
      return undefined
    this.offset += match[0].length
    return { name }
  }

  /** Copies what matches here into the result. */
  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset
    const match = pattern.exec(this.text)
    if (match === null) return false
    this.found.push(match[0])
    this.offset += match[0].length
    return true
  }

  private trim(length: number): void {
    const last = this.found.pop()
    if (typeof last === 'string') this.found.push(last.slice(0, -length))
  }
}
