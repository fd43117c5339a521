/** Which format a file has, by its name. */
import type { Format } from './format.js'
import { json } from './json.js'
import { script } from './script/index.js'
import { toml } from './toml/index.js'
import { yaml } from './yaml/index.js'

const BY_EXTENSION: readonly (readonly [RegExp, Format])[] = [
  [/\.ya?ml$/, yaml],
  [/\.toml$/, toml],
  [/\.[cm]?[jt]sx?$/, script],
]

/** Of these `config_edit` knows nothing. */
const UNKNOWN = /\.(?:ini|cfg|conf|properties|py|rb|go|java|xml|html?|md|txt|sh|env)$/

/** What is neither is JSON, with comments or without: `.babelrc`, `.swcrc`. Undefined for a file that nothing here can edit. */
export function formatOf(path: string): Format | undefined {
  if (UNKNOWN.test(path)) return undefined
  return BY_EXTENSION.find(([name]) => name.test(path))?.[1] ?? json
}

export const FORMATS = 'YAML, JSON, JSONC, TOML and objects in JavaScript and TypeScript'
