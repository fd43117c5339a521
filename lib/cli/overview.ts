/** What there is: every command in a line, by what one wants to do. */

interface Told {
  readonly paths?: readonly (readonly string[])[]
  readonly usage?: { readonly category?: string; readonly description?: string } | undefined
}

const CATEGORIES = ['Run', 'Ask', 'Give back', 'Set up']

export function overview(commands: readonly Told[], version: string): string {
  const lines = [
    `orchestrate ${version}: make for improvement roadmaps`,
    '',
    'usage: orchestrate COMMAND [OPTIONS] [TARGET…]',
  ]
  for (const category of CATEGORIES) {
    lines.push('', category)
    for (const { paths, usage } of commands)
      if (usage?.category === category)
        lines.push(`  ${(paths?.[0]?.[0] ?? '').padEnd(11)} ${usage.description ?? ''}`)
  }
  const ends = [
    '`orchestrate COMMAND --help` tells its options, with examples.',
    'No roadmap.yaml yet? `orchestrate init` writes one, `orchestrate demo` shows one.',
  ]
  return [...lines, '', ...ends, ''].join('\n')
}
