/** `make`: brings targets, and all they need, up to date. */
import { Option } from 'clipanion'
import type { Node } from '../core/graph.js'
import { saveRoadmap } from './cache.js'
import { WorkspaceCommand } from './command.js'
import type { Reporter } from './faces.js'
import { REPORTERS, faceOf } from './faces.js'
import { freshFinding } from './fresh.js'
import type { Session } from './session.js'
import { runSession } from './session.js'
import type { Workspace } from './workspace.js'
import { roadmapFile } from './workspace.js'

const SHOWN = ['full', 'failed', 'none'] as const

/** The options of `make` and of `run`, which is the older spelling of it. */
export abstract class MakingCommand extends WorkspaceCommand {
  jobs = Option.String('-j,--jobs', {
    description: 'how many tasks at a time; otherwise one a processor',
  })
  dryRun = Option.Boolean('-n,--dry-run', false, {
    description: 'show what would run and the diff of what it would write',
  })
  force = Option.Boolean('--force', false, { description: 'run the named targets although they are fresh' })
  keepGoing = Option.Boolean('--keep-going', false, {
    description: 'whatever `fail_fast` says, go on with what can go on',
  })
  failFast = Option.Boolean('--fail-fast', false, { description: 'start nothing new after a failure' })
  sequential = Option.Boolean('--sequential', false, { description: 'one task at a time' })
  only = Option.Boolean('--only', false, { description: 'just the named targets, not what they need' })
  yes = Option.Boolean('--yes', false, {
    description: 'answer questions with yes where no approval is needed',
  })
  noInput = Option.Boolean('--no-input', false, { description: 'ask nobody anything' })
  theirs = Option.Boolean('--theirs', false, { description: 'in conflicts, take what the recipe proposes' })
  ours = Option.Boolean('--ours', false, { description: 'in conflicts, keep the file as it is' })
  reporter = Option.String('--reporter', { description: REPORTERS.join(', ') })
  output = Option.String('--output', 'failed', { description: `whose output is shown: ${SHOWN.join(', ')}` })
  verbose = Option.Boolean('-v,--verbose', false, {
    description: 'tell of fresh tasks and of every effect too',
  })

  protected async make(targets: readonly string[], words: readonly string[]): Promise<number> {
    const options = this.checked()
    const workspace = await this.workspace()
    const named = await this.select(workspace, targets)
    const wanted = this.only ? named : this.withNeeds(workspace, named)
    if (this.dryRun) return await this.preview(workspace, wanted, named)
    const target = words.length > 0 ? this.theOne(workspace, named, targets) : undefined
    const stop = new AbortController()
    const face = await faceOf(this.context, workspace, {
      ...options,
      verbose: this.verbose,
      colour: this.colour,
    })
    const { outside } = this.context
    const unlisten = outside.onSignal((signal) => stop.abort(signal))
    const world = await this.world(workspace, {
      mode: 'write',
      stop: stop.signal,
      notice: (text) =>
        face.renderer.take({ type: 'noticed', text, at: new Date(outside.now()).toISOString() }),
      yes: this.yes,
      noInput: this.noInput,
      aroundQuestion: face.aroundQuestion,
    }).finally(unlisten)
    saveRoadmap(outside, workspace, roadmapFile(outside, this.directory, this.file))
    let finding: ReturnType<typeof freshFinding>
    try {
      if (this.only) this.refuseMissing(workspace, wanted, world)
      const session: Session = {
        workspace,
        outside,
        renderer: face.renderer,
        wanted,
        forced: this.force ? named : new Set(),
        jobs: options.jobs,
        failFast: this.failFast,
        keepGoing: this.keepGoing,
        follows: options.output === 'full' || options.reporter === 'json',
        stop,
        ...(this.theirs ? { side: 'theirs' } : this.ours ? { side: 'ours' } : {}),
        ...(target === undefined ? {} : { words: { node: target, words } }),
      }
      const { exit, summary } = await runSession(session, world)
      if (exit === 0 && words.length === 0 && !this.force && !this.only)
        finding = freshFinding(outside, workspace, world, { targets, wanted, summary })
      return exit
    } finally {
      await face.renderer.close()
      await world.close()
      if (finding !== undefined) outside.saveFresh(workspace.root, ['make', ...targets], finding)
    }
  }

  private checked(): { jobs: number; reporter: Reporter | undefined; output: (typeof SHOWN)[number] } {
    const reporter = this.reporterOf(this.reporter)
    const output = SHOWN.find((name) => name === this.output)
    if (output === undefined) this.stopWith(`\`--output ${this.output}\` is not one of ${SHOWN.join(', ')}`)
    const jobs = this.sequential ? 1 : this.jobsOf(this.jobs)
    if (this.theirs && this.ours)
      this.stopWith('`--theirs` and `--ours` are two answers to one question: name one')
    if (this.failFast && this.keepGoing)
      this.stopWith('`--fail-fast` and `--keep-going` contradict each other: name one')
    return { jobs, reporter, output: output ?? 'failed' }
  }

  private theOne(workspace: Workspace, named: ReadonlySet<Node>, targets: readonly string[]): Node {
    const [node] = named
    const target = node === undefined ? undefined : workspace.graph.targets[node]
    if (node === undefined || target === undefined || named.size !== 1 || targets.length !== 1)
      this.stopWith('words after `--` go to the command of one task: name just one')
    else if (target.task.type !== 'command')
      this.stopWith(`\`${target.task.id}\` is no command: it takes no words`)
    return node ?? 0
  }

  /** Without what they need, targets can run only on what is there. */
  private refuseMissing(
    workspace: Workspace,
    wanted: ReadonlySet<Node>,
    world: { disk: { digest(path: string): string } },
  ): void {
    const { graph } = workspace
    for (const node of wanted)
      for (const { to, because } of graph.needs[node] ?? []) {
        const needed = graph.targets[to]
        if (because !== 'reads-output' || needed === undefined || wanted.has(to)) continue
        const missing = needed.claims.find(
          ({ path, whole }) => whole && !path.endsWith('/') && world.disk.digest(path) === 'absent',
        )
        if (missing !== undefined)
          this.stopWith(
            `\`--only\`: \`${graph.targets[node]?.task.id ?? ''}\` needs \`${missing.path}\`, which \`${needed.task.id}\` has yet to make`,
          )
      }
  }

  private async preview(
    workspace: Workspace,
    wanted: ReadonlySet<Node>,
    named: ReadonlySet<Node>,
  ): Promise<number> {
    const { showPreview } = await import('./preview.js')
    const world = await this.world(workspace)
    try {
      const forced = this.force ? named : new Set<Node>()
      const out = (text: string): void => this.print(text)
      const say = (text: string): void => this.say(text)
      return await showPreview(workspace, world, wanted, forced, {
        out,
        say,
        colour: this.colour,
        full: true,
        ...this.columns,
      })
    } finally {
      await world.close()
    }
  }
}

export class MakeCommand extends MakingCommand {
  static override paths = [['make'], ['m']]
  static override usage = MakingCommand.Usage({
    category: 'Run',
    description: 'bring targets, and all they need, up to date',
    details: `
      A TARGET is a phase (\`phase-3\`, or \`3\`), a group, a task, \`label:NAME\`, a path that a task writes, or a glob over
      task ids. None means everything. Only what is stale runs; \`orchestrate why TASK\` tells the reasons.

      Exit codes: 0 up to date, 1 a task failed, 2 the roadmap or the command line is at fault, 3 a person is waited for.
    `,
    examples: [
      ['Everything', '$0 make'],
      ['The third phase and all it needs', '$0 make phase-3'],
      ['One task, although it is fresh', '$0 make 2.1 --force'],
      ['What would be done, with the diff', '$0 make phase-1 --dry-run'],
      ['In CI: nobody is asked, output as it comes', '$0 make --no-input --output full'],
      ['A task with words of your own; nothing is recorded', '$0 make unit-tests -- --watch'],
    ],
  })
  targets = Option.Rest({ name: 'TARGET' })

  async execute(): Promise<number> {
    return await this.make(this.targets, this.context.words)
  }
}
