/** The commands that give back or forget: `clean`, `undo`, `reset`, `adopt`. */
import { Option } from 'clipanion'
import { retired } from '../core/clean.js'
import type { Node } from '../core/graph.js'
import { Refusal } from '../core/recipe.js'
import { commandsMeant, transactionsToUndo } from '../core/undo.js'
import type { TaskId } from '../core/task.js'
import { adopt } from '../engine/adopt.js'
import type { Given } from '../engine/back.js'
import { cleanTasks } from '../engine/giveback.js'
import { undoTransactions } from '../engine/undo.js'
import { recover } from '../engine/transaction.js'
import { count } from '../render/words.js'
import { WorkspaceCommand } from './command.js'
import type { OpenWorld } from './outside.js'
import type { Workspace } from './workspace.js'

abstract class GivingCommand extends WorkspaceCommand {
  /** Under the lock, over what a dead run left put right; a dry run asks only. */
  protected async within<T>(
    dry: boolean,
    act: (workspace: Workspace, world: OpenWorld) => Promise<T> | T,
  ): Promise<T> {
    const workspace = await this.workspace()
    const stop = new AbortController()
    const unlisten = this.context.outside.onSignal((signal) => stop.abort(signal))
    const world = await this.world(workspace, { mode: dry ? 'ask' : 'write', stop: stop.signal })
    try {
      if (!dry) recover(world)
      return await act(workspace, world)
    } finally {
      unlisten()
      await world.close()
    }
  }

  protected stage(workspace: Workspace, world: OpenWorld, dry: boolean, what: string) {
    const { graph, recipes } = workspace
    return { graph, world, recipes, dry, run: `${what}-${this.context.outside.now()}` }
  }

  /** Gives the exit code: 1 where something was left. */
  protected tell({ moves, left }: Given, dry: boolean, done: string): number {
    const would = dry ? 'would be ' : ''
    // Several tasks may have written in one file: it is told once, as it ends.
    const ends = new Map(moves.map(({ path, after }) => [path, after]))
    for (const [path, after] of ends)
      this.print(`${would}${after === 'absent' ? 'removed' : 'given back'}  ${path}\n`)
    for (const { place, why } of left) this.say(`left  ${place}: it ${why}`)
    if (moves.length === 0 && left.length === 0) this.print('nothing to give back\n')
    else if (!dry && ends.size > 0) this.print(`${count(ends.size, 'file')} ${done}\n`)
    return left.length > 0 ? 1 : 0
  }

  /** Last to first. */
  protected backwards(workspace: Workspace, nodes: ReadonlySet<Node>): TaskId[] {
    const { graph } = workspace
    const order = [...graph.order].reverse().filter((node) => nodes.has(node))
    return order.flatMap((node) => graph.targets[node]?.task.id ?? [])
  }
}

export class CleanCommand extends GivingCommand {
  static override paths = [['clean']]
  static override usage = GivingCommand.Usage({
    category: 'Give back',
    description: 'give places back as they were before the tasks first wrote them',
    details:
      'A created file goes, an older one returns. What was edited since is left, named, and ends with 1.',
    examples: [
      ['One phase, shown first', '$0 clean phase-1 -n'],
      ['What tasks wrote that are no longer in the roadmap', '$0 clean --retired'],
    ],
  })
  dryRun = Option.Boolean('-n,--dry-run', false, { description: 'only tell' })
  force = Option.Boolean('--force', false, { description: 'give back what was edited since, too' })
  retired = Option.Boolean('--retired', false, { description: 'of tasks that are no longer in the roadmap' })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    return await this.within(this.dryRun, async (workspace, world) => {
      const isThere = (task: TaskId): boolean => workspace.graph.index.has(task)
      const tasks = this.retired
        ? retired(world.store.state, isThere)
        : this.backwards(workspace, await this.select(workspace, this.targets))
      const given = cleanTasks(tasks, this.stage(workspace, world, this.dryRun, 'clean'), this.force)
      return this.tell(given, this.dryRun, 'given back')
    })
  }
}

export class UndoCommand extends GivingCommand {
  static override paths = [['undo']]
  static override usage = GivingCommand.Usage({
    category: 'Give back',
    description: 'take back the writes of the last run that wrote, last to first',
    details:
      'Refuses, naming them, where a later task wrote in the place. What commands did cannot be undone, and it says so.',
    examples: [
      ['The last run that wrote', '$0 undo'],
      ['The last write of one task', '$0 undo 1.1'],
    ],
  })
  dryRun = Option.Boolean('-n,--dry-run', false, { description: 'only tell' })
  what = Option.String({ name: 'TASK|GROUP|PHASE|RUN', required: false })

  async execute(): Promise<number> {
    return await this.within(this.dryRun, async (workspace, world) => {
      const { state } = world.store
      const meant = await this.meant(workspace, world)
      const transactions = transactionsToUndo(state, meant)
      const given = undoTransactions(transactions, this.stage(workspace, world, this.dryRun, 'undo'))
      const code = this.tell(given, this.dryRun, 'taken back')
      const commands = commandsMeant(state, transactions, meant.tasks)
      if (commands.length === 0) return code
      this.say(`what commands did cannot be undone: ${commands.map((task) => `\`${task}\``).join(', ')}`)
      return given.moves.length === 0 ? 1 : code
    })
  }

  private async meant(
    workspace: Workspace,
    { store }: OpenWorld,
  ): Promise<{ tasks?: ReadonlySet<TaskId>; run?: string }> {
    const { what } = this
    if (what === undefined) return {}
    if (store.state.transactions.some(({ run }) => run === what)) return { run: what }
    return { tasks: new Set(this.backwards(workspace, await this.select(workspace, [what]))) }
  }
}

export class ResetCommand extends GivingCommand {
  static override paths = [['reset']]
  static override usage = GivingCommand.Usage({
    category: 'Give back',
    description: 'forget records, so that tasks run again; files are left',
    examples: [
      ['One task', '$0 reset 2.1'],
      ['Everything', '$0 reset --all'],
    ],
  })
  all = Option.Boolean('--all', false, { description: 'every record' })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    if (!this.all && this.targets.length === 0) {
      this.say('say which: `orchestrate reset TARGET`, or `--all`')
      return 2
    }
    return await this.within(false, async (workspace, world) => {
      const { records } = world.store.state
      const known = this.all
        ? [...records.keys()]
        : this.backwards(workspace, await this.select(workspace, this.targets))
      const forgotten = known.filter((task) => records.has(task))
      world.store.change({ records: forgotten.map((task) => [task, undefined]) })
      this.print(`${count(forgotten.length, 'record')} forgotten\n`)
      return 0
    })
  }
}

export class AdoptCommand extends GivingCommand {
  static override paths = [['adopt']]
  static override usage = GivingCommand.Usage({
    category: 'Give back',
    description: 'put the present state on record as done, without running',
    details: 'Refuses where an output is missing or, without `--force`, a task before it is stale.',
    examples: [['After a conflict was mended by hand', '$0 adopt 2.1']],
  })
  force = Option.Boolean('--force', false, { description: 'although a task before it is stale' })
  task = Option.String({ name: 'TASK' })

  async execute(): Promise<number> {
    return await this.within(false, async (workspace, world) => {
      const node = await this.one(workspace, this.task)
      try {
        const { task, accepted } = await adopt(node, workspace.graph, world, 'adopt', this.force)
        this.print(
          `\`${task}\` is ${accepted ? 'accepted as it is: what it is for is not true of it' : 'done, as it stands'}\n`,
        )
        return 0
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        this.say(error.message)
        return 1
      }
    })
  }
}
