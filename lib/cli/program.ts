/** All commands together: words in, exit code out. The one place where what is thrown is caught. */
import { Builtins, Cli, UsageError } from 'clipanion'
import type { BaseContext } from 'clipanion'
import { Refusal } from '../core/recipe.js'
import { ListCommand, PlanCommand, StatusCommand, WhyCommand } from './asking.js'
import { CompleteCommand } from './complete.js'
import { Exit } from './exit.js'
import { AdoptCommand, CleanCommand, ResetCommand, UndoCommand } from './giving.js'
import { MakeCommand } from './make.js'
import type { Context, Outside } from './outside.js'
import { RunCommand } from './run.js'
import { CompletionCommand, DemoCommand, LogCommand, SchemaCommand } from './showing.js'
import { ValidateCommand } from './validate.js'

const COMMANDS = [
  MakeCommand, RunCommand, WhyCommand, StatusCommand, PlanCommand, ValidateCommand, ListCommand, LogCommand,
  CleanCommand, UndoCommand, ResetCommand, AdoptCommand, SchemaCommand, CompletionCommand, CompleteCommand, DemoCommand,
] // prettier-ignore

/** Runs one command. `argv` is without the program's own name. */
export async function run(
  argv: readonly string[],
  streams: Pick<BaseContext, 'stdin' | 'stdout' | 'stderr'>,
  outside: Outside,
): Promise<number> {
  const cli = new Cli<Context>({
    binaryLabel: 'orchestrate',
    binaryName: 'orchestrate',
    binaryVersion: outside.version,
    enableCapture: false,
    enableColors: false,
  })
  for (const command of [...COMMANDS, Builtins.HelpCommand, Builtins.VersionCommand]) cli.register(command)
  const split = argv.indexOf('--')
  const [own, words] = split < 0 ? [argv, []] : [argv.slice(0, split), argv.slice(split + 1)]
  const context = { ...streams, env: { ...outside.env }, colorDepth: 1, outside, words }
  const say = (text: string): void => void streams.stderr.write(text)
  try {
    const command = cli.process([...own], context)
    if (words.length > 0 && !(command instanceof MakeCommand) && !(command instanceof CompleteCommand)) {
      say('words after `--` go to the command of one task: `orchestrate make TASK -- WORDS`\n')
      return 2
    }
    return command.help ? help(cli, command, streams.stdout) : await command.validateAndExecute()
  } catch (error) {
    return ended(error, say, cli)
  }
}

function help(
  cli: Cli<Context>,
  command: InstanceType<(typeof COMMANDS)[number]> | { path: readonly string[] },
  stdout: NodeJS.WritableStream,
): number {
  stdout.write(cli.usage(command as never, { detailed: true }))
  return 0
}

function ended(error: unknown, say: (text: string) => void, cli: Cli<Context>): number {
  if (error instanceof Exit) return error.code
  if (error instanceof Refusal) {
    say(`${error.message}\n`)
    return error.exit
  }
  if (
    error instanceof UsageError ||
    (error instanceof Error && error.name === 'UnknownSyntaxError') ||
    (error instanceof Error && error.name === 'UsageError')
  ) {
    say(usageText(error))
    return 2
  }
  say(
    `this is a bug of orchestrate, not of yours; please report it with these lines\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  void cli
  return 70
}

/** clipanion's own words, in our manner: what is, and where the commands are told. */
function usageText(error: Error): string {
  const [first = ''] = error.message.split('\n')
  return `${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}\n  \`orchestrate --help\` tells the commands, \`orchestrate COMMAND --help\` one with examples\n`
}
