/** `watch`: makes, and makes again what a change made stale. */
import { Option } from 'clipanion'
import { Notices } from '../engine/notices.js'
import { watch } from '../engine/watch.js'
import { startDaemon, stateFolder } from './background.js'
import { WorkspaceCommand } from './command.js'
import { Exit, exitOfSignal } from './exit.js'
import { REPORTERS } from './faces.js'
import { listenToKeys } from './keys.js'
import { GONE, Turns } from './turns.js'
import type { Workspace } from './workspace.js'
import { roadmapFile } from './workspace.js'

/** The reason of a stop that nobody signalled. */
const QUIT = 'quit'
const QUIETLY: ReadonlySet<unknown> = new Set([QUIT, GONE])

export class WatchCommand extends WorkspaceCommand {
  static override paths = [['watch']]
  static override usage = WorkspaceCommand.Usage({
    category: 'Run',
    description: 'make, and make again what a change makes stale',
    details: `
      Hears of changes in the folders where inputs, outputs and the roadmap stand, and looks for itself. A task that failed
      waits for a change of what it reads. Held are: a task whose own writes make it stale again, after its third turn in
      a row; and, after another branch was checked out or what was written was taken back, what writes files that git keeps.

      In a terminal: \`r\` makes again what is stale, held or failed, \`f\` only what failed, \`a\` everything, \`w\` says why
      the last tasks ran, \`q\` ends.
    `,
    examples: [
      ['Everything', '$0 watch'],
      ['The tests, and what they need', '$0 watch test'],
      ['One line for each event, for a log', '$0 watch --reporter plain'],
      ['In the background', '$0 watch --daemon'],
      ['What that does; what it has said; its end', '$0 watch status; $0 watch logs; $0 watch stop'],
    ],
  })
  jobs = Option.String('-j,--jobs', {
    description: 'how many tasks run at a time; as many as there are processors',
  })
  reporter = Option.String('--reporter', { description: REPORTERS.join(', ') })
  verbose = Option.Boolean('-v,--verbose', false, { description: 'tell of every effect too' })
  daemon = Option.Boolean('--daemon', false, {
    description: 'in the background: `watch status`, `watch logs`, `watch stop`',
  })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    const { outside } = this.context
    const stop = new AbortController()
    const notices = new Notices(outside.clock)
    const workspace = await this.workspace()
    const turns = new Turns(workspace, {
      context: this.context,
      stop,
      notices,
      jobs: this.jobsOf(this.jobs),
      reporter: this.reporterOf(this.reporter),
      verbose: this.verbose,
      colour: this.colour,
      select: (one) => this.select(one, this.targets),
      reopen: () => this.reopenFit(),
      openWorld: (one, more) => this.world(one, more),
    })
    await this.select(workspace, this.targets)
    if (this.daemon) return await startDaemon(workspace.root, this.own(), outside, (text) => this.say(text))
    const served = await this.serve(workspace.root, turns, stop)
    const unlisten = outside.onSignal((signal) => stop.abort(signal))
    const keys = listenToKeys(this.context, (key) => {
      if (key === 'quit') stop.abort(QUIT)
      else if (key === 'interrupt') stop.abort('SIGINT')
      else turns.press(key)
    })
    try {
      await turns.listen()
      await watch(turns)
    } finally {
      keys.close()
      served?.close()
      unlisten()
      await turns.close()
    }
    if (stop.signal.reason === GONE) this.say('the project is gone')
    return QUIETLY.has(stop.signal.reason) ? 0 : exitOfSignal(String(stop.signal.reason))
  }

  /** The same words without `--daemon`, from the same folder. */
  private own(): readonly string[] {
    const file = roadmapFile(this.context.outside, this.directory, this.file)
    const jobs = this.jobs === undefined ? [] : ['-j', this.jobs]
    return [
      'watch',
      '-f',
      file,
      '--reporter',
      'plain',
      ...jobs,
      ...(this.verbose ? ['-v'] : []),
      ...this.targets,
    ]
  }

  /** The one in the background answers to what is asked of it. */
  private async serve(
    root: string,
    turns: Turns,
    stop: AbortController,
  ): Promise<{ close(): void } | undefined> {
    const { outside } = this.context
    if (outside.env.ORCHESTRATE_WATCH !== 'daemon') return undefined
    return await (
      await outside.openDaemons()
    ).serve(stateFolder(root), (ask) => {
      if (ask === 'stop') stop.abort(QUIT)
      return turns.shape()
    })
  }

  /** The roadmap as it is now, if it is valid and the words mean something in it; if not, that is told. */
  private async reopenFit(): Promise<Workspace | undefined> {
    const next = await this.reopen()
    try {
      if (next !== undefined) await this.select(next, this.targets)
      return next
    } catch (error) {
      if (error instanceof Exit) return undefined
      throw error
    }
  }
}
