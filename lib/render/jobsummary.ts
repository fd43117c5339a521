/** The end of a run as Markdown, for the summary page of a job on GitHub. */
import type { Summary } from '../core/event.js'
import type { FaceOptions } from './face.js'
import { titleOf } from './lines.js'
import { oneLine, tame } from './paint.js'
import { measuredText, totalsLine, type Story } from './summary.js'
import { tasks } from './words.js'

const LEFT_OUT = 'More is left out here: the log has it.\n'

/** At most `room` bytes; what does not fit is left out, the last first, and said. Without room even for that: nothing. */
export function jobSummary(
  story: Story,
  ended: { readonly exit: number; readonly summary: Summary },
  options: Pick<FaceOptions, 'name'>,
  room: number,
): string {
  const blocks = [
    `### orchestrate: ${totalsLine(ended.exit, ended.summary)}\n\n`,
    ...failures(story, options),
    ...waits(story, options),
    ...blocked(story),
    ...(story.measured.size > 0 ? [`${measuredText(story.measured)}\n\n`] : []),
  ]
  const all = blocks.join('')
  return Buffer.byteLength(all) <= room ? all : fitted(blocks, room)
}

function fitted(blocks: readonly string[], room: number): string {
  let left = room - Buffer.byteLength(LEFT_OUT)
  if (left < 0) return ''
  const kept: string[] = []
  for (const block of blocks) {
    left -= Buffer.byteLength(block)
    if (left < 0) break
    kept.push(block)
  }
  return kept.join('') + LEFT_OUT
}

const failures = ({ failed }: Story, options: Pick<FaceOptions, 'name'>): string[] =>
  [...failed].map(([task, { message, tail }]) => {
    const head = `**failed** ${escaped(titleOf(task, options))}: ${escaped(oneLine(message))}\n\n`
    return tail === undefined || tail.length === 0 ? head : `${head}${fenced(tail)}\n\n`
  })

/** A fence longer than any in the text, so that no output ends it. */
function fenced(lines: readonly string[]): string {
  const text = tame(lines.join('\n'), false)
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}

const waits = ({ waiting }: Story, options: Pick<FaceOptions, 'name'>): string[] =>
  [...waiting].map(
    ([task, question]) => `**waiting** ${escaped(titleOf(task, options))}: ${escaped(oneLine(question))}\n\n`,
  )

const blocked = ({ cancelled }: Story): string[] =>
  [...cancelled].map(([because, n]) => `**not run** ${tasks(n)}: ${escaped(oneLine(because))}\n\n`)

/** Markdown and HTML of a name or message shown as they are; backticks keep their meaning. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1 ? part : part.replace(/[\\*_[\]<>#|&~`]/g, '\\$&'),
    )
    .join('')
