/** `init`: looks at a repository and writes a roadmap for it, of the tasks that apply there. */
import { Option } from 'clipanion'
import { basename, dirname, resolve } from 'node:path'
import { Refusal } from '../core/recipe.js'
import type { TaskId } from '../core/task.js'
import type { Survey } from '../survey/survey.js'
import { WorkspaceCommand } from './command.js'
import { Exit } from './exit.js'
import type { OpenWorld } from './outside.js'
import { shown } from './workspace.js'

/** Tasks of tests that a first roadmap has at most. */
const MOST = 60
const GOAL = 80

/** Who asks. */
const INIT = 'init' as TaskId

export class InitCommand extends WorkspaceCommand {
  static override paths = [['init']]
  static override usage = WorkspaceCommand.Usage({
    category: 'Set up',
    description: 'a roadmap for this repository',
    details:
      'Looks at packages, frameworks, tests, services, workflows and images, and writes a roadmap.yaml of the tasks that apply, the riskiest untested code first. Never writes over one that is there.',
    examples: [
      ['With a question or two', '$0 init'],
      ['With none, and to be looked at first', '$0 init --yes --dry-run'],
      ['Every untested file, to 90 %', '$0 init --all --goal 90'],
    ],
  })
  yes = Option.Boolean('--yes', false, { description: 'asks nothing' })
  dryRun = Option.Boolean('-n,--dry-run', false, { description: 'prints the roadmap, writes nothing' })
  goal = Option.String('--goal', {
    description: `coverage to reach, in percent; ${GOAL} where it is not said`,
  })
  all = Option.Boolean('--all', false, {
    description: `a task for every untested file, not for the ${MOST} riskiest`,
  })

  async execute(): Promise<number> {
    const { outside } = this.context
    const file = resolve(outside.cwd, this.directory ?? '.', this.file ?? 'roadmap.yaml')
    const name = shown(outside, file)
    if (outside.readFile(file) !== undefined && !this.dryRun) return this.refuse(name)
    const goal = this.goalSaid()
    const root = dirname(file)
    const world = await this.opened(root)
    try {
      return await this.written(world, { file, name, root, goal })
    } finally {
      await world.close()
    }
  }

  private async opened(root: string): Promise<OpenWorld> {
    try {
      return await this.context.outside.openWorld({
        root,
        mode: 'ask',
        notice: (text) => this.say(text),
        stop: new AbortController().signal,
        yes: this.yes,
        noInput: false,
        aroundQuestion: (ask) => ask(),
      })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      throw new Refusal(`there is no folder \`${shown(this.context.outside, root)}\``, 2)
    }
  }

  private async written(
    world: OpenWorld,
    { file, name, root, goal }: { file: string; name: string; root: string; goal: number | undefined },
  ): Promise<number> {
    const { outside } = this.context
    const { readerFor } = await import('../engine/reader.js')
    const { plainYaml } = await import('../roadmap/plain.js')
    const { surveyOf } = await import('../survey/survey.js')
    const { seen } = await import('../survey/roadmap/seen.js')
    const readers = { yaml: plainYaml, offer: await outside.openOffers() }
    const survey = surveyOf(readerFor({ task: { id: INIT }, claims: [] }, world), readers, basename(root))
    for (const line of seen(survey)) this.say(line)
    const wishes = {
      goal:
        goal ?? (await this.asked(world, `Aim for ${GOAL} % of statements covered? (no: 60 %)`, GOAL, 60)),
      withPipeline: await this.pipelineToo(world, survey),
      most: this.all ? Number.POSITIVE_INFINITY : MOST,
    }
    const { fittingRoadmap } = await import('./init/fitting.js')
    const made = await fittingRoadmap(outside, world, file, survey, wishes)
    if (made.text === undefined) {
      this.say(made.message)
      return 1
    }
    for (const line of made.notes) this.say(line)
    if (this.dryRun) {
      this.print(made.text)
      return 0
    }
    if (!outside.create(file, made.text)) return this.refuse(name)
    const { ignoring } = await import('./init/ignore.js')
    const ignore = resolve(root, '.gitignore')
    const added = ignoring(outside.readFile(ignore), made.ignored)
    if (added !== '') outside.append(ignore, added)
    this.print(`${name}: ${made.summary}\n`)
    if (added !== '') this.print(`${shown(outside, ignore)}: ${added.trim().split(/\s+/).join(', ')}\n`)
    const short = name === 'roadmap.yaml' ? '' : ` -f ${name}`
    this.print(`next: \`orchestrate plan${short}\`, then \`orchestrate make ${made.first}${short} -n\`\n`)
    return 0
  }

  private refuse(name: string): number {
    this.say(
      `\`${name}\` is there already, and is not written over: move it away, write another with \`-f FILE\`, or look at a new one with \`--dry-run\``,
    )
    return 2
  }

  private goalSaid(): number | undefined {
    if (this.goal === undefined) return undefined
    const goal = Number(this.goal)
    if (this.goal.trim() !== '' && goal >= 1 && goal <= 100) return goal
    this.say(`\`--goal ${this.goal}\` is not a percentage from 1 to 100`)
    throw new Exit(2)
  }

  /** Where there is no pipeline to change, and nothing that is released, nobody is asked. */
  private async pipelineToo(world: OpenWorld, { workflows }: Survey): Promise<boolean> {
    if (workflows.length === 0) return true
    return await this.asked(world, 'Change workflows and prepare releases too (phases 4 and 6)?', true, false)
  }

  private async asked<T>(world: OpenWorld, question: string, yes: T, no: T): Promise<T> {
    const answer = await world.person.ask({
      task: INIT,
      question,
      allowSkip: false,
      approval: false,
    })
    if (answer === 'yes') return yes
    if (answer === 'no') return no
    this.say('nobody is here to answer: `orchestrate init --yes` asks nothing')
    throw new Exit(3)
  }
}
