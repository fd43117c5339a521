/** Somebody at a terminal, asked one question at a time. */
import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import type { Person } from '../core/world.js'

export interface PersonOptions {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Questions go where results do not. */
  readonly stderr: Writable
  /** Every question is answered with yes, but for those that only a person may answer. */
  readonly yes: boolean
  readonly noInput: boolean
  /** Nobody waits for an answer any more. */
  readonly stop?: AbortSignal
  /** Called around a question, so that it has the terminal to itself. */
  readonly aroundQuestion?: <T>(ask: () => Promise<T>) => Promise<T>
}

type Ask = Parameters<Person['ask']>[0]
type Reply = Awaited<ReturnType<Person['ask']>>

export function openPerson(options: PersonOptions): Person {
  const { aroundQuestion = <T>(ask: () => Promise<T>) => ask() } = options
  let before: Promise<unknown> = Promise.resolve()
  return {
    ask(ask) {
      if (options.yes && !ask.approval) return Promise.resolve('yes')
      if (options.noInput || options.stdin.isTTY !== true) return Promise.resolve(undefined)
      const reply = before.then(() => aroundQuestion(() => converse(ask, options)))
      before = reply.catch(() => undefined)
      return reply
    },
  }
}

/** Asks until the answer is one. The terminal stays as it is, so that Ctrl-C is a signal and not a letter. */
async function converse(ask: Ask, { stdin, stderr, stop }: PersonOptions): Promise<Reply> {
  const lines = createInterface({ input: stdin, terminal: false })
  const end = (): void => lines.close()
  stop?.addEventListener('abort', end, { once: true })
  try {
    // An input that has ended says so only once: who asks it again would wait for ever.
    if (stop?.aborted === true || stdin.readableEnded) return undefined
    stderr.write(opening(ask))
    for await (const line of lines) {
      const reply = understood(line, ask.allowSkip)
      if (reply !== undefined) return reply
      stderr.write(prompt(ask))
    }
    stderr.write('\n') // after a Ctrl-C at the prompt, or the end of the input
    return undefined
  } finally {
    stop?.removeEventListener('abort', end)
    lines.close()
  }
}

function opening(ask: Ask): string {
  const instructions = ask.instructions === undefined ? '' : `${ask.instructions.trimEnd()}\n`
  return `\n${ask.task}: ${ask.question}\n${instructions}${prompt(ask)}`
}

const prompt = ({ allowSkip }: Ask): string => (allowSkip ? '[yes/no/skip] ' : '[yes/no] ')

function understood(line: string, allowSkip: boolean): Reply {
  const answer = line.trim().toLowerCase()
  if (answer === 'y' || answer === 'yes') return 'yes'
  if (answer === 'n' || answer === 'no') return 'no'
  return allowSkip && (answer === 's' || answer === 'skip') ? 'skip' : undefined
}
