/** Follows what code refers to, to the imports by which it reaches beyond the process. */
import type * as TS from 'typescript'
import type { Binding } from './bindings.js'
import { bindingOf } from './bindings.js'
import { isLively } from './lively.js'
import type { Outside } from './outside.js'
import { isOfNode } from './outside.js'
import { usedName } from './uses.js'

type Compiler = typeof TS

/** What a piece of code comes to when it runs. */
export interface Reached {
  /** Imports that reach out, by their local names. */
  readonly outlets: ReadonlyMap<string, Binding>
  /** Names of what it asks values for. */
  readonly uses: ReadonlySet<string>
  /** It asks the web by what the platform has for that. */
  readonly fetches: boolean
}

export interface Reach {
  of(node: TS.Node): Reached
  /** What runs when the file is loaded, with the name that it is kept under. */
  atLoad(): readonly { readonly binding: Binding; readonly path: string; readonly keptAs: string }[]
  /** The file itself, and those of the classes that its classes extend. */
  readonly own: readonly TS.SourceFile[]
}

/** Beyond so many declarations the answer is that nothing was found. */
const FARTHEST = 2000

export function openReach(
  ts: Compiler,
  checker: TS.TypeChecker,
  source: TS.SourceFile,
  isOutside: Outside,
): Reach {
  const known = new Map<TS.Node, boolean>()
  const own = new Set<TS.SourceFile>()
  gather(source)

  /** Classes that are extended stay what they are: their imports count as one's own. */
  function gather(file: TS.SourceFile): void {
    if (own.has(file)) return
    own.add(file)
    const visit = (node: TS.Node): void => {
      if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword)
        for (const { expression } of node.types) {
          const [declaration] = resolved(checker.getSymbolAtLocation(expression))?.declarations ?? []
          if (declaration !== undefined && isOfProject(declaration)) gather(declaration.getSourceFile())
        }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }

  function resolved(symbol: TS.Symbol | undefined): TS.Symbol | undefined {
    return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol
  }

  const symbolAt = (node: TS.Identifier): TS.Symbol | undefined =>
    ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node)

  /** Is anything that it refers to, however far, an import that reaches out? */
  function reachesOut(binding: Binding): boolean {
    if (isOutside(binding.specifier, binding.source.fileName))
      return isOfNode(binding.specifier) || isLively(ts, checker, binding, source)
    const target = resolved(binding.symbol)
    const declared = target?.declarations ?? []
    return declared.some((one) => isOfProject(one) && deep(one))
  }

  function deep(node: TS.Node): boolean {
    const before = known.get(node)
    if (before !== undefined || known.size > FARTHEST) return before ?? false
    known.set(node, false)
    const answer = [node, ...(ts.isVariableDeclaration(node) ? assignmentsTo(node) : [])].some(refersOut)
    known.set(node, answer)
    return answer
  }

  function refersOut(node: TS.Node): boolean {
    if (isTypeOnly(ts, node)) return false
    if (ts.isIdentifier(node)) {
      const symbol = symbolAt(node)
      const binding = symbol && bindingOf(ts, symbol)
      if (binding !== undefined) return reachesOut(binding)
      return (symbol?.declarations ?? []).some((one) => isTopLevel(ts, one) && isOfProject(one) && deep(one))
    }
    return ts.forEachChild(node, (child) => (refersOut(child) ? true : undefined)) ?? false
  }

  /** A connection that is kept in a variable is made where that is assigned to. */
  function assignmentsTo(declaration: TS.VariableDeclaration): TS.Node[] {
    const found: TS.Node[] = []
    if (declaration.initializer !== undefined && !ts.isLiteralExpression(declaration.initializer))
      return found
    const symbol = checker.getSymbolAtLocation(declaration.name)
    const visit = (node: TS.Node): void => {
      if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isIdentifier(node.left) &&
        checker.getSymbolAtLocation(node.left) === symbol
      )
        found.push(ts.findAncestor(node, (one) => ts.isFunctionLike(one)) ?? node)
      ts.forEachChild(node, visit)
    }
    visit(declaration.getSourceFile())
    return found
  }

  function of(start: TS.Node): Reached {
    const outlets = new Map<string, Binding>()
    const uses = new Set<string>()
    const seen = new Set<TS.Node>()
    let fetches = false
    const visit = (node: TS.Node): void => {
      if (isTypeOnly(ts, node)) return
      if (ts.isIdentifier(node)) {
        const symbol = symbolAt(node)
        fetches ||= node.text === 'fetch' && isOfPlatform(symbol)
        const binding = symbol && bindingOf(ts, symbol)
        if (binding === undefined) follow(symbol)
        else if (isExtended(node)) follow(resolved(symbol))
        else if (reachesOut(binding)) outlets.set(binding.local, binding)
      }
      const name = usedName(ts, node)
      if (name !== undefined) uses.add(name)
      else if (ts.isParameter(node) && ts.isIdentifier(node.name)) uses.add(node.name.text)
      ts.forEachChild(node, visit)
    }
    const follow = (symbol: TS.Symbol | undefined): void => {
      for (const declaration of symbol?.declarations ?? []) {
        if (seen.has(declaration) || !own.has(declaration.getSourceFile())) continue
        if (!isTopLevel(ts, declaration) && !ts.isClassElement(declaration)) continue
        if (ts.isClassLike(declaration)) continue
        seen.add(declaration)
        visit(declaration)
      }
    }
    seen.add(start)
    visit(start)
    return { outlets, uses, fetches }
  }

  /** `fetch` or `globalThis.fetch`, and no function of that name that the unit has been given. */
  const isOfPlatform = (symbol: TS.Symbol | undefined): boolean =>
    symbol === undefined || (symbol.declarations ?? []).every((one) => one.getSourceFile().isDeclarationFile)

  const isExtended = (node: TS.Node): boolean =>
    ts.isExpressionWithTypeArguments(node.parent) && ts.isHeritageClause(node.parent.parent)

  function atLoad(): ReturnType<Reach['atLoad']> {
    const found: { binding: Binding; path: string; keptAs: string }[] = []
    const visit = (node: TS.Node): void => {
      if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || isTypeOnly(ts, node)) return
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const [root, path] = rootOf(ts, node.expression)
        const symbol = root && symbolAt(root)
        const binding = symbol && bindingOf(ts, symbol)
        if (binding !== undefined && reachesOut(binding)) {
          const kept = ts.findAncestor(node, (one) => ts.isVariableDeclaration(one))
          const keptAs = kept !== undefined && ts.isIdentifier(kept.name) ? kept.name.text : binding.local
          found.push({ binding, path, keptAs })
        }
      }
      ts.forEachChild(node, visit)
    }
    for (const file of own) visit(file)
    return found
  }

  return { of, atLoad, own: [...own] }
}

/** `axios.create`: the name that it starts from, and the way from there. */
function rootOf(ts: Compiler, node: TS.Expression): readonly [TS.Identifier | undefined, string] {
  if (ts.isIdentifier(node)) return [node, '']
  if (!ts.isPropertyAccessExpression(node)) return [undefined, '']
  const [root, path] = rootOf(ts, node.expression)
  return [root, path === '' ? node.name.text : `${path}.${node.name.text}`]
}

const isTypeOnly = (ts: Compiler, node: TS.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword)

function isOfProject(node: TS.Node): boolean {
  const { fileName, isDeclarationFile } = node.getSourceFile()
  return !isDeclarationFile && !fileName.includes('/node_modules/')
}

function isTopLevel(ts: Compiler, node: TS.Node): boolean {
  if (ts.isVariableDeclaration(node)) return ts.isSourceFile(node.parent.parent.parent)
  if (ts.isBindingElement(node)) {
    const whole = ts.findAncestor(node, (one) => ts.isVariableDeclaration(one))
    return whole !== undefined && isTopLevel(ts, whole)
  }
  return (
    (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isExportAssignment(node)) &&
    ts.isSourceFile(node.parent)
  )
}
