/** All commands together: words in, exit code out. The one place where what is thrown is caught. */
import { Builtins, Cli } from 'clipanion'
import type { BaseContext } from 'clipanion'
import { Refusal } from '../core/recipe.js'
import { ListCommand, PlanCommand, StatusCommand, WhyCommand } from './asking.js'
import { WatchLogsCommand, WatchStatusCommand, WatchStopCommand } from './background.js'
import { CompleteCommand } from './complete.js'
import { Exit } from './exit.js'
import { AdoptCommand, CleanCommand, ResetCommand, UndoCommand } from './giving.js'
import { MakeCommand } from './make.js'
import { InitCommand } from './init.js'
import { misspelt } from './misspelt.js'
import type { Context, Outside } from './outside.js'
import { overview } from './overview.js'
import { RunCommand } from './run.js'
import { CompletionCommand, DemoCommand, LogCommand, SchemaCommand } from './showing.js'
import { ValidateCommand } from './validate.js'
import { WatchCommand } from './watch.js'

const COMMANDS = [
  MakeCommand,
  RunCommand,
  WatchCommand,
  WatchStatusCommand,
  WatchStopCommand,
  WatchLogsCommand,
  StatusCommand,
  WhyCommand,
  PlanCommand,
  ValidateCommand,
  ListCommand,
  LogCommand,
  CleanCommand,
  UndoCommand,
  ResetCommand,
  AdoptCommand,
  InitCommand,
  SchemaCommand,
  CompletionCommand,
  CompleteCommand,
  DemoCommand,
  Builtins.HelpCommand,
  Builtins.VersionCommand,
]

const NAMES = COMMANDS.flatMap(({ paths = [] }) => paths.flatMap(([name = '']) => name)).filter(
  (name) => !name.startsWith('-'),
)

type Streams = Pick<BaseContext, 'stdin' | 'stdout' | 'stderr'>

/** Runs one command. `argv` is without the program's own name; with no words at all, it is told what there is. */
export async function run(argv: readonly string[], streams: Streams, outside: Outside): Promise<number> {
  const cli = commandsOf(outside.version, argv[0])
  const split = argv.indexOf('--')
  const [own, words] = split < 0 ? [argv, []] : [argv.slice(0, split), argv.slice(split + 1)]
  const context: Context = { ...streams, env: { ...outside.env }, colorDepth: 1, outside, words }
  const say = (text: string): void => void streams.stderr.write(`${text}\n`)
  try {
    const command = cli.process(own.length === 0 ? ['--help'] : own.flatMap(apart), context)
    command.cli = miniCli(cli, context)
    if (words.length > 0 && !(command instanceof MakeCommand) && !(command instanceof CompleteCommand)) {
      say('words after `--` go to the command of one task: `orchestrate make TASK -- WORDS`')
      return 2
    }
    return await command.validateAndExecute()
  } catch (error) {
    if (!isUsageError(error)) return ended(error, say)
    say(misspelt(error.message, own[0] ?? '', NAMES, cli.definitions()))
    return 2
  }
}

/** `-j4`, as make has it. */
function apart(word: string): string[] {
  const jobs = /^-j(\d+)$/.exec(word)?.[1]
  return jobs === undefined ? [word] : ['-j', jobs]
}

/** clipanion works out all the ways to spell all it knows: `make`, which is called most, does not wait for the others. */
function commandsOf(version: string, first: string | undefined): Cli<Context> {
  const cli = new Cli<Context>({
    binaryLabel: 'orchestrate, make for improvement roadmaps',
    binaryName: 'orchestrate',
    binaryVersion: version,
    enableCapture: false,
    enableColors: false,
  })
  for (const command of first === 'make' ? [MakeCommand] : COMMANDS) cli.register(command)
  return cli
}

/** What `Cli.run` gives a command; we run it ourselves, because the library prints errors to the standard output. */
function miniCli(cli: Cli<Context>, context: Context): InstanceType<typeof MakeCommand>['cli'] {
  const { binaryLabel, binaryName, binaryVersion, enableCapture, enableColors } = cli
  return {
    ...(binaryLabel === undefined ? {} : { binaryLabel }),
    binaryName,
    ...(binaryVersion === undefined ? {} : { binaryVersion }),
    enableCapture,
    ...(enableColors === undefined ? {} : { enableColors }),
    definitions: () => cli.definitions(),
    error: (error, options) => cli.error(error, options),
    format: (coloured) => cli.format(coloured),
    process: (input, more) => cli.process(input, { ...context, ...more }),
    run: (input, more) => cli.run(input, { ...context, ...more }),
    usage: (command, options) =>
      command ? cli.usage(command, options).replaceAll('#0', 'X ') : overview(COMMANDS, binaryVersion ?? ''),
  }
}

/** What was said already, what a person can mend, and a bug of ours. */
function ended(error: unknown, say: (text: string) => void): number {
  if (error instanceof Exit) return error.code
  if (error instanceof Refusal) {
    say(error.message)
    return error.exit
  }
  say('this is a bug of orchestrate, not of yours; please report it with these lines')
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 70
}

const isUsageError = (error: unknown): error is Error & { clipanion: { type: string } } =>
  error instanceof Error && 'clipanion' in error
