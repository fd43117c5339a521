/** The commands that need no graph: `log`, `schema`, `completion`, `demo`. */
import { Command, Option } from 'clipanion'
import { WorkspaceCommand } from './command.js'
import { completionScript, SHELLS } from './completion.js'
import type { Context } from './outside.js'

export class LogCommand extends WorkspaceCommand {
  static override paths = [['log']]
  static override usage = WorkspaceCommand.Usage({
    category: 'Ask',
    description: 'the last output of a task',
    examples: [['All that it printed', '$0 log unit-tests']],
  })
  task = Option.String({ name: 'TASK' })

  async execute(): Promise<number> {
    const workspace = await this.workspace()
    const id = workspace.graph.targets[await this.one(workspace, this.task)]?.task.id
    if (id === undefined) throw new Error(`no task ${this.task}`)
    const world = await this.world(workspace)
    try {
      const text = world.lastLog(id)
      if (text === undefined) this.say(`\`${id}\` has printed nothing: it never ran a command here`)
      else this.context.stdout.write(text)
      return text === undefined ? 1 : 0
    } finally {
      await world.close()
    }
  }
}

export class SchemaCommand extends Command<Context> {
  static override paths = [['schema']]
  static override usage = Command.Usage({
    category: 'Set up',
    description: 'the JSON Schema of a roadmap, for editors',
    examples: [['Into a file that a roadmap can name', '$0 schema > roadmap.schema.json']],
  })

  async execute(): Promise<number> {
    const { roadmapSchema } = await import('../roadmap/schema.js')
    this.context.stdout.write(`${JSON.stringify(roadmapSchema, null, 2)}\n`)
    return 0
  }
}

export class CompletionCommand extends Command<Context> {
  static override paths = [['completion']]
  static override usage = Command.Usage({
    category: 'Set up',
    description: 'a script that completes commands, options and tasks',
    examples: [
      ['bash', 'source <($0 completion bash)'],
      ['zsh', 'source <($0 completion zsh)'],
      ['fish', '$0 completion fish | source'],
    ],
  })
  shell = Option.String({ name: 'SHELL' })

  async execute(): Promise<number> {
    const shell = SHELLS.find((name) => name === this.shell)
    if (shell === undefined) {
      this.context.stderr.write(`\`${this.shell}\` is not one of ${SHELLS.join(', ')}\n`)
      return 2
    }
    this.context.stdout.write(completionScript(shell))
    return await Promise.resolve(0)
  }
}

export class DemoCommand extends Command<Context> {
  static override paths = [['demo']]
  static override usage = Command.Usage({
    category: 'Set up',
    description: 'the whole thing on a bundled sample',
    details:
      'Copies a repository with little coverage and a placeholder pipeline to a new folder, installs it with `npm ci`, and makes its roadmap there, with the coverage before and after. It takes some 15 minutes on two quiet cores. With `--tour`: how staleness works, on a small library, in half a minute.',
    examples: [
      ['In a new temporary folder', '$0 demo'],
      ['In a folder of your choice', '$0 demo ./try-orchestrate'],
      ['What runs again after an edit, and why', '$0 demo --tour'],
    ],
  })
  folder = Option.String({ name: 'FOLDER', required: false })
  isTour = Option.Boolean('--tour', false, { description: 'how staleness works, on a small library' })

  async execute(): Promise<number> {
    if (this.isTour) return await (await import('./tour.js')).tour(this.context, this.folder)
    const { demonstrate } = await import('./demonstrate.js')
    return await demonstrate(this.context, this.folder)
  }
}
