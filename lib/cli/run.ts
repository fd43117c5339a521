/** `run`: the older spelling of `make`, by phase and group. */
import { Option } from 'clipanion'
import { MakingCommand } from './make.js'
import { Exit } from './exit.js'

export class RunCommand extends MakingCommand {
  static override paths = [['run']]
  static override usage = MakingCommand.Usage({
    category: 'Run',
    description: 'make a phase or a group, or with --all everything',
    details: '`run --phase 3 --group c` is `make c`; every option of `make` is understood.',
    examples: [
      ['The first phase', '$0 run --phase 1'],
      ['One group, shown before it is done', '$0 run --phase 1 --group a --dry-run'],
      ['Everything', '$0 run --all'],
    ],
  })
  phase = Option.String('--phase', { description: 'its id, or its number' })
  group = Option.String('--group', { description: 'a group of the phase' })
  all = Option.Boolean('--all', false, { description: 'every phase' })

  async execute(): Promise<number> {
    if (this.all) return await this.make([], [])
    const target = this.group ?? this.phase
    if (target === undefined) {
      this.say('say which: `--phase 1`, `--group c`, or `--all`')
      throw new Exit(2)
    }
    return await this.make([target], [])
  }
}
