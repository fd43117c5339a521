/** The face for a terminal: what runs and how far the run is, in a window of fixed height; what matters stays above it. */
import type { Renderer, Stamped } from '../core/event.js'
import { board, type Board, type Every } from './board.js'
import { collected } from './collected.js'
import type { FaceOptions } from './face.js'
import { diagnosticText, finishedLine, isWorthALine, judgedLine, outputLines } from './lines.js'
import { effectText, noticeText } from './outcomes.js'
import { paintFor, tame } from './paint.js'
import { windowLines } from './frame.js'
import { progress } from './progress.js'
import { summaryText, teller } from './summary.js'
import { terminalWindow } from './window.js'
import { wrap } from './wrap.js'

export interface TreeOptions extends FaceOptions {
  /** Asked at every frame: a terminal may change its size. */
  readonly columns: () => number
  readonly rows: () => number
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly every?: Every
}

export interface TreeRenderer extends Renderer {
  /** Takes the window away: somebody else, a prompt, owns the terminal until `resume`. */
  pause(): void
  resume(): void
}

/** After so many finished tasks only those that did not work get a line that stays. */
const LINES_THAT_STAY = 200
/** No terminal shows more. */
const MOST_SLOTS = 100

const interval: Every = (ms, tick) => {
  const timer = setInterval(tick, ms)
  return () => clearInterval(timer)
}

export function treeRenderer(options: TreeOptions): TreeRenderer {
  const { out, err, colour, verbose, now = Date.now, every = interval } = options
  const columns = (): number => options.columns() || 80
  const window = terminalWindow(out, columns)
  const outputs = collected()
  const told = teller()
  const far = progress(now)
  let live: Board | undefined
  let ended: Promise<unknown> = Promise.resolve()
  let jobs = 1
  let stayed = 0
  let paused = false
  /** What is to be printed above the window at the next frame, each with where it goes. */
  let pending: { readonly to: (text: string) => void; readonly text: string }[] = []

  const print = (text: string): void => put(out, text)
  const say = (text: string): void => put(err, text)

  /** Before the first task has started there is no window to be kept whole: "waiting for the lock" must be seen at once. */
  function put(to: (text: string) => void, text: string): void {
    if (live === undefined && !paused) to(text)
    else pending.push({ to, text })
  }

  function take(event: Stamped): void {
    told.take(event)
    far.take(event)
    switch (event.type) {
      case 'planned':
        jobs = event.jobs
        stayed = 0
        return
      case 'judged':
        if (verbose) print(judgedLine(event.task, event.verdict, options))
        return
      case 'started':
        live ??= begin()
        return
      case 'output':
        if (options.output === 'full') outputs.add(event.task, event.text)
        return
      case 'effect':
        if (verbose || event.effect.merged === true) print(`  ${event.task}: ${effectText(event.effect)}\n`)
        return
      case 'finished':
        finished(event)
        return
      case 'noticed':
        say(wrap(`${tame(noticeText(event), colour)}\n`, columns()))
        return
      case 'diagnostic':
        say(diagnosticText(event, options))
        return
      case 'ended':
        end()
        leave()
        print(summaryText(told.story, event, options))
    }
  }

  function finished(event: Extract<Stamped, { type: 'finished' }>): void {
    const output = outputLines(outputs.take(event.task), colour)
    if (!isWorthALine(event.outcome, verbose)) return
    if (event.outcome.kind === 'failed' || output !== '' || ++stayed <= LINES_THAT_STAY)
      print(wrap(finishedLine(event, options), columns()) + output)
    else if (stayed === LINES_THAT_STAY + 1)
      print(paintFor(colour).dim('many tasks: from here on only failures are listed\n'))
  }

  function frame(slots: readonly { title?: string }[], spinner: string): void {
    if (paused) return
    const lines = windowLines(
      { spinner, far, columns: columns(), room: room(slots.length - 1), now: now() },
      options,
    )
    for (const [i, slot] of slots.entries()) slot.title = lines[i] ?? ''
    const titles = slots.flatMap(({ title }) => (title === undefined || title === '' ? [] : [title]))
    if (pending.some(({ to }) => to === err)) leave()
    window.draw(titles, flushed())
  }

  /** Rows for running tasks: some are left for what stands above, and on a very low terminal none is taken. */
  function room(slots: number): number {
    const rows = options.rows() || 24
    return rows < 5 ? 0 : Math.min(slots, Math.max(1, rows - 6))
  }

  function flushed(): string {
    const text = pending.map((one) => one.text).join('')
    pending = []
    return text
  }

  /** Takes the window away and prints what is pending, each to its own stream. */
  function leave(): void {
    window.clear()
    for (const { to, text } of pending) to(text)
    pending = []
  }

  function begin(): Board {
    const begun = board(Math.min(jobs, MOST_SLOTS) + 1, { every, tick: frame })
    ended = Promise.all([ended, begun.ended])
    return begun
  }

  function end(): void {
    live?.end()
    live = undefined
  }

  return {
    take,
    pause() {
      paused = true
      leave()
    },
    resume() {
      paused = false
    },
    // The terminal is put back before anything is waited for: a second Ctrl-C may not wait.
    async close() {
      end()
      leave()
      await ended
    },
  }
}
