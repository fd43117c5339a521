/** The variables that a command sees: all of ours, but for those that would make it another command. */

type Variables = Readonly<Record<string, string | undefined>>

/** Where git works, what node loads, and how this program was called is our business alone. */
const OURS = /^(GIT_.*|NODE_OPTIONS|ORCHESTRATE_.*)$/

export function environmentOf(env: Variables): Record<string, string> {
  const seen: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !OURS.test(name)) seen[name] = value
  return seen
}
