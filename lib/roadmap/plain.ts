/** YAML that is no roadmap, as plain values: workflows and the like, which `init` only looks at. */
import { LineCounter } from 'yaml'
import { documentFrom } from './yaml.js'

/** Expanded aliases beyond which a text is taken for an attack. */
const ALIASES = 100

/** undefined where it cannot be read. */
export function plainYaml(text: string): unknown {
  const read = documentFrom('', text, new LineCounter())
  if ('faults' in read) return undefined
  try {
    return read.document.toJS({ maxAliasCount: ALIASES })
  } catch (error) {
    if (error instanceof ReferenceError) return undefined // an alias of nothing, or too many
    throw error
  }
}
