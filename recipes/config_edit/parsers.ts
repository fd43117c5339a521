/** The parsers of the files that are edited, loaded when the first such file is met: together they take longer than a short run. */
import { createRequire } from 'node:module'
import type * as Babel from '@babel/parser'
import type * as Toml from 'toml-eslint-parser'
import type * as Yaml from 'yaml'

const load = createRequire(import.meta.url)

export const yamlParser = (): typeof Yaml => load('yaml') as typeof Yaml
export const tomlParser = (): typeof Toml => load('toml-eslint-parser') as typeof Toml
export const scriptParser = (): typeof Babel => load('@babel/parser') as typeof Babel
