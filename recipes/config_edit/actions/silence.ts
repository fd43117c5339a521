/** How the script of a step hides that a command failed (`|| true`, `set +e`, `--exit-zero`), and the script without that. */
import type { Command } from './script.js'
import { commandsOf } from './script.js'

interface Cut {
  readonly start: number
  readonly end: number
}

const WORD = String.raw`(?:"(?:[^"\\]|\\[^])*"|'[^']*'|\d*[<>]+&?\d*|[^\s;|&(){}"'#]+)`
const HARMLESS = String.raw`(?:true|:|\/(?:usr\/)?bin\/true|exit 0|(?:echo|printf)(?:[ \t]+${WORD})*)`
const LIST = String.raw`${HARMLESS}(?:[ \t]*(?:;|&&|\n)\s*${HARMLESS})*`
const FALLBACK = new RegExp(
  String.raw`[ \t]*(?:\\\r?\n\s*)?\|\|[ \t]*(?:\\?\r?\n\s*)?(?:\{\s+${LIST}\s*;?\s*\}|\(\s*${LIST}\s*\)|${HARMLESS})(?=[ \t]*(?:$|[\r\n;#)}]|&&))`,
  'y',
)
const AFTERWARDS = /[ \t]*;[ \t]*(?:true|:|exit 0)(?=[ \t]*(?:$|[\r\n#]))/y
const LENIENT =
  /[ \t]+(?:--exit-zero|--soft-fail|--continue-on-error|-Dmaven\.test\.failure\.ignore(?:=true)?)(?=\s|$)/g

/** The script, byte for byte, without what hides a failure of these commands. */
export function loud(script: string, isMeant: (command: Command) => boolean): string {
  const commands = commandsOf(script)
  const meant = commands.filter(isMeant)
  const cuts = meant.flatMap((command) => [
    ...lenientOptions(script, command),
    ...swallowing(script, lastOfPipe(commands, command)),
  ])
  const first = meant[0]
  if (first !== undefined && !decidesItself(script))
    cuts.push(
      ...commands.filter((one) => one.start < first.start && isDeaf(one)).map((one) => lineOf(script, one)),
    )
  return [...new Map(cuts.map((cut) => [cut.start, cut])).values()]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), script)
}

/** Does the script decide for itself what a failure means? Then its `set +e` is meant. */
export const decidesItself = (script: string): boolean =>
  /\$\{?(?:\?|PIPESTATUS)|(?:^|[\n;])\s*(?:if|for|while|until|case)\s/.test(script)

/** Is what such a command says lost in a pipe, where the shell does not watch pipes? */
export const isPiped = (script: string, isMeant: (command: Command) => boolean): boolean =>
  !/set -\w*o\w* pipefail/.test(script) &&
  commandsOf(script).some((command) => command.then === '|' && isMeant(command))

export const isDeaf = ({ words }: Command): boolean => /^set \+(?:e|o errexit)$/.test(words.join(' '))

function lastOfPipe(commands: readonly Command[], command: Command): Command {
  const rest = commands.slice(commands.indexOf(command))
  return rest.find(({ then }) => then !== '|' && then !== '|&') ?? command
}

function lenientOptions(script: string, { start, end }: Command): Cut[] {
  return [...script.slice(start, end).matchAll(LENIENT)].map(({ index, 0: text }) => ({
    start: start + index,
    end: start + index + text.length,
  }))
}

function swallowing(script: string, { end }: Command): Cut[] {
  return [FALLBACK, AFTERWARDS].flatMap((pattern) => {
    pattern.lastIndex = end
    const match = pattern.exec(script)
    return match === null ? [] : [{ start: end, end: end + match[0].length }]
  })
}

/** A command with its whole line, where it has one of its own. */
function lineOf(script: string, { start, end }: Command): Cut {
  const before = /(?:^|\n)[ \t]*$/.exec(script.slice(0, start))
  const behind = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(script.slice(end))
  if (before !== null && behind !== null)
    return { start: start - before[0].replace('\n', '').length, end: end + behind[0].length }
  const glue = /^[ \t]*(?:;|&&)[ \t]*/.exec(script.slice(end))
  return { start, end: end + (glue?.[0].length ?? 0) }
}
