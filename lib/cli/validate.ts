/** `validate`: every fault of the roadmap at once, and what is probably not meant. */
import { Option } from 'clipanion'
import type { Diagnostic } from '../core/diagnostic.js'
import { warnings } from '../core/warnings.js'
import { excerpt } from '../render/excerpt.js'
import { count } from '../render/words.js'
import { WorkspaceCommand } from './command.js'
import type { Faulty, Workspace } from './workspace.js'
import { openWorkspace, roadmapFile, shown } from './workspace.js'

export class ValidateCommand extends WorkspaceCommand {
  static override paths = [['validate']]
  static override usage = WorkspaceCommand.Usage({
    category: 'Ask',
    description: 'every fault of the roadmap at once',
    details: 'Ends with 2 where there is a fault; warnings do not count.',
    examples: [
      ['For people', '$0 validate'],
      ['For an editor', '$0 validate --json'],
    ],
  })
  asJson = Option.Boolean('--json', false, { description: 'the same as JSON, whose shape is a promise' })

  async execute(): Promise<number> {
    const { outside } = this.context
    const file = roadmapFile(outside, this.directory, this.file)
    const opened = await openWorkspace(outside, file, true)
    const diagnostics = 'diagnostics' in opened ? opened.diagnostics : await this.warned(opened)
    const isFaulty = diagnostics.some(({ severity }) => severity === 'error')
    if (this.asJson) this.json((await import('../render/shapes.js')).validateJson(diagnostics))
    else this.show(diagnostics, opened)
    return isFaulty ? 2 : 0
  }

  private async warned(workspace: Workspace): Promise<Diagnostic[]> {
    const world = await this.world(workspace)
    try {
      return [...workspace.warnings, ...warnings(workspace.graph, world)]
    } finally {
      await world.close()
    }
  }

  private show(diagnostics: readonly Diagnostic[], opened: Workspace | Faulty): void {
    const texts = new Map(opened.files.map(({ path, text }) => [shown(this.context.outside, path), text]))
    for (const one of diagnostics) this.print(`${excerpt(one, texts.get(one.at.file), this.colour)}\n`)
    const faults = diagnostics.filter(({ severity }) => severity === 'error').length
    if (faults > 0) this.print(`${count(faults, 'fault')}\n`)
    else if ('graph' in opened)
      this.print(
        `valid: ${count(opened.targets.length, 'task')} in ${count(opened.roadmap.phases.length, 'phase')}\n`,
      )
  }
}
