/** Finds the object or list that a script exports as its configuration: as it stands, by a name, in a call, from a function. */
import type { CallExpression, Expression, Function, Node, Program, Statement } from '@babel/types'
import type { Names } from './names.js'
import { EXPORTS } from './names.js'
import { childrenOf } from './parse.js'

export interface Exported {
  readonly object: Expression
  /** The names by which it goes on the way. */
  readonly names: readonly string[]
}

/** Undefined where no object stands in the script, or where it cannot be told which of several it is. */
export function exportedFrom(program: Program, names: Names): Exported | undefined {
  const ways = program.body.flatMap(exportOf).reverse()
  for (const way of ways) {
    const found = objectOf(way, names, [EXPORTS])
    if (found !== undefined) return found
  }
  return undefined
}

/** What a statement exports as the whole, or by default. */
function exportOf(statement: Statement): Node[] {
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
      return [statement.declaration]
    case 'TSExportAssignment':
      return [statement.expression]
    case 'ExportNamedDeclaration':
      return statement.specifiers.flatMap((one) =>
        one.type === 'ExportSpecifier' && nameOf(one.exported) === 'default' && !statement.source
          ? [one.local]
          : [],
      )
    case 'ExpressionStatement': {
      const { expression } = statement
      return expression.type === 'AssignmentExpression' && isExports(expression.left)
        ? [expression.right]
        : []
    }
    default:
      return []
  }
}

/** `module.exports`, `exports.default`, `module.exports.default`. */
function isExports(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false
  const [of, name] = [nameOf(node.object), nameOf(node.property)]
  return (
    (of === 'module' && name === 'exports') ||
    (name === 'default' && (of === 'exports' || isExports(node.object)))
  )
}

const nameOf = (node: Node): string | undefined =>
  node.type === 'Identifier' ? node.name : node.type === 'StringLiteral' ? node.value : undefined

/** What stands in brackets, or is told a type. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return bare(node.expression)
    default:
      return node
  }
}

function objectOf(node: Node, names: Names, way: readonly string[]): Exported | undefined {
  const inner = bare(node)
  switch (inner.type) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return { object: inner, names: way }
    case 'Identifier': {
      const meaning = way.includes(inner.name) ? undefined : names.meaning(inner.name)
      return meaning === undefined ? undefined : objectOf(meaning, names, [...way, inner.name])
    }
    case 'AwaitExpression':
      return objectOf(inner.argument, names, way)
    case 'AssignmentExpression':
      return objectOf(inner.right, names, way)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return returnedBy(inner, names, way)
    case 'CallExpression':
      return handedTo(inner, names, way)
    default:
      return undefined
  }
}

function returnedBy({ body }: Function, names: Names, way: readonly string[]): Exported | undefined {
  if (body.type !== 'BlockStatement') return objectOf(body, names, way)
  const [only, ...others] = returnsIn(body)
  return only === undefined || others.length > 0 ? undefined : objectOf(only, names, way)
}

function returnsIn(node: Node): Node[] {
  if (node.type === 'ReturnStatement') return node.argument ? [node.argument] : []
  return childrenOf(node)
    .filter((inner) => !/Function|Method/.test(inner.type))
    .flatMap(returnsIn)
}

/** Later arguments of these win over earlier ones. */
const MERGE = /assign|merge|defaults|extend/i
/** These make a part of a configuration from options of their own. */
const PRESET = /preset/i

/** The last object that a call is given: `defineConfig({})`, `mergeConfig(base, {})`, `createJestConfig(config)`. */
function handedTo(call: CallExpression, names: Names, way: readonly string[]): Exported | undefined {
  const name = calledName(call)
  if (PRESET.test(name)) return undefined
  for (const argument of call.arguments.toReversed()) {
    const found = objectOf(argument, names, way)
    if (found !== undefined) return found
    // What cannot be seen may hold the same keys.
    if (MERGE.test(name)) return undefined
  }
  return call.callee.type === 'CallExpression' ? handedTo(call.callee, names, way) : undefined
}

function calledName({ callee }: CallExpression): string {
  if (callee.type === 'MemberExpression') return nameOf(callee.property) ?? ''
  return nameOf(callee) ?? ''
}
