/** The language of the file that is written, and how it imports from others. */
import { Refusal } from '../../lib/core/recipe.js'
import type { Import } from './model/shape.js'
import { specifierOf } from './repository/modules.js'
import type { Repository } from './repository/open.js'

export interface Language {
  readonly isTypeScript: boolean
  /** With `import` and `export`, as all TypeScript is written. */
  readonly isModule: boolean
  /** What relative imports have at their end. */
  readonly ending: '.js' | '.ts' | ''
}

/** By the ending of its name; templates are written in TypeScript, and turned into JavaScript. */
export function languageOf(output: string, repository: Repository): Language {
  const [, system, kind] = /\.([cm]?)([jt])sx?$/.exec(output) ?? []
  if (kind === undefined)
    throw new Refusal(
      `\`${output}\` has to end with \`.ts\` or \`.js\`: this template writes TypeScript or JavaScript`,
    )
  const isTypeScript = kind === 't'
  const isModule = system === 'm' || (system === '' && (repository.pack?.isModule ?? false))
  if (isTypeScript)
    return { isTypeScript, isModule: true, ending: isModule ? repository.compiler.ending : '' }
  return { isTypeScript, isModule, ending: isModule ? '.js' : '' }
}

/** One line for each file that something comes from, and for what is wanted of it as a type. */
export function importLines(
  imports: readonly Import[],
  output: string,
  { ending }: Language,
): readonly string[] {
  // A name that is wanted as a value is there as a type, too.
  const kept = imports.filter(
    (one) =>
      !one.isType ||
      !imports.some(({ name, from, isType }) => !isType && name === one.name && from === one.from),
  )
  const keyOf = ({ from, isType, isDefault = false }: Import): string =>
    `${from} ${String(isType)} ${String(isDefault)}`
  const firsts = kept.filter((one, i) => kept.findIndex((other) => keyOf(other) === keyOf(one)) === i)
  return firsts.map((first) => {
    const same = kept.filter((one) => keyOf(one) === keyOf(first))
    const names = [...new Set(same.map(({ name }) => name))].sort()
    const from = first.from.startsWith('package:')
      ? first.from.slice('package:'.length)
      : specifierOf(output, first.from, ending)
    const what = first.isDefault === true ? first.name : `{ ${names.join(', ')} }`
    return `import ${first.isType ? 'type ' : ''}${what} from '${from}'`
  })
}
