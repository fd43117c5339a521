/** The functions of a unit that a test can reach, by the name of what is tested, with the places that their parameters stand for. */
import type * as TS from 'typescript'
import type { Evaluator } from './evaluate.js'
import type { Frame, FunctionNode, Source } from './frames.js'
import { EMPTY, symbolAt } from './frames.js'
import type { Types } from './scene.js'
import { Place, valueAt } from './scene.js'
import { mainOf } from './subjects.js'

export interface Entry {
  /** `subject.method`, as candidates are called. */
  readonly of: string
  readonly node: FunctionNode
  readonly frame: Frame
}

export interface Entries {
  readonly all: readonly Entry[]
  /** Its parameters as places under a prefix: `m0.input`. */
  readonly framed: (node: FunctionNode, prefix: string, outer: Frame) => Frame
}

export function openEntries(types: Types, evaluator: Evaluator): Entries {
  const { ts, checker, at } = types

  function framed(node: FunctionNode, prefix: string, outer: Frame): Frame {
    const names = new Map<TS.Symbol, Source>()
    for (const [i, parameter] of node.parameters.entries()) {
      const symbol = symbolAt(parameter)
      if (symbol === undefined) continue
      const name = ts.isIdentifier(parameter.name) ? parameter.name.text : 'input'
      const type = checker.getTypeAtLocation(parameter)
      const place = new Place(`${prefix}${i}.${name}`, name, type)
      const isList = parameter.dotDotDotToken !== undefined
      names.set(symbol, (scene) => (isList ? [valueAt(place, scene, types)] : valueAt(place, scene, types)))
    }
    return { names, outer, ...(outer.self === undefined ? {} : { self: outer.self }), depth: 0 }
  }

  function ofValue(name: string, node: TS.Node | undefined, frame: Frame): readonly Entry[] {
    if (node === undefined) return []
    const found = functionIn(node)
    if (found !== undefined)
      return [
        {
          of: `${name}.`,
          node: found,
          frame: isPlugin(found) ? registered(found, frame) : framed(found, 'm', frame),
        },
      ]
    if (ts.isClassLike(node)) return ofClass(name, node)
    return ts.isObjectLiteralExpression(node) ? ofObject(name, '', node, frame) : []
  }

  function ofObject(
    name: string,
    prefix: string,
    node: TS.ObjectLiteralExpression,
    frame: Frame,
  ): readonly Entry[] {
    return node.properties.flatMap((one): readonly Entry[] => {
      const own = `${prefix}${one.name?.getText() ?? ''}`
      const value = ts.isMethodDeclaration(one)
        ? one
        : ts.isPropertyAssignment(one)
          ? one.initializer
          : valueOf(one.name)
      const found = value === undefined ? undefined : functionIn(value)
      if (found !== undefined)
        return [{ of: `${name}.${own}`, node: found, frame: framed(found, 'm', frame) }]
      const isInner = value !== undefined && ts.isObjectLiteralExpression(value) && prefix === ''
      return isInner ? ofObject(name, `${own}.`, value, frame) : []
    })
  }

  function ofClass(name: string, node: TS.ClassLikeDeclaration): readonly Entry[] {
    const maker = node.members.find(ts.isConstructorDeclaration)
    const made = maker === undefined ? EMPTY : framed(maker, 'c', EMPTY)
    const self = { declaration: node, frame: made }
    const constructing: readonly Entry[] =
      maker === undefined
        ? []
        : [{ of: `${name}.constructor`, node: maker, frame: { ...framed(maker, 'm', EMPTY), self } }]
    return [
      ...constructing,
      ...node.members.flatMap((one): readonly Entry[] => {
        if (!ts.isMethodDeclaration(one)) return []
        if (ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
          return []
        return [
          { of: `${name}.${one.name.getText()}`, node: one, frame: framed(one, 'm', { ...made, self }) },
        ]
      }),
    ]
  }

  const isPlugin = ({ parameters: [first] }: FunctionNode): boolean =>
    first !== undefined &&
    ['inject', 'register', 'decorate', 'addHook'].every(
      (name) => checker.getTypeAtLocation(first).getProperty(name) !== undefined,
    )

  /** The application that a plugin is registered on, and its options. */
  function registered(node: FunctionNode, outer: Frame): Frame {
    const { names } = framed(node, 'o', outer)
    const [first, second] = node.parameters
    const symbols = [first, second].map(symbolAt)
    const own = new Map(names)
    if (symbols[0] !== undefined && first !== undefined)
      own.set(symbols[0], () => new Place('d', 'app', checker.getTypeAtLocation(first)))
    if (symbols[1] !== undefined && second !== undefined) {
      const name = second.name.getText()
      own.set(symbols[1], (scene) =>
        valueAt(new Place(`o0.${name}`, name, checker.getTypeAtLocation(second)), scene, types),
      )
    }
    return { names: own, outer, depth: 0 }
  }

  const valueOf = (name: TS.Node | undefined): TS.Node | undefined => {
    const declaration = name === undefined ? undefined : evaluator.symbolOf(name)?.valueDeclaration
    return declaration !== undefined && ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : declaration
  }

  /** The function itself, or the one that a call wraps: `debounce(() => …)`. */
  function functionIn(node: TS.Node): FunctionNode | undefined {
    if (
      ts.isArrowFunction(node) ||
      ts.isFunctionExpression(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node)
    )
      return node
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return functionIn(node.expression)
    if (ts.isCallExpression(node)) {
      for (const one of node.arguments) {
        const inner = functionIn(one)
        if (inner !== undefined) return inner
      }
      return undefined
    }
    if (!ts.isIdentifier(node)) return undefined
    const value = valueOf(node)
    return value === undefined || value === node || value.getSourceFile() !== at
      ? undefined
      : functionIn(value)
  }

  function exported(): readonly Entry[] {
    const module = checker.getSymbolAtLocation(at)
    if (module === undefined) return []
    const main = mainOf(types, module).flatMap((one) =>
      ofValue('default', declaredBy(one.declarations?.[0]), EMPTY),
    )
    const others = checker.getExportsOfModule(module).flatMap((one) => {
      const symbol = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one
      return ofValue(one.name, declaredBy(symbol.declarations?.[0]), EMPTY)
    })
    return [...main, ...others]
  }

  /** What a declaration gives its name to: of `exports.a = f` the right side. */
  function declaredBy(node: TS.Node | undefined): TS.Node | undefined {
    if (node === undefined) return undefined
    if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) return node.initializer
    if (ts.isExportAssignment(node)) return resolved(node.expression)
    if (ts.isShorthandPropertyAssignment(node)) return valueOf(node.name)
    if (ts.isBinaryExpression(node)) return resolved(node.right)
    if (ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent))
      return resolved(node.parent.right)
    return node
  }

  const resolved = (node: TS.Expression): TS.Node => (ts.isIdentifier(node) ? (valueOf(node) ?? node) : node)

  return { all: exported(), framed }
}
