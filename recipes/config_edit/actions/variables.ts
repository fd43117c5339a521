/** What a workflow's variables hold: those under `env` of the workflow, a job or a step, put in where a text names them. */
import type { Json } from '../value.js'
import { child, isObject } from '../value.js'

type Owners = readonly (Json | undefined)[]

/** `${{ env.NAME }}` gives way to what the nearest owner of an `env` says; others stay. */
export const resolved = (text: string, ...owners: Owners): string => replaced(text, [EXPRESSION], owners)

/** The same where a shell reads the text: `$NAME` and `${NAME}` too, and what the runner sets for a shell. */
export const resolvedInShell = (text: string, ...owners: Owners): string =>
  replaced(text, [EXPRESSION, BRACED, BARE], [...owners, RUNNER])

/** Does a shell still have to put something in? */
export const hasShell = (text: string): boolean => /\$(?!\{\{)|`/.test(text)

const EXPRESSION = /\$\{\{\s*env\.([\w-]+)\s*\}\}/g
const BRACED = /\$\{([A-Za-z_]\w*)\}/g
const BARE = /\$([A-Za-z_]\w*)/g

const RUNNER: Json = {
  env: Object.fromEntries(
    ['sha', 'repository', 'repository_owner', 'ref_name', 'run_id', 'run_number', 'actor'].map((name) => [
      `GITHUB_${name.toUpperCase()}`,
      `\${{ github.${name} }}`,
    ]),
  ),
}

/** A variable may name another one, a few deep. */
function replaced(text: string, patterns: readonly RegExp[], owners: Owners, depth = 3): string {
  const once = patterns.reduce(
    (at, pattern) => at.replace(pattern, (whole, name: string) => valueOf(name, owners) ?? whole),
    text,
  )
  return once === text || depth === 0 ? once : replaced(once, patterns, owners, depth - 1)
}

function valueOf(name: string, owners: Owners): string | undefined {
  const values = owners.map((owner) => {
    const env = owner === undefined ? undefined : child(owner, 'env')
    return isObject(env) ? child(env, name) : undefined
  })
  const value = values.find((one) => one !== undefined)
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}
