/** Whether a file remembers something between calls: a test of such a file has to load it anew. */
import type * as TS from 'typescript'

type Compiler = typeof TS

const CHANGES = /^(?:set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill)$/

export function remembers(ts: Compiler, source: TS.SourceFile): boolean {
  const kept = new Set(
    source.statements.flatMap((one) => (ts.isVariableStatement(one) ? namesIn(ts, one) : [])),
  )
  const visit = (node: TS.Node, isInside: boolean): boolean => {
    if (isInside && isChange(ts, node, kept)) return true
    const inner = isInside || ts.isFunctionLike(node)
    return ts.forEachChild(node, (child) => visit(child, inner) || undefined) ?? false
  }
  return kept.size > 0 && visit(source, false)
}

const namesIn = (ts: Compiler, { declarationList }: TS.VariableStatement): string[] =>
  declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))

function isChange(ts: Compiler, node: TS.Node, kept: ReadonlySet<string>): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken
    const isAssigned = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
    return isAssigned && isKept(ts, node.left, kept)
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return (
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) &&
      isKept(ts, node.operand, kept)
    )
  if (ts.isDeleteExpression(node)) return isKept(ts, node.expression, kept)
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    CHANGES.test(node.expression.name.text) &&
    isKept(ts, node.expression.expression, kept)
  )
}

/** `users`, `users.size`, `users[id]`. */
function isKept(ts: Compiler, node: TS.Expression, kept: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return kept.has(node.text)
  return (
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
    isKept(ts, node.expression, kept)
  )
}
