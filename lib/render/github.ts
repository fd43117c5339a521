/** The face for GitHub Actions: plain, with groups, annotations and a job summary. */
import { appendFileSync, statSync } from 'node:fs'
import type { Renderer, Stamped } from '../core/event.js'
import type { FaceOptions } from './face.js'
import { titleOf } from './lines.js'
import { jobSummary } from './jobsummary.js'
import { oneLine } from './paint.js'
import { plainRenderer } from './plain.js'
import { teller } from './summary.js'

export interface GithubOptions extends FaceOptions {
  /** Where the Markdown summary of the job goes: GITHUB_STEP_SUMMARY. */
  readonly summaryFile?: string
}

/** GitHub shows ten errors of a step; more would be dropped without a word. */
const ANNOTATIONS = 10
/** GitHub refuses a step's summary above this. */
const SUMMARY_BYTES = 1024 * 1024

export function githubRenderer(options: GithubOptions): Renderer {
  let annotated = 0
  const told = teller()
  const { out, err } = options
  const quiet = {
    ...options,
    out: (text: string) => out(inert(text)),
    err: (text: string) => err(inert(text)),
  }
  const plain = plainRenderer(quiet, ({ task, outcome }, line, output) => {
    quiet.out(outcome.kind === 'failed' ? line : line + output)
    if (outcome.kind !== 'failed') return
    const title = titleOf(task, options)
    if (output !== '') out(`::group::${data(`output of ${title}`)}\n${inert(output)}::endgroup::\n`)
    if (annotated++ < ANNOTATIONS) out(annotation(title, oneLine(outcome.message)))
  })

  function take(event: Stamped): void {
    if (event.type === 'planned') annotated = 0
    told.take(event)
    plain.take(event)
    if (event.type === 'ended' && options.summaryFile !== undefined)
      append(options.summaryFile, (room) => jobSummary(told.story, event, options, room), options.err)
  }
  return { take, close: () => plain.close() }
}

export const annotation = (title: string, message: string): string =>
  `::error title=${property(title)}::${data(message)}\n`

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** What a task prints must not speak to GitHub: a line that would be a command (`::stop-commands`, `##[`) no longer is one. */
const inert = (text: string): string => text.replace(/^(\s*:)(?=:)|##(?=\[)/gm, '$&\u200b')

function append(file: string, text: (room: number) => string, err: (text: string) => void): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    appendFileSync(file, text(SUMMARY_BYTES - there))
  } catch (error) {
    err(`the job summary could not be written: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
