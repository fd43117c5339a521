/** A small interpreter: what an expression of the unit gives for the values that are chosen, without running the unit. */
import type * as TS from 'typescript'
import { Made, Place, Thrown, Unclear, kindOf, valueAt } from './scene.js'
import type { Scene, Types } from './scene.js'
import { builtin, globalCall, globalValue, isPlain, operate } from './builtins.js'

/** What names mean in a function that is being looked at: its parameters, and those of the ones around it. */
export interface Frame {
  readonly names: ReadonlyMap<TS.Symbol, (scene: Scene) => unknown>
  readonly outer?: Frame
  /** What `this` is: the members of a class, by the places that its constructor puts there. */
  readonly self?: Self
  readonly depth: number
}

export interface Self {
  readonly declaration: TS.ClassLikeDeclaration
  readonly frame: Frame
}

type Closure = (...given: unknown[]) => unknown
export type FunctionNode = TS.FunctionLikeDeclaration

/** Steps of one question, and calls within calls. */
const STEPS = 4000
const DEEPEST = 6

export interface Evaluator {
  of(node: TS.Expression, frame: Frame, scene: Scene): unknown
  symbolOf(node: TS.Node): TS.Symbol | undefined
  /** The function of the project that a call reaches, with what its names mean there. */
  reached(call: TS.CallExpression, frame: Frame): { node: FunctionNode; frame: Frame } | undefined
  framed(node: FunctionNode, given: readonly ((scene: Scene) => unknown)[], frame: Frame): Frame
  /** Runs statements for their result alone. */
  run(body: readonly TS.Statement[], frame: Frame, scene: Scene): { readonly value: unknown } | undefined
  /** Notes the call of a stub, so that calls are told apart in the order in which they stand. */
  touch(call: TS.CallExpression, frame: Frame): void
  /** Forgets the calls that were noted. */
  begin(): void
}

export function openEvaluator(types: Types): Evaluator {
  const { ts, checker } = types

  const typeAt = (node: TS.Node): TS.Type | undefined => checker.getTypeAtLocation(node)

  function symbolOf(node: TS.Node): TS.Symbol | undefined {
    const found =
      ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)
    return found !== undefined && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
  }

  function of(node: TS.Expression, frame: Frame, scene: Scene): unknown {
    if (++scene.steps > STEPS) throw new Unclear()
    const inner = (one: TS.Expression): unknown => of(one, frame, scene)
    if (ts.isStringLiteralLike(node)) return node.text
    if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''))
    if (ts.isRegularExpressionLiteral(node)) return regexOf(node.text)
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false
    if (node.kind === ts.SyntaxKind.NullKeyword) return null
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isTypeAssertionExpression(node)
    )
      return inner(node.expression)
    if (ts.isIdentifier(node)) return named(node, frame, scene)
    if (ts.isPropertyAccessExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return own(node.name.text, frame, scene)
      if (node.getText() === 'process.env') return new Place('e', 'env', typeAt(node))
      const from = inner(node.expression)
      if (node.questionDotToken !== undefined && (from === null || from === undefined)) return undefined
      return member(from, node.name.text, scene, node)
    }
    if (ts.isElementAccessExpression(node)) {
      const from = inner(node.expression)
      if (node.questionDotToken !== undefined && (from === null || from === undefined)) return undefined
      return element(from, inner(node.argumentExpression), scene, node)
    }
    if (ts.isPrefixUnaryExpression(node)) {
      const value = inner(node.operand)
      if (node.operator === ts.SyntaxKind.ExclamationToken) return !value
      if (!isPlain(value)) throw new Unclear()
      if (node.operator === ts.SyntaxKind.MinusToken) return -Number(value)
      if (node.operator === ts.SyntaxKind.PlusToken) return Number(value)
      throw new Unclear()
    }
    if (ts.isTypeOfExpression(node)) {
      const value = inner(node.expression)
      if (!(value instanceof Place)) return typeof value
      const kind = kindOf(value.type, types)
      return kind === 'any' ? 'string' : kind === 'function' ? 'function' : 'object'
    }
    if (ts.isBinaryExpression(node)) return binary(node, frame, scene)
    if (ts.isConditionalExpression(node)) return inner(inner(node.condition) ? node.whenTrue : node.whenFalse)
    if (ts.isTemplateExpression(node))
      return node.templateSpans.reduce(
        (text, span) => text + textOf(inner(span.expression)) + span.literal.text,
        node.head.text,
      )
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((one) =>
        ts.isSpreadElement(one) ? listOf(inner(one.expression), scene) : [inner(one)],
      )
    if (ts.isObjectLiteralExpression(node)) return objectOf(node, frame, scene)
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return closure(node, frame, scene)
    if (ts.isNewExpression(node))
      return globalValue(node.expression.getText(), argumentsOf(node.arguments ?? [], frame, scene))
    if (ts.isCallExpression(node)) return call(node, frame, scene)
    throw new Unclear()
  }

  const textOf = (value: unknown): string => {
    if (!isPlain(value)) throw new Unclear()
    return String(value)
  }

  const argumentsOf = (nodes: readonly TS.Expression[], frame: Frame, scene: Scene): unknown[] =>
    nodes.flatMap((one) =>
      ts.isSpreadElement(one) ? listOf(of(one.expression, frame, scene), scene) : [of(one, frame, scene)],
    )

  function named(node: TS.Identifier, frame: Frame, scene: Scene): unknown {
    if (node.text === 'undefined') return undefined
    const symbol = symbolOf(node)
    if (symbol === undefined) return globalValue(node.text, undefined)
    for (let one: Frame | undefined = frame; one !== undefined; one = one.outer) {
      const known = one.names.get(symbol)
      if (known !== undefined) return known(scene)
    }
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

  /** What the block throws. */
  function caught({ tryBlock }: TS.TryStatement, frame: Frame, scene: Scene): unknown {
    try {
      run(tryBlock.statements, frame, scene)
    } catch (error) {
      if (error instanceof Unclear) throw error
      return error instanceof Thrown ? error.value : error
    }
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
      ? elementAt(from, pattern.elements.indexOf(element), scene, element)
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
    const symbol = (holder as { readonly symbol?: TS.Symbol }).symbol
    for (let one: Frame | undefined = frame; one !== undefined && symbol !== undefined; one = one.outer) {
      const known = one.names.get(symbol)
      if (known !== undefined) return known(scene)
    }
    return declared(holder, frame, scene)
  }

  /** A member of `this`: what the constructor was handed, a field, or a method. */
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

  function member(from: unknown, name: string, scene: Scene, node: TS.Node): unknown {
    if (from instanceof Place) {
      const kind = kindOf(from.type, types)
      if (kind === 'list' && name === 'length') return listOf(from, scene).length
      if (name === 'length' || (kind === 'any' && isOfText(name))) throw new Unclear()
      const property =
        from.type === undefined
          ? undefined
          : checker.getPropertyOfType(checker.getNonNullableType(from.type), name)
      const type = property === undefined ? undefined : checker.getTypeOfSymbolAtLocation(property, node)
      const at = (from.at === 'request' ? PARTS.get(name) : undefined) ?? `${from.at}.${name}`
      return valueAt(new Place(at, name, type), scene, types)
    }
    return from instanceof Made ? from.fields[name] : builtin(from, name)
  }

  function element(from: unknown, key: unknown, scene: Scene, node: TS.ElementAccessExpression): unknown {
    if (from instanceof Place && typeof key === 'string') {
      const declaredOne = from.type && checker.getPropertyOfType(checker.getNonNullableType(from.type), key)
      if (declaredOne !== undefined || from.type === undefined) return member(from, key, scene, node)
      return valueAt(new Place(`${from.at}{}`, key, typeAt(node)), scene, types)
    }
    if (from instanceof Place && key instanceof Place)
      return valueAt(new Place(`${from.at}{}`, from.name, typeAt(node)), scene, types)
    if (typeof key === 'number') return elementAt(from, key, scene, node)
    if (typeof key === 'string') return member(from, key, scene, node)
    throw new Unclear()
  }

  const elementAt = (from: unknown, i: number, scene: Scene, _node: TS.Node): unknown => {
    if (from instanceof Place || Array.isArray(from)) return listOf(from, scene)[i]
    if (typeof from === 'string') return from[i]
    throw new Unclear()
  }

  /** The items of a list as the tests write it: two of them, alike. */
  function listOf(from: unknown, scene: Scene): readonly unknown[] {
    if (Array.isArray(from)) return from as unknown[]
    if (from instanceof Set || from instanceof Map) return [...from] as unknown[]
    if (typeof from === 'string') return [...from]
    if (!(from instanceof Place)) throw new Unclear()
    const [item] =
      from.type === undefined
        ? []
        : checker.getTypeArguments(checker.getNonNullableType(from.type) as TS.TypeReference)
    const one = valueAt(new Place(`${from.at}[0]`, from.name.replace(/s$/, ''), item), scene, types)
    return [one, one]
  }

  function objectOf(node: TS.ObjectLiteralExpression, frame: Frame, scene: Scene): unknown {
    const made: Record<string, unknown> = {}
    for (const one of node.properties) {
      if (ts.isPropertyAssignment(one))
        made[one.name.getText().replace(/^['"]|['"]$/g, '')] = of(one.initializer, frame, scene)
      else if (ts.isShorthandPropertyAssignment(one)) made[one.name.text] = named(one.name, frame, scene)
      else throw new Unclear()
    }
    return made
  }

  function binary(node: TS.BinaryExpression, frame: Frame, scene: Scene): unknown {
    const { SyntaxKind: K } = ts
    const left = (): unknown => of(node.left, frame, scene)
    const right = (): unknown => of(node.right, frame, scene)
    switch (node.operatorToken.kind) {
      case K.AmpersandAmpersandToken:
        return left() && right()
      case K.BarBarToken:
        return left() || right()
      case K.QuestionQuestionToken:
        return left() ?? right()
      case K.CommaToken:
      case K.EqualsToken:
        return right()
      case K.InstanceOfKeyword:
        return isInstance(left(), node.right)
      case K.InKeyword: {
        const [name, holder] = [left(), right()]
        if (holder instanceof Place && typeof name === 'string')
          return member(holder, name, scene, node) !== undefined
        if (holder === null || typeof holder !== 'object' || typeof name !== 'string') throw new Unclear()
        return name in holder
      }
      default:
        return operate(node.operatorToken.getText(), left(), right())
    }
  }

  /** By the names of classes: what is made for a test carries them. */
  function isInstance(value: unknown, type: TS.Expression): boolean {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
    const wanted = type.getText()
    if (value instanceof Place)
      return (
        value.type !== undefined && checker.typeToString(checker.getNonNullableType(value.type)) === wanted
      )
    if (value instanceof Made) return value.classes.includes(wanted)
    const global: unknown = Reflect.get(globalThis, wanted)
    return typeof global === 'function' && value instanceof global
  }

  function call(node: TS.CallExpression, frame: Frame, scene: Scene): unknown {
    const callee = node.expression
    const given = (): unknown[] => argumentsOf(node.arguments, frame, scene)
    const kept = keptBy(node, frame, scene)
    if (kept !== undefined) return kept
    if (ts.isPropertyAccessExpression(callee)) {
      const name = callee.name.text
      const global = globalCall(callee.getText(), given)
      if (global !== undefined) return global.value
      if (callee.expression.kind === ts.SyntaxKind.ThisKeyword)
        return apply(own(name, frame, scene), node, given, scene)
      const from = of(callee.expression, frame, scene)
      if ((from === null || from === undefined) && callee.questionDotToken !== undefined) return undefined
      if (from instanceof Place) {
        if (kindOf(from.type, types) === 'list' || kindOf(from.type, types) === 'any')
          if (
            /^(map|filter|find|some|every|includes|indexOf|join|slice|reduce|flatMap|concat|findIndex|at)$/.test(
              name,
            )
          )
            return builtinCall(listOf(from, scene), name, given())
        const at = member(from, name, scene, callee)
        return apply(at, node, given, scene)
      }
      return builtinCall(from, name, given())
    }
    const global =
      ts.isIdentifier(callee) &&
      symbolOf(callee)?.valueDeclaration?.getSourceFile().isDeclarationFile !== false
        ? globalCall(callee.getText(), given)
        : undefined
    if (global !== undefined) return global.value
    return apply(of(callee, frame, scene), node, given, scene)
  }

  /** A package that reads and checks a value gives that back: `schema.parse(input)`. */
  function keptBy(node: TS.CallExpression, frame: Frame, scene: Scene): Place | undefined {
    const callee = node.expression
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee
    if (
      !/^(parse|parseAsync|validate\w*|cast|decode|envSchema|cleanEnv|clone\w*|structuredClone)$/i.test(
        name.getText(),
      )
    )
      return undefined
    if (callee.getText() === 'JSON.parse' || callee.getText() === 'Date.parse') return undefined
    const file = symbolOf(name)?.valueDeclaration?.getSourceFile().fileName ?? '/node_modules/'
    if (!file.includes('/node_modules/')) return undefined
    for (const one of node.arguments) {
      const data = ts.isObjectLiteralExpression(one)
        ? one.properties.find((field) => field.name?.getText() === 'data')
        : one
      const value =
        data === undefined
          ? undefined
          : ts.isPropertyAssignment(data)
            ? data.initializer
            : ts.isShorthandPropertyAssignment(data)
              ? data.name
              : ts.isExpression(data)
                ? data
                : undefined
      const given = value === undefined ? undefined : quietly(() => of(value, frame, scene))
      if (given instanceof Place) return new Place(given.at, given.name, typeAt(node))
    }
    return undefined
  }

  const quietly = (run: () => unknown): unknown => {
    try {
      return run()
    } catch (error) {
      if (error instanceof Unclear) return undefined
      throw error
    }
  }

  function builtinCall(from: unknown, name: string, given: readonly unknown[]): unknown {
    const method = builtin(from, name)
    if (typeof method !== 'function' || given.some((one) => one instanceof Place && typeof from === 'string'))
      throw new Unclear()
    return Reflect.apply(method as Closure, from, given)
  }

  /** What a stub is asked at several places of the unit may have an answer for each: `db.one()`, `db.one()#1`. */
  const asking = new Map<string, TS.Node[]>()
  function answerAt(at: string, node: TS.Node): string {
    const known = asking.get(at) ?? []
    asking.set(at, known)
    if (!known.includes(node)) known.push(node)
    const i = known.indexOf(node)
    return i === 0 ? `${at}()` : `${at}()#${i}`
  }

  function touch(node: TS.CallExpression, frame: Frame): void {
    const scene: Scene = { chosen: new Map(), looked: new Map(), steps: 0 }
    try {
      const callee = of(node.expression, frame, scene)
      if (callee instanceof Place) answerAt(callee.at, node)
    } catch (error) {
      if (!(error instanceof Error)) throw error
    }
  }

  /** A stub answers as it is chosen to, or fails as it is chosen to. */
  function apply(callee: unknown, node: TS.CallExpression, given: () => unknown[], scene: Scene): unknown {
    if (callee instanceof Place) {
      const failure = new Place(`${callee.at}!`, 'error')
      if (!scene.looked.has(failure.at)) scene.looked.set(failure.at, failure)
      const failing = scene.chosen.get(failure.at)
      if (failing !== undefined) throw new Thrown(failing.value)
      const type = typeAt(node)
      const awaited = type === undefined ? undefined : (checker.getAwaitedType(type) ?? type)
      return valueAt(new Place(answerAt(callee.at, node), callee.name, awaited), scene, types)
    }
    if (typeof callee !== 'function') throw new Unclear()
    return Reflect.apply(callee as Closure, undefined, given())
  }

  const closure =
    (node: FunctionNode, frame: Frame, scene: Scene): Closure =>
    (...given) => {
      if (frame.depth >= DEEPEST || node.body === undefined) throw new Unclear()
      const inner = framed(
        node,
        given.map((one) => () => one),
        frame,
      )
      if (!ts.isBlock(node.body)) return of(node.body, inner, scene)
      return run(node.body.statements, inner, scene)?.value
    }

  function framed(node: FunctionNode, given: readonly ((scene: Scene) => unknown)[], frame: Frame): Frame {
    const names = new Map<TS.Symbol, (scene: Scene) => unknown>()
    const own: Frame = {
      names,
      outer: frame,
      ...(frame.self === undefined ? {} : { self: frame.self }),
      depth: frame.depth + 1,
    }
    for (const [i, parameter] of node.parameters.entries()) {
      const symbol = (parameter as { readonly symbol?: TS.Symbol }).symbol
      if (symbol === undefined) continue
      names.set(symbol, (scene) => {
        const value =
          parameter.dotDotDotToken === undefined ? given[i]?.(scene) : given.slice(i).map((one) => one(scene))
        return value === undefined && parameter.initializer !== undefined
          ? of(parameter.initializer, own, scene)
          : value
      })
    }
    return own
  }

  function run(
    body: readonly TS.Statement[],
    frame: Frame,
    scene: Scene,
  ): { readonly value: unknown } | undefined {
    for (const one of body) {
      const done = step(one, frame, scene)
      if (done !== undefined) return done
    }
    return undefined
  }

  function step(one: TS.Statement, frame: Frame, scene: Scene): { readonly value: unknown } | undefined {
    if (ts.isReturnStatement(one))
      return { value: one.expression === undefined ? undefined : of(one.expression, frame, scene) }
    if (ts.isBlock(one)) return run(one.statements, frame, scene)
    if (ts.isIfStatement(one)) {
      if (of(one.expression, frame, scene)) return step(one.thenStatement, frame, scene)
      return one.elseStatement === undefined ? undefined : step(one.elseStatement, frame, scene)
    }
    if (ts.isThrowStatement(one)) throw new Thrown(new Error('of the unit'))
    if (ts.isSwitchStatement(one)) return turned(one, frame, scene)
    if (ts.isTryStatement(one)) {
      try {
        return run(one.tryBlock.statements, frame, scene)
      } catch (error) {
        if (error instanceof Unclear || one.catchClause === undefined) throw error
        const symbol =
          one.catchClause.variableDeclaration && symbolOf(one.catchClause.variableDeclaration.name)
        const value = error instanceof Thrown ? error.value : error
        const inner: Frame =
          symbol === undefined ? frame : { ...frame, names: new Map([[symbol, () => value]]), outer: frame }
        return run(one.catchClause.block.statements, inner, scene)
      }
    }
    if (ts.isExpressionStatement(one)) settle(one.expression, frame, scene)
    if (ts.isVariableStatement(one))
      for (const { initializer } of one.declarationList.declarations)
        if (initializer !== undefined) settle(initializer, frame, scene)
    if (ts.isIterationStatement(one, false)) throw new Unclear()
    return undefined
  }

  /** For what it may throw. */
  function settle(node: TS.Expression, frame: Frame, scene: Scene): void {
    try {
      of(node, frame, scene)
    } catch (error) {
      if (!(error instanceof Unclear)) throw error
    }
  }

  function turned(
    one: TS.SwitchStatement,
    frame: Frame,
    scene: Scene,
  ): { readonly value: unknown } | undefined {
    const value = of(one.expression, frame, scene)
    const { clauses } = one.caseBlock
    const start = clauses.findIndex(
      (clause) => ts.isCaseClause(clause) && of(clause.expression, frame, scene) === value,
    )
    const from = start >= 0 ? start : clauses.findIndex(ts.isDefaultClause)
    if (from < 0) return undefined
    const statements = clauses.slice(from).flatMap((clause) => [...clause.statements])
    const end = statements.findIndex(ts.isBreakStatement)
    return run(end < 0 ? statements : statements.slice(0, end), frame, scene)
  }

  function reached(node: TS.CallExpression, frame: Frame): { node: FunctionNode; frame: Frame } | undefined {
    const callee = node.expression
    const given = node.arguments.map((one) => (scene: Scene) => of(one, frame, scene))
    if (ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const self = selfOf(frame)
      const found = self?.declaration.members.find((one) => one.name?.getText() === callee.name.text)
      if (self === undefined || found === undefined || !ts.isMethodDeclaration(found)) return undefined
      return { node: found, frame: framed(found, given, { ...self.frame, self, depth: frame.depth }) }
    }
    if (!ts.isIdentifier(callee)) return undefined
    const declaration = symbolOf(callee)?.valueDeclaration
    const found =
      declaration !== undefined && ts.isVariableDeclaration(declaration)
        ? declaration.initializer
        : declaration
    if (found === undefined || found.getSourceFile() !== types.at) return undefined
    if (ts.isFunctionDeclaration(found) || ts.isArrowFunction(found) || ts.isFunctionExpression(found))
      return { node: found, frame: framed(found, given, frame) }
    return undefined
  }

  const begin = (): void => {
    asking.clear()
  }

  return { of, symbolOf, reached, framed, run, touch, begin }
}

/** Parts of a request, by the places under which its values stand. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['body', 'b'],
  ['params', 'p'],
  ['query', 'q'],
  ['headers', 'h'],
])

/** Rather a text than an object is asked for it. */
const isOfText = (name: string): boolean => Object.hasOwn(String.prototype, name) || name === 'toFixed'

function selfOf(frame: Frame): Self | undefined {
  for (let one: Frame | undefined = frame; one !== undefined; one = one.outer)
    if (one.self !== undefined) return one.self
  return undefined
}

const regexOf = (text: string): RegExp => {
  const end = text.lastIndexOf('/')
  return new RegExp(text.slice(1, end), text.slice(end + 1))
}
