/** `watch --daemon` and what is asked of it: `watch status`, `watch stop`, `watch logs`. */
import { join } from 'node:path'
import { Option } from 'clipanion'
import type { WatchShape } from '../render/watching.js'
import { statusLines } from '../render/watching.js'
import { WorkspaceCommand } from './command.js'
import type { Daemons, Outside } from './outside.js'

export const stateFolder = (root: string): string => join(root, '.orchestrate')
export const logFile = (root: string): string => join(stateFolder(root), 'watch.log')

/** Milliseconds between two looks at whether it has begun or ended, and after which it is not waited for. */
const LOOK = 50
const PATIENCE = 20_000

/** Starts it, and waits until it answers. Gives the exit code. */
export async function startDaemon(
  root: string,
  words: readonly string[],
  outside: Outside,
  say: (text: string) => void,
): Promise<number> {
  const daemons = await outside.openDaemons()
  const running = await daemons.ask(stateFolder(root), 'status')
  if (running.kind === 'answer') {
    say(
      `it is watched already: ${statusLines(running.value as WatchShape, outside.now()).split('\n')[0] ?? ''}`,
    )
    return 0
  }
  if (running.kind === 'silent' && daemons.end(stateFolder(root)))
    say('the watch that was there did not answer any more, and was ended')
  const started = daemons.start(words, logFile(root))
  let code: number | undefined
  void started.ended.then((ended) => {
    code = ended
  })
  if (await comesTo('answer', root, daemons, outside, () => code !== undefined)) {
    started.release()
    say('watching in the background: `orchestrate watch status`, `watch logs`, `watch stop`')
    return 0
  }
  say(new TextDecoder().decode(outside.readFile(logFile(root)) ?? new Uint8Array()).trimEnd())
  say('the watch did not begin')
  return code === undefined || code === 0 ? 1 : code
}

/** Asks again and again until it is so; false where that takes too long, or `isOver` says that it never will be. */
async function comesTo(
  wanted: 'answer' | 'none',
  root: string,
  daemons: Daemons,
  { now, clock }: Pick<Outside, 'now' | 'clock'>,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  for (const since = now(); !isOver() && now() - since < PATIENCE;) {
    if ((await daemons.ask(stateFolder(root), 'status')).kind === wanted) return true
    await clock.sleep(LOOK)
  }
  return false
}

abstract class DaemonCommand extends WorkspaceCommand {
  protected async daemons(): Promise<{ readonly daemons: Daemons; readonly root: string }> {
    const { root } = await this.workspace()
    return { daemons: await this.context.outside.openDaemons(), root }
  }

  protected none(): number {
    this.say('nothing watches here: `orchestrate watch --daemon` begins')
    return 1
  }
}

export class WatchStatusCommand extends DaemonCommand {
  static override paths = [['watch', 'status']]
  static override usage = WorkspaceCommand.Usage({
    description: 'what the watch in the background does',
    details: 'Ends with 1 where nothing watches.',
    examples: [
      ['For people', '$0 watch status'],
      ['For programs', '$0 watch status --json'],
    ],
  })
  isJson = Option.Boolean('--json', false, { description: 'as JSON' })

  async execute(): Promise<number> {
    const { daemons, root } = await this.daemons()
    const answer = await daemons.ask(stateFolder(root), 'status')
    if (answer.kind === 'none') return this.none()
    if (answer.kind !== 'answer') {
      this.say('a watch is there and does not answer: `orchestrate watch stop` ends it')
      return 1
    }
    if (this.isJson) this.json(answer.value)
    else this.print(`${statusLines(answer.value as WatchShape, this.context.outside.now())}\n`)
    return 0
  }
}

export class WatchStopCommand extends DaemonCommand {
  static override paths = [['watch', 'stop']]
  static override usage = WorkspaceCommand.Usage({
    description: 'end the watch in the background',
    details: 'What runs is ended in order. One that does not answer is ended at once.',
    examples: [['End it', '$0 watch stop']],
  })

  async execute(): Promise<number> {
    const { daemons, root } = await this.daemons()
    const { outside } = this.context
    const { kind } = await daemons.ask(stateFolder(root), 'stop')
    if (kind === 'none') return this.none()
    if (kind === 'answer' && (await comesTo('none', root, daemons, outside))) {
      this.print('the watch has ended\n')
      return 0
    }
    daemons.end(stateFolder(root))
    this.print('the watch did not answer, and was ended\n')
    return 0
  }
}

export class WatchLogsCommand extends DaemonCommand {
  static override paths = [['watch', 'logs']]
  static override usage = WorkspaceCommand.Usage({
    description: 'what the watch in the background has said',
    examples: [
      ['So far', '$0 watch logs'],
      ['And what it says from now on', '$0 watch logs --follow'],
    ],
  })
  follow = Option.Boolean('--follow', false, { description: 'go on until it ends, or you do' })

  async execute(): Promise<number> {
    const { daemons, root } = await this.daemons()
    const { outside } = this.context
    const stop = new AbortController()
    const unlisten = outside.onSignal((signal) => stop.abort(signal))
    let shown = 0
    const show = (): void => {
      const bytes = outside.readFile(logFile(root)) ?? new Uint8Array()
      if (bytes.length < shown) shown = 0 // begun anew
      this.print(new TextDecoder().decode(bytes.subarray(shown)))
      shown = bytes.length
    }
    show()
    while (this.follow && !stop.signal.aborted) {
      await outside.clock.sleep(LOOK * 4, stop.signal)
      show()
      if ((await daemons.ask(stateFolder(root), 'status')).kind === 'none') break
    }
    unlisten()
    return 0
  }
}
