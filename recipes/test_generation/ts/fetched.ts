/** What a unit takes the bodies of the answers to be that it fetches. */
import type * as TS from 'typescript'
import type { Shapes } from './shapes.js'
import type { Field, Shape } from './unit.js'

type Compiler = typeof TS

const EMPTY: Shape = { is: 'object', fields: [], isPartial: true }

/** `(await response.json()) as User`, `const user: User = await response.json()`. */
export function fetchedIn(
  ts: Compiler,
  checker: TS.TypeChecker,
  source: TS.SourceFile,
  shapes: Shapes,
): Shape {
  const visit = (node: TS.Node): Shape | undefined =>
    (isRead(ts, node) ? takenAs(ts, checker, node, shapes) : undefined) ?? ts.forEachChild(node, visit)
  return visit(source) ?? EMPTY
}

const isRead = (ts: Compiler, node: TS.Node): boolean =>
  ts.isCallExpression(node) &&
  node.arguments.length === 0 &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === 'json'

function takenAs(ts: Compiler, checker: TS.TypeChecker, read: TS.Node, shapes: Shapes): Shape | undefined {
  let node = read.parent
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.type === undefined)
    return { is: 'object', isPartial: true, fields: node.name.elements.flatMap((one) => fieldOf(ts, one)) }
  const type = ts.isAsExpression(node) || ts.isVariableDeclaration(node) ? node.type : undefined
  if (type === undefined) return undefined
  const named = checker.getTypeFromTypeNode(type)
  return shapes.of(checker.getAwaitedType(named) ?? named)
}

/** `{ degrees } = await response.json()`: by its name alone. */
function fieldOf(ts: Compiler, { name, propertyName, dotDotDotToken }: TS.BindingElement): Field[] {
  const own = propertyName ?? name
  return dotDotDotToken === undefined && ts.isIdentifier(own)
    ? [{ name: own.text, isOptional: true, shape: { is: 'unknown' } }]
    : []
}
