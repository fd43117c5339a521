/** The face for pipes and logs: a line for each task that ran, output never interleaved, the summary at the end. */
import type { Renderer, Stamped } from '../core/event.js'
import type { TaskId } from '../core/task.js'
import type { Every } from './board.js'
import { collected } from './collected.js'
import type { FaceOptions } from './face.js'
import { diagnosticText, finishedLine, isWorthALine, judgedLine, outputLines, titleOf } from './lines.js'
import { effectText, noticeText } from './outcomes.js'
import { progress } from './progress.js'
import { summaryText, teller } from './summary.js'
import { tame } from './paint.js'

/** A task that runs for longer than this, in milliseconds, is said to run, and how far the run is after it: a log that stands still looks dead. */
const LONG = 10_000

const interval: Every = (ms, tick) => {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}

type Finished = Extract<Stamped, { type: 'finished' }>

/** `write` is how a finished task's line and output go out, where that is not simply one after the other. */
export function plainRenderer(
  options: FaceOptions & { readonly every?: Every; readonly now?: () => number },
  write: (event: Finished, line: string, output: string) => void = (_, line, output) =>
    options.out(line + output),
): Renderer {
  const { out, err, colour, verbose } = options
  const outputs = collected()
  const told = teller()
  const far = progress(options.now ?? Date.now)
  /** Tasks that run, and how often the clock struck meanwhile. */
  const running = new Map<TaskId, number>()
  let still: (() => void) | undefined

  function strike(): void {
    for (const [task, times] of running) {
      running.set(task, times + 1)
      if (times === 1) out(`running ${titleOf(task, options)}\n`)
    }
  }

  function take(event: Stamped): void {
    told.take(event)
    far.take(event)
    switch (event.type) {
      case 'planned':
        return
      case 'started':
        running.set(event.task, 0)
        still ??= (options.every ?? interval)(LONG / 2, strike)
        return
      case 'judged':
        if (verbose) out(judgedLine(event.task, event.verdict, options))
        return
      case 'output':
        if (options.output !== 'none') outputs.add(event.task, event.text)
        return
      case 'effect':
        if (verbose || event.effect.merged === true) out(`  ${event.task}: ${effectText(event.effect)}\n`)
        return
      case 'finished':
        finished(event)
        return
      case 'noticed':
        err(`${tame(noticeText(event), colour)}\n`)
        return
      case 'diagnostic':
        err(diagnosticText(event, options))
        return
      case 'ended':
        out(summaryText(told.story, event, options))
    }
  }

  function finished(event: Finished): void {
    running.delete(event.task)
    const output = outputs.take(event.task)
    if (!isWorthALine(event.outcome, verbose)) return
    const isShown = options.output === 'full' || event.outcome.kind === 'failed'
    write(event, finishedLine(event, options), isShown ? outputLines(output, colour) : '')
    if (event.ms >= LONG && !far.isOver()) out(`${far.line()}\n`)
  }

  return { take, close: () => still?.() }
}
