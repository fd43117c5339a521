/** What a settings module exports, where that is plain data that can be read off its text: nothing of it is run. */
import type * as t from '@babel/types'

/** Undefined where the module computes, imports or spreads what it exports. */
export async function literalOf(text: string): Promise<unknown> {
  const { parse } = await import('@babel/parser')
  let body: t.Statement[]
  try {
    body = parse(text, { sourceType: 'unambiguous', plugins: ['typescript'] }).program.body
  } catch {
    return undefined
  }
  const constants = new Map(body.flatMap(constantsIn))
  const exported = body.map(exportedBy).find((node) => node !== undefined)
  const node = exported?.type === 'Identifier' ? constants.get(exported.name) : exported
  return node && valueOf(node)
}

function constantsIn(statement: t.Statement): [string, t.Node][] {
  if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') return []
  return statement.declarations.flatMap(({ id, init }): [string, t.Node][] =>
    id.type === 'Identifier' && init ? [[id.name, init]] : [],
  )
}

/** `export default …` and `module.exports = …`. */
function exportedBy(statement: t.Statement): t.Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    return undefined
  const { left, right } = statement.expression
  const isModule =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'exports'
  return isModule ? right : undefined
}

function valueOf(node: t.Node): unknown {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return valueOf(node.expression)
    case 'ArrayExpression': {
      const items = node.elements.map((one) => (one === null ? undefined : valueOf(one)))
      return items.includes(undefined) ? undefined : items
    }
    case 'ObjectExpression':
      return objectOf(node)
    default:
      return undefined
  }
}

function objectOf({ properties }: t.ObjectExpression): Readonly<Record<string, unknown>> | undefined {
  const entries: [string, unknown][] = []
  for (const one of properties) {
    const value = one.type === 'ObjectProperty' && !one.computed ? valueOf(one.value) : undefined
    if (one.type !== 'ObjectProperty' || value === undefined) return undefined
    if (one.key.type === 'Identifier') entries.push([one.key.name, value])
    else if (one.key.type === 'StringLiteral') entries.push([one.key.value, value])
    else return undefined
  }
  return Object.fromEntries(entries)
}
