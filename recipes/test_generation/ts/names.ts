/** What a name stands for: a parameter, a constant, a part of what was taken apart, a member of `this`. */
import type * as TS from 'typescript'
import { globalValue } from './builtins.js'
import type { Closure, Frame, FunctionNode, Of } from './frames.js'
import { knownIn, selfOf, symbolAt } from './frames.js'
import type { Members } from './members.js'
import { Place, Unclear, kindOf, valueAt } from './scene.js'
import type { Scene, Types } from './scene.js'

export interface Names {
  readonly symbolOf: (node: TS.Node) => TS.Symbol | undefined
  readonly named: (node: TS.Identifier, frame: Frame, scene: Scene) => unknown
  /** A member of `this`: what the constructor was handed, a field, or a method. */
  readonly own: (name: string, frame: Frame, scene: Scene) => unknown
}

/** What names ask of the rest of the interpreter. */
export interface Deeper {
  readonly of: Of
  readonly closure: (node: FunctionNode, frame: Frame, scene: Scene) => Closure
  /** What the block of a `try` throws. */
  readonly caught: (node: TS.TryStatement, frame: Frame, scene: Scene) => unknown
}

export function openNames(
  types: Types,
  { member, elementAt, listOf }: Members,
  { of, closure, caught }: Deeper,
): Names {
  const { ts, checker } = types

  const typeAt = (node: TS.Node): TS.Type | undefined => checker.getTypeAtLocation(node)

  function symbolOf(node: TS.Node): TS.Symbol | undefined {
    const found =
      ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)
    return found !== undefined && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
  }

  function named(node: TS.Identifier, frame: Frame, scene: Scene): unknown {
    if (node.text === 'undefined') return undefined
    const symbol = symbolOf(node)
    if (symbol === undefined) return globalValue(node.text, undefined)
    const known = knownIn(frame, symbol)
    if (known !== undefined) return known(scene)
    const declaration = symbol.valueDeclaration
    if (declaration === undefined || declaration.getSourceFile().isDeclarationFile)
      return isImported(node)
        ? new Place(`x.${node.text}`, node.text, typeAt(node))
        : globalValue(node.text, undefined)
    return declared(declaration, frame, scene)
  }

  const isImported = (node: TS.Identifier): boolean => {
    const [given] = checker.getSymbolAtLocation(node)?.declarations ?? []
    return (
      given !== undefined &&
      (ts.isImportSpecifier(given) || ts.isImportClause(given) || ts.isNamespaceImport(given))
    )
  }

  function declared(declaration: TS.Node, frame: Frame, scene: Scene): unknown {
    if (ts.isBindingElement(declaration)) return bound(declaration, frame, scene)
    if (ts.isVariableDeclaration(declaration)) {
      if (ts.isCatchClause(declaration.parent)) return caught(declaration.parent.parent, frame, scene)
      const list = declaration.parent
      const statement = list.parent
      if (ts.isForOfStatement(statement)) return listOf(of(statement.expression, frame, scene), scene)[0]
      if (declaration.initializer !== undefined) return of(declaration.initializer, frame, scene)
      const once = ts.isIdentifier(declaration.name) ? onlyAssignment(declaration.name) : undefined
      if (once !== undefined) return of(once, frame, scene)
    }
    if (ts.isFunctionDeclaration(declaration)) return closure(declaration, frame, scene)
    if (ts.isEnumMember(declaration)) return checker.getConstantValue(declaration)
    if (ts.isParameter(declaration)) return lent(declaration, frame, scene)
    throw new Unclear()
  }

  /** `let x` that is given its value in one place. */
  function onlyAssignment(name: TS.Identifier): TS.Expression | undefined {
    const found: TS.Expression[] = []
    const symbol = symbolOf(name)
    const visit = (node: TS.Node): void => {
      if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isIdentifier(node.left) &&
        node.left.text === name.text &&
        symbolOf(node.left) === symbol
      )
        found.push(node.right)
      ts.forEachChild(node, visit)
    }
    visit(name.getSourceFile())
    return found.length === 1 ? found[0] : undefined
  }

  /** The parameter of a function that is handed to another: an item where that goes through a list. */
  function lent(declaration: TS.ParameterDeclaration, frame: Frame, scene: Scene): unknown {
    const node = declaration.parent
    const outer = node.parent
    if (!ts.isCallExpression(outer) || !ts.isPropertyAccessExpression(outer.expression)) throw new Unclear()
    const from = of(outer.expression.expression, frame, scene)
    const position = node.parameters.indexOf(declaration)
    if (from instanceof Place && from.at === 'd')
      return valueAt(asked(declaration, position, outer.expression.name.text), scene, types)
    if (from instanceof Place && kindOf(from.type, types) !== 'list')
      return valueAt(
        new Place(
          `${from.at}.${outer.expression.name.text}(${position})`,
          declaration.name.getText(),
          typeAt(declaration),
        ),
        scene,
        types,
      )
    if (outer.expression.name.text.startsWith('reduce')) {
      if (position === 1) return listOf(from, scene)[0]
      throw new Unclear()
    }
    return position === 0 || outer.expression.name.text.endsWith('ort') ? listOf(from, scene)[0] : 0
  }

  /** What an application hands to handlers and hooks: the request, its reply, an error. */
  function asked(declaration: TS.ParameterDeclaration, position: number, method: string): Place {
    const name = declaration.name.getText()
    const isError = method === 'setErrorHandler' ? position === 0 : /^(error|err)$/.test(name)
    const i = method === 'setErrorHandler' ? position - 1 : position
    return new Place(isError ? 'z.error' : i === 0 ? 'request' : 'reply', name, typeAt(declaration))
  }

  function bound(element: TS.BindingElement, frame: Frame, scene: Scene): unknown {
    const pattern = element.parent
    const holder = pattern.parent
    const from = ts.isBindingElement(holder) ? bound(holder, frame, scene) : wholeOf(holder, frame, scene)
    const value = ts.isArrayBindingPattern(pattern)
      ? elementAt(from, pattern.elements.indexOf(element), scene)
      : member(
          from,
          (element.propertyName ?? element.name).getText().replace(/^['"]|['"]$/g, ''),
          scene,
          element.name,
        )
    return value === undefined && element.initializer !== undefined
      ? of(element.initializer, frame, scene)
      : value
  }

  function wholeOf(
    holder: TS.VariableDeclaration | TS.ParameterDeclaration,
    frame: Frame,
    scene: Scene,
  ): unknown {
    const known = knownIn(frame, symbolAt(holder))
    if (known !== undefined) return known(scene)
    return declared(holder, frame, scene)
  }

  function own(name: string, frame: Frame, scene: Scene): unknown {
    const self = selfOf(frame)
    if (self === undefined) throw new Unclear()
    const { declaration } = self
    const maker = declaration.members.find(ts.isConstructorDeclaration)
    for (const parameter of maker?.parameters ?? []) {
      const isProperty = ts.isParameterPropertyDeclaration(parameter, maker ?? parameter)
      const symbol = checker.getSymbolAtLocation(parameter.name)
      if (isProperty && parameter.name.getText() === name && symbol !== undefined)
        return self.frame.names.get(symbol)?.(scene)
    }
    for (const statement of maker?.body?.statements ?? [])
      if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
        const { left, right, operatorToken } = statement.expression
        if (operatorToken.kind === ts.SyntaxKind.EqualsToken && left.getText() === `this.${name}`)
          return of(right, self.frame, scene)
      }
    const found = declaration.members.find((one) => one.name?.getText() === name)
    if (found !== undefined && ts.isPropertyDeclaration(found) && found.initializer !== undefined)
      return of(found.initializer, self.frame, scene)
    if (found !== undefined && (ts.isMethodDeclaration(found) || ts.isGetAccessor(found))) {
      const run = closure(found, { ...self.frame, self, depth: frame.depth }, scene)
      return ts.isGetAccessor(found) ? run() : run
    }
    throw new Unclear()
  }

  return { symbolOf, named, own }
}
