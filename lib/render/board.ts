/** The listr2 list behind the terminal face: one slot a running task and one for the totals. It shows work, it does none. */
import type { ListrRenderer, ListrTaskObject } from 'listr2'

/** Calls `tick` every `ms` until the returned function is called. */
export type Every = (ms: number, tick: () => void) => () => void

/** listr2 and its slots. Loaded when the first task starts: where nothing is stale, it never is. */
export interface Board {
  /** Resolves when listr2 is done; from `end` on there is no tick. */
  readonly ended: Promise<void>
  end(): void
}

type Slot = ListrTaskObject<unknown>

interface TickerOptions {
  readonly every: Every
  /** Fills the slots' titles and paints them. `frame` is the spinner's. */
  readonly tick: (slots: readonly Slot[], frame: string) => void
}

const FRAME_MS = 100

export function board(slots: number, { every, tick }: TickerOptions): Board {
  let end = (): void => undefined
  let over = false
  const until = new Promise<void>((resolve) => {
    end = () => {
      over = true
      resolve()
    }
  })
  const ended = import('listr2').then(async ({ Listr, Spinner }) => {
    if (over) return
    const spinner = new Spinner()

    /** Our own listr2 renderer: the built-in one repaints every line for every event. */
    class Ticker implements ListrRenderer {
      static readonly nonTTY = true
      static rendererOptions: Record<string, never> = {}
      static rendererTaskOptions: Record<string, never> = {}
      private stop = (): void => undefined

      constructor(private readonly slots: readonly Slot[]) {}

      render = (): void => {
        this.stop = every(FRAME_MS, () => {
          spinner.spin()
          if (!over) tick(this.slots, spinner.fetch())
        })
      }

      end = (): void => this.stop()
    }

    const list = Array.from({ length: slots }, () => ({ title: ' ', task: () => until }))
    await new Listr(list, {
      concurrent: true,
      renderer: Ticker,
      registerSignalListeners: false,
      exitOnError: false,
    }).run()
  })
  return { ended, end }
}
