/** What could be another at a node of a source file: each a text that takes the place of the node's own. */
import type * as TS from 'typescript'

type Compiler = typeof TS

const OPERATORS = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['==', '!='],
  ['!=', '=='],
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['&&', '||'],
  ['||', '&&'],
  ['??', '&&'],
])

export function mutationsOf(ts: Compiler, node: TS.Node, source: TS.SourceFile): readonly string[] {
  const { parent } = node
  const own = node.getText(source)
  if (isTarget(ts, node)) return []
  if (isCondition(ts, node)) {
    const isLoop = !ts.isIfStatement(parent) && !ts.isConditionalExpression(parent)
    return [...(isLoop ? [] : ['true']), 'false', ...operatorsOf(ts, node, source)]
  }
  if (ts.isBinaryExpression(node)) return operatorsOf(ts, node, source)
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return isValue(ts, node) ? [node.text === '' ? "'mutated'" : "''"] : []
  if (ts.isTemplateExpression(node)) return ts.isTaggedTemplateExpression(parent) ? [] : ["''"]
  if (ts.isNumericLiteral(node)) return isValue(ts, node) ? [String(Number(node.text) + 1)] : []
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ts.isLiteralTypeNode(parent) ? [] : ['false']
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ts.isLiteralTypeNode(parent) ? [] : ['true']
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [node.operand.getText(source)]
  if (ts.isArrayLiteralExpression(node)) return node.elements.length > 0 ? ['[]'] : []
  if (ts.isObjectLiteralExpression(node)) return node.properties.length > 0 ? ['{}'] : []
  if (isOuterChain(ts, node)) return chainsOf(ts, node, source)
  if (ts.isExpressionStatement(parent) && isCall(ts, node)) return ['undefined']
  if (ts.isReturnStatement(parent) && !/^(undefined|null|this)$/.test(own)) return ['undefined']
  if (ts.isArrowFunction(parent) && parent.body === node && !ts.isBlock(node)) return ['undefined']
  return []
}

function isCondition(ts: Compiler, node: TS.Node): boolean {
  const { parent } = node
  return ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)
    ? parent.expression === node
    : (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node
}

function operatorsOf(ts: Compiler, node: TS.Node, source: TS.SourceFile): string[] {
  if (!ts.isBinaryExpression(node)) return []
  const { left, operatorToken, right } = node
  const other = OPERATORS.get(operatorToken.getText(source))
  const isText = [left, right].some(
    (one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one) || ts.isBinaryExpression(one),
  )
  if (other === undefined || (operatorToken.kind === ts.SyntaxKind.PlusToken && isText)) return []
  return [`(${left.getText(source)}) ${other} (${right.getText(source)})`]
}

/** It is written to, rather than read. */
export function isTarget(ts: Compiler, node: TS.Node): boolean {
  const { parent } = node
  if (ts.isBinaryExpression(parent) && parent.left === node)
    return (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node
  return ts.isDeleteExpression(parent)
}

/** A literal in the place of a value, not of a name or a type. */
function isValue(ts: Compiler, node: TS.Node): boolean {
  const { parent } = node
  if (ts.isTaggedTemplateExpression(parent) || ts.isLiteralTypeNode(parent)) return false
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return false
  if (ts.isExternalModuleReference(parent) || ts.isJsxAttribute(parent) || ts.isExpressionStatement(parent))
    return false
  if (ts.isCallExpression(parent)) {
    const { expression } = parent
    const isImport = expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require'
    return !isImport
  }
  return !('name' in parent) || ('initializer' in parent && parent.initializer === node)
}

function isCall(ts: Compiler, node: TS.Node): boolean {
  const inner = ts.isAwaitExpression(node) ? node.expression : node
  return ts.isCallExpression(inner) && inner.expression.kind !== ts.SyntaxKind.SuperKeyword
}

function isOuterChain(ts: Compiler, node: TS.Node): boolean {
  if (!ts.isOptionalChain(node)) return false
  const { parent } = node
  return !(ts.isOptionalChain(parent) && parent.expression === node) && !isCallee(ts, node)
}

const isCallee = (ts: Compiler, node: TS.Node): boolean =>
  ts.isCallExpression(node.parent) && node.parent.expression === node

/** The chain without one of its questions. */
function chainsOf(ts: Compiler, node: TS.Node, source: TS.SourceFile): string[] {
  const start = node.getStart(source)
  const text = node.getText(source)
  const found: string[] = []
  for (let at: TS.Node = node; ts.isOptionalChain(at); at = at.expression) {
    if (ts.isNonNullChain(at) || at.questionDotToken === undefined) continue
    const from = at.questionDotToken.getStart(source) - start
    found.push(`${text.slice(0, from)}${ts.isPropertyAccessExpression(at) ? '.' : ''}${text.slice(from + 2)}`)
  }
  return found
}
