/** TypeScript that a template wrote, as JavaScript: without its types, and with `require` where the repository has no ES modules. */
import type { Node, Statement } from '@babel/types'
import type { Parse } from './model/source.js'
import { childrenOf } from './model/walk.js'

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function asJavaScript(text: string, parse: Parse, isModule: boolean): string {
  const source = parse('template.ts', text)
  if (source === undefined) throw new Error('a template rendered TypeScript that cannot be parsed')
  const splices = [
    ...source.body.flatMap((node) => typesIn(node)),
    ...(isModule ? [] : source.body.flatMap(required)),
  ]
  const plain = spliced(text, splices)
  const names = [...source.exports.keys()].filter((name) => name !== 'default' && !source.types.has(name))
  return isModule || names.length === 0 ? plain : `${plain}\nmodule.exports = { ${names.join(', ')} }\n`
}

function spliced(text: string, splices: readonly Splice[]): string {
  let [out, at] = ['', 0]
  for (const { start, end, text: other } of [...splices].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue // inside what is gone already
    out += text.slice(at, start) + other
    at = end
  }
  return out + text.slice(at)
}

const cut = (from: number, to: number): Splice => ({ start: from, end: to, text: '' })

/** What a type checker reads and an engine does not. */
function typesIn(node: Node): Splice[] {
  const [start, end] = [node.start ?? 0, node.end ?? 0]
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSTypeAnnotation':
    case 'TSTypeParameterInstantiation':
    case 'TSTypeParameterDeclaration':
      return [cut(start, end)]
    case 'ImportDeclaration':
      return node.importKind === 'type' ? [cut(start, end)] : []
    case 'ExportNamedDeclaration':
      return node.exportKind === 'type'
        ? [cut(start, end)]
        : node.declaration
          ? typesIn(node.declaration)
          : []
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return [...typesIn(node.expression), cut(node.expression.end ?? 0, end)]
    default:
      return childrenOf(node).flatMap(typesIn)
  }
}

/** `import { a } from 'b'` and `export function` in the words of CommonJS. */
function required(node: Statement): Splice[] {
  const start = node.start ?? 0
  if (node.type === 'ImportDeclaration' && node.importKind !== 'type') {
    const names = node.specifiers.flatMap((one) => (one.type === 'ImportSpecifier' ? [one.local.name] : []))
    const what =
      node.specifiers[0]?.type === 'ImportSpecifier'
        ? `{ ${names.join(', ')} }`
        : (node.specifiers[0]?.local.name ?? '')
    return [{ start, end: node.end ?? 0, text: `const ${what} = require('${node.source.value}')` }]
  }
  if (node.type === 'ExportNamedDeclaration' && node.declaration && node.exportKind !== 'type')
    return [cut(start, node.declaration.start ?? start)]
  if (node.type === 'ExportDefaultDeclaration')
    return [{ start, end: node.declaration.start ?? start, text: 'module.exports = ' }]
  return []
}
