/** What a `docker build` command is told: its options, and how an action would be told the same. */
import type { JsonObject } from '../../value.js'

/** The words behind `docker build`. */
export interface Options {
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly flags: ReadonlySet<string>
  readonly context: string
}

export function optionsOf(words: readonly string[]): Options {
  const values = new Map<string, string[]>()
  const flags = new Set<string>()
  let context = '.'
  for (let i = 0; i < words.length; i += 1) {
    const [, short, name = '', value] =
      /^--?(?:([a-zA-Z])(?=$|=)|([\w-]+))(?:=([^]*))?$/.exec(words[i] ?? '') ?? []
    const long = SHORT.get(short ?? '') ?? short ?? name
    if (long === '') context = words[i] ?? context
    else if (FLAGS.test(long)) flags.add(long)
    else values.set(long, [...(values.get(long) ?? []), value ?? words[(i += 1)] ?? ''])
  }
  return { values, flags, context }
}

/** As inputs of `docker/build-push-action`, from the project; the command runs in a folder of it. */
export function inputsFrom({ values, context }: Options, folder: string | undefined): JsonObject {
  const at = (path: string): string =>
    folder === undefined || path.startsWith('/')
      ? path
      : `${folder.replace(/\/$/, '')}/${path.replace(/^\.\/?/, '')}`.replace(/\/$/, '')
  const file = values.get('file')?.[0]
  const target = values.get('target')?.[0]
  const args = (values.get('build-arg') ?? []).filter((one) => one.includes('=') && !/\$(?!\{\{)|`/.test(one))
  return {
    context: at(context),
    ...(file === undefined ? {} : { file: at(file) }),
    ...(target === undefined ? {} : { target }),
    ...(args.length === 0 ? {} : { 'build-args': args.join('\n') }),
  }
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['t', 'tag'],
  ['f', 'file'],
  ['o', 'output'],
])
const FLAGS = /^(?:push|load|pull|no-cache|quiet|q|rm|force-rm|squash|debug|D|check)$/
