/** Completion scripts. They ask the program itself for the words (`orchestrate complete`), so that they never grow old. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** By command: what may follow. `tasks` stands for phases, groups and tasks. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  make: [
    'tasks',
    '--jobs',
    '--dry-run',
    '--force',
    '--keep-going',
    '--fail-fast',
    '--sequential',
    '--only',
    '--yes',
    '--no-input',
    '--theirs',
    '--ours',
    '--reporter',
    '--output',
    '--verbose',
  ],
  run: ['--phase', '--group', '--all', '--dry-run', '--sequential'],
  why: ['tasks', '--json'],
  status: ['tasks', '--json'],
  plan: ['tasks', '--json', '--diff', '--graph', '--by'],
  validate: ['--json'],
  clean: ['tasks', '--dry-run', '--force', '--retired'],
  reset: ['tasks', '--all'],
  adopt: ['tasks', '--force'],
  undo: ['tasks', '--dry-run'],
  list: [],
  log: ['tasks'],
  init: ['--yes', '--dry-run', '--goal', '--all'],
  schema: [],
  completion: [...SHELLS],
  demo: [],
}

/** The words that may stand at the end of these; `ids` are the roadmap's phases, groups and tasks. */
export function completions(words: readonly string[], ids: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  const [command] = words
  const all =
    words.length < 2
      ? Object.keys(COMMANDS)
      : [
          ...(COMMANDS[command ?? ''] ?? []).flatMap((word) => (word === 'tasks' ? ids : [word])),
          '-C',
          '-f',
          '--help',
        ]
  return all.filter((word) => word.startsWith(last))
}

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell]
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_orchestrate() {
  local IFS=$'\\n'
  COMPREPLY=($(orchestrate complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _orchestrate orchestrate
`,
  zsh: `#compdef orchestrate
_orchestrate() {
  local -a found
  found=("\${(@f)$(orchestrate complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- $found
}
compdef _orchestrate orchestrate
`,
  fish: `complete -c orchestrate -f -a '(orchestrate complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}
