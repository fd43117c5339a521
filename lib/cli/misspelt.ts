/** What is wrong with a command line: one line in our words, and one that says what would be right. */
import type { Definition } from 'clipanion'
import { nearest } from '../core/diagnostic.js'

const HELP = '`orchestrate --help` tells the commands, `orchestrate COMMAND --help` one of them with examples'

/** `said` are clipanion's words about it; `names` all commands, `definitions` at least that of the one that was meant. */
export function misspelt(
  said: string,
  word: string,
  names: readonly string[],
  definitions: readonly Definition[],
): string {
  const told = (message: string, right: string = HELP): string => `${message}\n  ${right}`
  if (!names.includes(word)) {
    if (word.startsWith('-')) return told(`\`${word}\` stands before the command, and has to come after it`)
    return told(`there is no command \`${word}\``, near(word, names))
  }
  const [first = ''] = said.split('\n')
  const definition = definitions.find(({ path }) => path.split(' ')[1] === word)
  const usage = definition && `this is how to say it: \`${wordsOf(definition)}\``
  const [, option = ''] = /\("(.*)"\)/.exec(first) ?? /to option (.*?)\.?$/.exec(first) ?? []
  if (first.startsWith('Unsupported option name'))
    return told(`\`${word}\` has no option \`${option}\``, near(option, optionsOf(definition)))
  if (first.startsWith('Not enough arguments')) return told(`\`${option}\` needs a value`)
  if (first.startsWith('Not enough positional')) return told(`\`${word}\` needs one more word`, usage)
  if (first.startsWith('Extraneous positional'))
    return told(`\`${option}\` is one word too many for \`${word}\``, usage)
  return told(`${first.charAt(0).toLowerCase()}${first.slice(1).replace(/[.:]$/, '')}`)
}

/** `orchestrate why TASK`: clipanion puts words that are needed in angles. */
const wordsOf = ({ usage }: Definition): string => usage.replace(/<([^>]*)>/g, '$1')

const optionsOf = (definition: Definition | undefined): string[] =>
  (definition?.options ?? []).flatMap((option) => option.definition.split(' ', 1)[0]?.split(',') ?? [])

function near(word: string, names: readonly string[]): string | undefined {
  const name = nearest(word, names)
  return name === undefined ? undefined : `nearest name: \`${name}\``
}
