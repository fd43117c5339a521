/** What a tsconfig says about imports: their endings, and the aliases that stand for folders. */
import { parse } from 'jsonc-parser'
import { folderOf } from '../../../lib/core/place.js'
import type { Look } from '../../../lib/survey/look.js'
import { entriesOf, textOf, textsOf } from '../../../lib/survey/values.js'
import type { Alias } from './modules.js'
import { join } from './modules.js'

export interface Compiler {
  /** What relative imports of an ES module have at their end; CommonJS needs none. */
  readonly ending: '.js' | '.ts' | ''
  readonly aliases: readonly Alias[]
  /** A CommonJS package can be imported as a default. */
  readonly hasDefaults: boolean
}

const DEEPEST = 5

/** By the tsconfig of the project; where it says nothing, imports have no ending. */
export function compilerOf(look: Look): Compiler {
  const options = optionsIn(look, 'tsconfig.json', 0)
  const said = (name: string): string => textOf(options.get(name)?.value)?.toLowerCase() ?? ''
  const isOn = (name: string): boolean | undefined => {
    const value = options.get(name)?.value
    return typeof value === 'boolean' ? value : undefined
  }
  const isNode = /^node(?:\d+|next)$/.test(said('moduleResolution') || said('module'))
  const hasOwnEndings = ['allowImportingTsExtensions', 'rewriteRelativeImportExtensions'].some(
    (name) => options.get(name)?.value === true,
  )
  const paths = options.get('paths')
  const base = options.get('baseUrl')
  const folder = base === undefined ? (paths?.folder ?? '') : join(base.folder, textOf(base.value) ?? '')
  return {
    ending: hasOwnEndings ? '.ts' : isNode ? '.js' : '',
    hasDefaults:
      isOn('esModuleInterop') ??
      isOn('allowSyntheticDefaultImports') ??
      (isNode || said('moduleResolution') === 'bundler'),
    aliases: [...entriesOf(paths?.value)].map(([pattern, targets]) => ({
      pattern,
      targets: textsOf(targets).map((target) => join(folder, target)),
    })),
  }
}

interface Option {
  readonly value: unknown
  /** Where the file is that says so: paths are from there. */
  readonly folder: string
}

function optionsIn(look: Look, path: string, depth: number): ReadonlyMap<string, Option> {
  const text = depth > DEEPEST ? undefined : look.text(path)
  if (text === undefined) return new Map()
  const file = entriesOf(parse(text, [], { allowTrailingComma: true }))
  const folder = folderOf(path)
  const above = textsOf(file.get('extends'))
    .filter((name) => name.startsWith('.'))
    .flatMap((name) => [...optionsIn(look, join(folder, name.replace(/(?:\.json)?$/, '.json')), depth + 1)])
  const own = [...entriesOf(file.get('compilerOptions'))].map(
    ([name, value]) => [name, { value, folder }] as const,
  )
  return new Map([...above, ...own])
}
