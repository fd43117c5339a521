/** What of a syntax tree runs, counts, and has a name. */
import type * as TS from 'typescript'

type Compiler = typeof TS

/** Nothing in it runs, or it is not to be touched. */
export const isSilent = (ts: Compiler, node: TS.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isDecorator(node) ||
  ts.isTypeParameterDeclaration(node) ||
  ts.isObjectBindingPattern(node) ||
  ts.isArrayBindingPattern(node) ||
  ts.isComputedPropertyName(node) ||
  (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)) ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))

export function isCounted(ts: Compiler, node: TS.Statement): boolean {
  return !(
    ts.isBlock(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isEmptyStatement(node) ||
    ts.isExportAssignment(node)
  )
}

export const isListed = (ts: Compiler, parent: TS.Node): boolean =>
  ts.isSourceFile(parent) ||
  ts.isBlock(parent) ||
  ts.isModuleBlock(parent) ||
  ts.isCaseOrDefaultClause(parent)

export function nameOf(
  ts: Compiler,
  node: TS.SignatureDeclaration,
  source: TS.SourceFile,
): string | undefined {
  const { name, parent } = node
  if (name !== undefined) return name.getText(source)
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText(source)
    : undefined
}

export function directivesOf(ts: Compiler, { statements }: TS.SourceFile): readonly TS.Statement[] {
  const end = statements.findIndex(
    (one) => !(ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression)),
  )
  return statements.slice(0, end < 0 ? statements.length : end)
}
