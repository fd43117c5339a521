/** What a unit takes the calls of generic functions to give. */
import type * as TS from 'typescript'

type Compiler = typeof TS

/** What the unit takes a generic call to give, for its type alone does not say: `query<UserRow>(…)`. */
export function askedTypes(
  ts: Compiler,
  checker: TS.TypeChecker,
  sources: readonly TS.SourceFile[],
): ReadonlyMap<TS.SignatureDeclaration | TS.JSDocSignature, readonly TS.Type[]> {
  const found = new Map<TS.SignatureDeclaration | TS.JSDocSignature, TS.Type[]>()
  const visit = (node: TS.Node): void => {
    if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
      const declaration = checker.getResolvedSignature(node)?.declaration
      if (declaration !== undefined && isGeneric(declaration))
        found.set(declaration, [...(found.get(declaration) ?? []), checker.getTypeAtLocation(node)])
    }
    ts.forEachChild(node, visit)
  }
  for (const source of sources) visit(source)
  return found
}

/** A method of a library's type, too, which may have got its parameters from what it belongs to. */
const isGeneric = (declaration: TS.SignatureDeclaration | TS.JSDocSignature): boolean =>
  ('typeParameters' in declaration && declaration.typeParameters !== undefined) ||
  declaration.getSourceFile().fileName.includes('/node_modules/')
