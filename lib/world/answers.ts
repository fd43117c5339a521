/** `answers.yaml`: what people decided, to be read and committed by people. */
import { readFileSync } from 'node:fs'
import type { Digest } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import type { TaskId } from '../core/task.js'
import type { Answer } from '../core/world.js'
import { codeOf, refusing } from './errno.js'
import { replaceFile } from './replace.js'
import { checkVersion, VERSION } from './version.js'

export interface Answers {
  get(task: TaskId): Answer | undefined
  set(task: TaskId, answer: Answer): void
}

const HEAD = '# Answers to manual tasks, each bound to what was shown. These are decisions: commit them.'
const NAME = '.orchestrate/answers.yaml'

/** A file that cannot be read is somebody's text (a merge conflict, it may be): it is said, and never written over. */
export async function openAnswers(file: string, notice: (text: string) => void): Promise<Answers> {
  const text = textOf(file)
  const answers = text === undefined ? new Map<string, Answer>() : await parse(text, notice)
  return {
    get: (task) => answers?.get(task),
    set(task, answer) {
      if (answers === undefined)
        throw new Refusal(`\`${NAME}\` cannot be read, and is not written over: mend it first`)
      answers.set(task, answer)
      refusing('write', NAME, () => {
        replaceFile(file, format(answers))
      })
    },
  }
}

async function parse(text: string, notice: (text: string) => void): Promise<Map<string, Answer> | undefined> {
  const yaml = await import('yaml')
  try {
    const stored: unknown = yaml.parse(text)
    checkVersion(stored, 'answers.yaml')
    const { answers } = stored as { readonly answers?: unknown }
    return new Map(Object.entries(answers ?? {}).map(([task, answer]) => [task, asAnswer(task, answer)]))
  } catch (error) {
    if (error instanceof Refusal) throw error
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/:$/, '') : ''
    notice(`\`${NAME}\` cannot be read, and counts for nothing until it is mended: ${why}`)
    return undefined
  }
}

function asAnswer(task: string, value: unknown): Answer {
  const { answer, question, bound, at, by } = (value ?? {}) as Readonly<Record<string, unknown>>
  const known = (['yes', 'no', 'skip'] as const).find((one) => one === answer)
  if (known === undefined)
    throw new TypeError(`the answer to \`${task}\` is none of \`yes\`, \`no\`, \`skip\``)
  if (typeof question !== 'string' || typeof bound !== 'string' || typeof at !== 'string')
    throw new TypeError(`the answer to \`${task}\` lacks \`question\`, \`bound\` or \`at\``)
  return { answer: known, question, bound: bound as Digest, at, ...(typeof by === 'string' ? { by } : {}) }
}

/** A JSON string is a YAML one; so little needs no package, and the first answer does not wait for it to load. */
function format(answers: ReadonlyMap<string, Answer>): string {
  const lines = [HEAD, `version: ${VERSION}`, 'answers:']
  for (const [task, { answer, question, bound, at, by }] of [...answers].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    lines.push(`  ${JSON.stringify(task)}:`)
    for (const [key, text] of Object.entries({ answer, question, bound, at, by }))
      if (text !== undefined) lines.push(`    ${key}: ${JSON.stringify(text)}`)
  }
  return `${lines.join('\n')}\n`
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
