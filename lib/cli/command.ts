/** What the commands have in common: where the roadmap is, how faults are shown, and the way to say no. */
import { Command, Option } from 'clipanion'
import type { Diagnostic } from '../core/diagnostic.js'
import type { Node } from '../core/graph.js'
import { withNeeds } from '../core/graph.js'
import { Refusal } from '../core/recipe.js'
import { excerpt } from '../render/excerpt.js'
import { wrap } from '../render/wrap.js'
import type { Reporter } from './faces.js'
import { REPORTERS } from './faces.js'
import type { Context, OpenWorld, WorldOptions } from './outside.js'
import type { Workspace } from './workspace.js'
import { openWorkspace, roadmapFile, shown } from './workspace.js'
import { Exit, exitOfSignal } from './exit.js'

export abstract class WorkspaceCommand extends Command<Context> {
  directory = Option.String('-C,--directory', { description: 'go to this folder first' })
  file = Option.String('-f,--file', { description: 'the roadmap; roadmap.yaml where it is not said' })

  /** Reads the roadmap; where it is at fault, shows every fault and ends with 2. */
  protected async workspace(): Promise<Workspace> {
    const { outside } = this.context
    const file = roadmapFile(outside, this.directory, this.file)
    const opened = await openWorkspace(outside, file)
    if ('diagnostics' in opened) {
      this.showDiagnostics(opened.diagnostics, opened.files)
      throw new Exit(2)
    }
    this.showDiagnostics(opened.warnings, opened.files)
    return opened
  }

  /** Reads the roadmap anew; where it is at fault, shows every fault and gives nothing. */
  protected async reopen(): Promise<Workspace | undefined> {
    const { outside } = this.context
    const opened = await openWorkspace(outside, roadmapFile(outside, this.directory, this.file), true)
    const isFaulty = 'diagnostics' in opened
    this.showDiagnostics(isFaulty ? opened.diagnostics : opened.warnings, opened.files)
    return isFaulty ? undefined : opened
  }

  protected async world(workspace: Workspace, more: Partial<WorldOptions> = {}): Promise<OpenWorld> {
    const options: WorldOptions = {
      root: workspace.root,
      mode: 'ask',
      notice: (text) => this.say(text),
      stop: new AbortController().signal,
      yes: false,
      noInput: true,
      aroundQuestion: (ask) => ask(),
      ...more,
    }
    try {
      return await this.context.outside.openWorld(options)
    } catch (error) {
      // Interrupted while it waited for the lock.
      if (error instanceof Refusal && options.stop.aborted)
        throw new Exit(exitOfSignal(String(options.stop.reason)))
      throw error
    }
  }

  /** The tasks that the words mean, in the order of the graph; a word that means nothing ends with 2. */
  protected async select(workspace: Workspace, words: readonly string[]): Promise<Set<Node>> {
    const { select } = await import('../roadmap/select.js')
    const selection = select(words, workspace.roadmap, workspace.targets, this.context.outside.globs)
    if ('message' in selection) {
      this.say(selection.message)
      if (selection.hint !== undefined) this.say(`  ${selection.hint}`)
      throw new Exit(2)
    }
    const nodes = [...selection.tasks].flatMap((id) => workspace.graph.index.get(id) ?? [])
    return new Set(nodes)
  }

  /** Just one task, for the commands that speak of one. */
  protected async one(workspace: Workspace, word: string): Promise<Node> {
    const exact = workspace.node(word)
    if (exact !== undefined) return exact
    const nodes = [...(await this.select(workspace, [word]))]
    if (nodes.length === 1 && nodes[0] !== undefined) return nodes[0]
    const some = nodes.slice(0, 5).map((node) => `\`${workspace.graph.targets[node]?.task.id ?? ''}\``)
    this.say(`\`${word}\` is ${nodes.length} tasks: name one of them, such as ${some.join(', ')}`)
    throw new Exit(2)
  }

  protected withNeeds(workspace: Workspace, nodes: Iterable<Node>): Set<Node> {
    return withNeeds(workspace.graph, nodes)
  }

  /** What `-j` says, or else what the machine has; a number that is none ends with 2. */
  protected jobsOf(said: string | undefined): number {
    const jobs = Number(said ?? this.context.outside.jobs)
    if (!Number.isInteger(jobs) || jobs < 1)
      this.stopWith(`\`-j ${said ?? ''}\` is not a whole number from 1`)
    return jobs
  }

  /** What `--reporter` says; a name that is none ends with 2. */
  protected reporterOf(said: string | undefined): Reporter | undefined {
    const reporter = REPORTERS.find((name) => name === said)
    if (said !== undefined && reporter === undefined)
      this.stopWith(`\`--reporter ${said}\` is not one of ${REPORTERS.join(', ')}`)
    return reporter
  }

  protected stopWith(message: string): void {
    this.say(message)
    throw new Exit(2)
  }

  protected print(text: string): void {
    this.context.stdout.write(text)
  }

  protected say(text: string): void {
    this.context.stderr.write(`${this.fit(text)}\n`)
  }

  /** Broken between words where a terminal would break it anywhere. */
  protected fit(text: string): string {
    const { columns } = this.columns
    return columns === undefined ? text : wrap(text, columns)
  }

  /** How wide the terminal is, where there is one. */
  protected get columns(): { readonly columns?: number } {
    const { terminal } = this.context.outside
    return terminal.isTerminal ? { columns: terminal.columns() || 80 } : {}
  }

  protected json(value: unknown): void {
    this.print(`${JSON.stringify(value, null, 2)}\n`)
  }

  protected get colour(): boolean {
    const { env, terminal } = this.context.outside
    const isOff = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb' || (env.CI ?? '') !== ''
    return terminal.isTerminal && !isOff
  }

  private showDiagnostics(
    diagnostics: readonly Diagnostic[],
    files: readonly { readonly path: string; readonly text: string }[],
  ): void {
    const texts = new Map(files.map(({ path, text }) => [shown(this.context.outside, path), text]))
    for (const one of diagnostics)
      this.context.stderr.write(`${excerpt(one, texts.get(one.at.file), this.colour)}\n`)
  }
}
