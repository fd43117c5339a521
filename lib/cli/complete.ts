/** `complete`: what the completion scripts ask. Says nothing rather than something wrong. */
import { WorkspaceCommand } from './command.js'
import { completions } from './completion.js'
import { openWorkspace, roadmapFile } from './workspace.js'

export class CompleteCommand extends WorkspaceCommand {
  static override paths = [['complete']]

  async execute(): Promise<number> {
    const words = this.context.words
    const found = completions(words, words.length < 2 ? [] : await this.ids())
    this.print(found.map((word) => `${word}\n`).join(''))
    return 0
  }

  private async ids(): Promise<string[]> {
    const { outside } = this.context
    const opened = await openWorkspace(outside, roadmapFile(outside, this.directory, this.file))
    if ('diagnostics' in opened) return []
    return opened.roadmap.phases.flatMap((phase) => [
      phase.id,
      ...phase.groups.flatMap((group) => [group.id, ...group.tasks.map(({ id }) => id)]),
      ...phase.checkpoint.map(({ id }) => id),
    ])
  }
}
