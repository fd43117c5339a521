/** Where the regions of a task stand in a script or in JSON: found with the parser of TypeScript, by the names of properties. */
import ts from 'typescript'
import type { Segments } from '../../recipes/config_edit/path.js'
import type { Owned } from './owned.js'

interface Property {
  /** The names of the properties around it, and its own. */
  readonly chain: string
  readonly from: number
  readonly to: number
}

/** Of each region the outermost part that one of the texts has and the other not, or else the region. */
export function propertiesOf(text: string, other: string, regions: readonly Segments[]): Owned[] {
  const [here, there] = [propertiesIn(text), propertiesIn(other)]
  return regions.flatMap((region) => {
    const end = region.findIndex(({ kind }) => kind !== 'key')
    const keys = (end < 0 ? region : region.slice(0, end)).map((one) => (one.kind === 'key' ? one.key : ''))
    for (let depth = 1; depth <= keys.length; depth++) {
      const [own, its] = [here, there].map((all) => all.filter((one) => isAt(one, keys.slice(0, depth))))
      const isLast = depth === keys.length
      if (isLast || ((own?.length ?? 0) === 0) !== ((its?.length ?? 0) === 0))
        return (own ?? []).map(({ from, to }) => withComment(text, from, to))
    }
    return []
  })
}

/** With the comment behind it, and so with its comma. */
function withComment(text: string, from: number, to: number): Owned {
  const behind = /^,?[ \t]*\/\/.*/.exec(text.slice(to))?.[0] ?? ''
  return { from, to: to + behind.length, isFlow: !behind.startsWith(',') }
}

/** What a constant holds has a shorter chain than what is written in its place. */
const isAt = ({ chain }: Property, keys: readonly string[]): boolean =>
  keys.some((_, i) => keys.slice(i).join('\n') === chain)

function propertiesIn(text: string): readonly Property[] {
  const found: Property[] = []
  const source = ts.createSourceFile('x.ts', /^\s*\{/.test(text) ? `(${text})` : text, ts.ScriptTarget.Latest)
  const shift = /^\s*\{/.test(text) ? 1 : 0
  const walk = (node: ts.Node, names: readonly string[]): void => {
    const isNamed = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)
    const own = isNamed ? [...names, ts.isComputedPropertyName(node.name) ? '' : node.name.text] : names
    if (isNamed)
      found.push({ chain: own.join('\n'), from: node.getStart(source) - shift, to: node.end - shift })
    ts.forEachChild(node, (child) => walk(child, own))
  }
  walk(source, [])
  return found
}
