/** Names of what code asks values for. */
import type * as TS from 'typescript'

type Compiler = typeof TS

/** In a file, each once. */
export function usedIn(ts: Compiler, file: TS.Node): string[] {
  const names = new Set<string>()
  const visit = (node: TS.Node): void => {
    const name = usedName(ts, node)
    if (name !== undefined) names.add(name)
    else if (ts.isParameter(node) && ts.isIdentifier(node.name)) names.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...names].sort()
}

/** `user.name`, `user['name']`, `{ name } = user`. */
export function usedName(ts: Compiler, node: TS.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
    return node.argumentExpression.text
  if (!ts.isBindingElement(node)) return undefined
  const name = node.propertyName ?? node.name
  return ts.isIdentifier(name) ? name.text : undefined
}
