/** The commands that only ask: `status`, `why`, `plan`, `list`. They take no lock and change nothing. */
import { Option } from 'clipanion'
import type { Node } from '../core/graph.js'
import type { Plan } from '../core/plan.js'
import { chainOf } from '../core/plan.js'
import { forecast } from '../engine/forecast.js'
import { WorkspaceCommand } from './command.js'
import { Exit } from './exit.js'
import type { OpenWorld } from './outside.js'
import type { Workspace } from './workspace.js'

abstract class AskingCommand extends WorkspaceCommand {
  asJson = Option.Boolean('--json', false, { description: 'the same as JSON, whose shape is a promise' })

  /** The forecast of these tasks and of all they need, cut to the tasks. */
  protected async foretold(workspace: Workspace, nodes: ReadonlySet<Node>, whole = false): Promise<Plan> {
    return await this.asking(workspace, async (world) => {
      const wanted = this.withNeeds(workspace, nodes)
      const { plan } = await forecast(workspace.graph, world, wanted, {
        withEffects: false,
        forced: new Set(),
      })
      const named = new Set([...nodes].map((node) => workspace.graph.targets[node]?.task.id))
      return whole ? plan : { ...plan, steps: plan.steps.filter(({ task }) => named.has(task.id)) }
    })
  }

  protected async asking<T>(workspace: Workspace, ask: (world: OpenWorld) => Promise<T>): Promise<T> {
    const world = await this.world(workspace)
    try {
      return await ask(world)
    } finally {
      await world.close()
    }
  }
}

export class StatusCommand extends AskingCommand {
  static override paths = [['status']]
  static override usage = AskingCommand.Usage({
    category: 'Ask',
    description: 'what is done, what is stale, and when each task ran last',
    examples: [
      ['Everything', '$0 status'],
      ['One phase, for a program', '$0 status phase-1 --json'],
    ],
  })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    const workspace = await this.workspace()
    const plan = await this.foretold(workspace, await this.select(workspace, this.targets))
    if (this.asJson) this.json((await import('../render/shapes.js')).statusJson(plan))
    else {
      const { statusText } = await import('../render/status.js')
      const now = this.context.outside.now()
      this.print(statusText(plan, workspace.roadmap, { colour: this.colour, now, ...this.columns }))
    }
    return 0
  }
}

export class WhyCommand extends AskingCommand {
  static override paths = [['why']]
  static override usage = AskingCommand.Usage({
    category: 'Ask',
    description: 'every reason for which a task must run, back to the root',
    details: 'For a fresh task: what would make it run.',
    examples: [
      ['A task', '$0 why 2.1'],
      ['The task that writes a file', '$0 why src/users.test.ts'],
    ],
  })
  task = Option.String({ name: 'TASK' })

  async execute(): Promise<number> {
    const workspace = await this.workspace()
    const node = await this.one(workspace, this.task)
    const plan = await this.foretold(workspace, new Set([node]), true)
    const steps = new Map(plan.steps.map((step) => [step.task.id, step]))
    const id = workspace.graph.targets[node]?.task.id
    const step = id === undefined ? undefined : steps.get(id)
    if (id === undefined || step === undefined) throw new Error(`no step for ${this.task}`)
    const told = { step, chain: chainOf(id, steps) }
    if (this.asJson) this.json((await import('../render/shapes.js')).whyJson(told))
    else {
      const { whyText } = await import('../render/why.js')
      const { accepted, message } = step.record ?? {}
      const notes = [
        ...(accepted === true ? ['accepted as it is, by `adopt`'] : []),
        ...(message === undefined ? [] : [`last time: ${message}`]),
      ]
      this.print(this.fit(whyText({ ...told, notes }, this.colour)))
    }
    return 0
  }
}

export class PlanCommand extends AskingCommand {
  static override paths = [['plan']]
  static override usage = AskingCommand.Usage({
    category: 'Ask',
    description: 'what would run, in which order, how wide, and why',
    examples: [
      ['What a make would do', '$0 plan'],
      ['As a patch of all that recipes would write', '$0 plan --diff > roadmap.patch'],
      ['As a picture', '$0 plan --graph mermaid --by group'],
    ],
  })
  diff = Option.Boolean('--diff', false, {
    description: 'the diff of what recipes would write, and nothing else',
  })
  graph = Option.String('--graph', { description: 'mermaid or dot' })
  by = Option.String('--by', 'task', { description: 'nodes of the picture: task or group' })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    const { graph, by } = this
    if (graph !== undefined && graph !== 'mermaid' && graph !== 'dot')
      return this.no(`\`--graph ${graph}\` is not one of mermaid, dot`)
    if (by !== 'task' && by !== 'group') return this.no(`\`--by ${by}\` is not one of task, group`)
    const workspace = await this.workspace()
    const nodes = await this.select(workspace, this.targets)
    if (this.diff) return await this.showDiff(workspace, nodes)
    const plan = await this.foretold(workspace, nodes, true)
    if (this.asJson) this.json((await import('../render/shapes.js')).planJson(plan))
    else if (graph !== undefined)
      this.print((await import('../render/picture.js')).planGraph(plan, graph, by))
    else
      this.print((await import('../render/plan.js')).planText(plan, { colour: this.colour, ...this.columns }))
    return 0
  }

  private async showDiff(workspace: Workspace, nodes: ReadonlySet<Node>): Promise<number> {
    const { showPreview } = await import('./preview.js')
    const out = (text: string): void => this.print(text)
    return await this.asking(workspace, (world) =>
      showPreview(workspace, world, this.withNeeds(workspace, nodes), new Set(), {
        out,
        say: (text) => this.say(text),
        colour: this.colour,
        full: false,
      }),
    )
  }

  private no(message: string): never {
    this.say(message)
    throw new Exit(2)
  }
}

export class ListCommand extends WorkspaceCommand {
  static override paths = [['list'], ['ls']]
  static override usage = WorkspaceCommand.Usage({
    category: 'Ask',
    description: 'phases, groups and tasks in short',
    examples: [['All of them', '$0 list']],
  })

  async execute(): Promise<number> {
    const { roadmap } = await this.workspace()
    this.print((await import('../render/list.js')).listText(roadmap, this.colour))
    return 0
  }
}
