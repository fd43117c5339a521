/** What `init` adds to `.gitignore`: what this program keeps, but for the answers of people, which are decisions. */

const LINES = ['.orchestrate/*', '!.orchestrate/answers.yaml']

/** The text to append; empty where nothing is missing. Line breaks as the file has them. */
export function ignoring(bytes: Uint8Array | undefined, more: readonly string[] = []): string {
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes)
  const there = new Set(text.split(/\r?\n/).map((line) => plain(line.trim())))
  const own = there.has('.orchestrate') ? [] : LINES
  const missing = [...own, ...more.filter((line) => !there.has(plain(line)))]
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  if (missing.length === 0) return ''
  const start = text === '' || text.endsWith('\n') ? '' : end
  return start + missing.map((line) => line + end).join('')
}

/** `/coverage/` and `**\/coverage` are `coverage`; `.orchestrate/*` and the folder are the same to us. */
const plain = (line: string): string => line.replace(/^(?:\*\*)?\//, '').replace(/(?:\/\*{0,2})?$/, '')
