/** What a workflow's variables hold: those under `env` of the workflow, a job or a step, put in where a text names them. */
import type { Json } from '../value.js'
import { child, isObject } from '../value.js'

type Owners = readonly (Json | undefined)[]

/** `${{ env.NAME }}` gives way to what the nearest owner of an `env` says; others stay. */
export const resolved = (text: string, ...owners: Owners): string => replaced(text, EXPRESSION, owners)

/** The same for a text of which a shell reads a part: `$NAME` and `${NAME}` too. */
export const resolvedInShell = (text: string, ...owners: Owners): string => replaced(text, IN_SHELL, owners)

const EXPRESSION = /\$\{\{\s*env\.([\w-]+)\s*\}\}/g
const IN_SHELL = /\$\{\{\s*env\.([\w-]+)\s*\}\}|\$\{?([A-Za-z_]\w*)\}?/g

/** A variable may name another one, a few deep. */
function replaced(text: string, pattern: RegExp, owners: Owners, depth = 3): string {
  const once = text.replace(pattern, (whole, ...names: readonly (string | undefined)[]) => {
    const name = names.slice(0, pattern === EXPRESSION ? 1 : 2).find((one) => one !== undefined)
    return valueOf(name ?? '', owners) ?? whole
  })
  return once === text || depth === 0 ? once : replaced(once, pattern, owners, depth - 1)
}

function valueOf(name: string, owners: Owners): string | undefined {
  const values = owners.map((owner) => {
    const env = owner === undefined ? undefined : child(owner, 'env')
    return isObject(env) ? child(env, name) : undefined
  })
  const value = values.find((one) => one !== undefined)
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}
