/** Names that a file has from other modules: by `import` in all its forms, and by `require`. */
import type * as TS from 'typescript'

type Compiler = typeof TS

export interface Binding {
  /** As it is written: `../db`. */
  readonly specifier: string
  /** The name of the export; 'default'; '*' for all of them; '=' for what `module.exports` is. */
  readonly name: string
  readonly local: string
  readonly symbol: TS.Symbol
  readonly source: TS.SourceFile
}

/** Undefined for what has its name from somewhere else, and for types. */
export function bindingOf(ts: Compiler, symbol: TS.Symbol): Binding | undefined {
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined) return undefined
  const made = (specifier: TS.Node | undefined, name: string): Binding | undefined =>
    specifier !== undefined && ts.isStringLiteralLike(specifier)
      ? { specifier: specifier.text, name, local: symbol.name, symbol, source: declaration.getSourceFile() }
      : undefined
  if (ts.isImportSpecifier(declaration)) {
    const clause = declaration.parent.parent
    if (declaration.isTypeOnly || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined
    return made(clause.parent.moduleSpecifier, (declaration.propertyName ?? declaration.name).text)
  }
  if (ts.isImportClause(declaration))
    return declaration.phaseModifier === ts.SyntaxKind.TypeKeyword
      ? undefined
      : made(declaration.parent.moduleSpecifier, 'default')
  if (ts.isNamespaceImport(declaration))
    return declaration.parent.phaseModifier === ts.SyntaxKind.TypeKeyword
      ? undefined
      : made(declaration.parent.parent.moduleSpecifier, '*')
  if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference))
    return declaration.isTypeOnly ? undefined : made(declaration.moduleReference.expression, '=')
  if (ts.isVariableDeclaration(declaration)) return made(required(ts, declaration.initializer), '=')
  if (ts.isBindingElement(declaration) && ts.isVariableDeclaration(declaration.parent.parent)) {
    const { propertyName, name } = declaration
    const own = propertyName ?? name
    return ts.isIdentifier(own)
      ? made(required(ts, declaration.parent.parent.initializer), own.text)
      : undefined
  }
  return undefined
}

function required(ts: Compiler, node: TS.Expression | undefined): TS.Expression | undefined {
  return node !== undefined &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require'
    ? node.arguments[0]
    : undefined
}
