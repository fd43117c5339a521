/** Calls: of stubs, which answer as it is chosen, of the unit's own functions, and of what the platform has. */
import type * as TS from 'typescript'
import { builtin, globalCall } from './builtins.js'
import type { Closure, Frame, FunctionNode, Of } from './frames.js'
import { selfOf } from './frames.js'
import type { Members } from './members.js'
import type { Names } from './names.js'
import type { Running } from './running.js'
import { Place, Thrown, Unclear, kindOf, valueAt } from './scene.js'
import type { Scene, Types } from './scene.js'

export interface Calls {
  readonly call: (node: TS.CallExpression, frame: Frame, scene: Scene) => unknown
  readonly argumentsOf: (nodes: readonly TS.Expression[], frame: Frame, scene: Scene) => unknown[]
  /** The function of the project that a call reaches, with what its names mean there. */
  readonly reached: (
    node: TS.CallExpression,
    frame: Frame,
  ) => { node: FunctionNode; frame: Frame } | undefined
  /** Notes the call of a stub, so that calls are told apart in the order in which they stand. */
  readonly touch: (node: TS.CallExpression, frame: Frame) => void
  /** Forgets the calls that were noted. */
  readonly begin: () => void
}

/** What goes through a list, whatever is in it. */
const THROUGH =
  /^(map|filter|find|some|every|includes|indexOf|join|slice|reduce|flatMap|concat|findIndex|at)$/

/** What packages are asked that read a value, check it and give it back. */
const READS = /^(parse|parseAsync|validate\w*|cast|decode|envSchema|cleanEnv|clone\w*|structuredClone)$/i

/** Longer texts and lists are not made to find out. */
const LONGEST = 10_000

export function openCalls(
  types: Types,
  of: Of,
  { member, listOf }: Members,
  { symbolOf, own }: Names,
  { framed }: Running,
): Calls {
  const { ts, checker } = types

  const argumentsOf = (nodes: readonly TS.Expression[], frame: Frame, scene: Scene): unknown[] =>
    nodes.flatMap((one) =>
      ts.isSpreadElement(one) ? listOf(of(one.expression, frame, scene), scene) : [of(one, frame, scene)],
    )

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
          if (THROUGH.test(name)) return builtinCall(listOf(from, scene), name, given())
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
    if (!READS.test(name.getText())) return undefined
    if (callee.getText() === 'JSON.parse' || callee.getText() === 'Date.parse') return undefined
    const file = symbolOf(name)?.valueDeclaration?.getSourceFile().fileName ?? '/node_modules/'
    if (!file.includes('/node_modules/')) return undefined
    for (const one of node.arguments) {
      const value = dataIn(one)
      const given = value === undefined ? undefined : quietly(() => of(value, frame, scene))
      if (given instanceof Place) return new Place(given.at, given.name, checker.getTypeAtLocation(node))
    }
    return undefined
  }

  /** The value itself, or what stands under `data` among options. */
  function dataIn(node: TS.Expression): TS.Expression | undefined {
    if (!ts.isObjectLiteralExpression(node)) return ts.isSpreadElement(node) ? undefined : node
    const field = node.properties.find(({ name }) => name?.getText() === 'data')
    if (field === undefined) return undefined
    if (ts.isPropertyAssignment(field)) return field.initializer
    return ts.isShorthandPropertyAssignment(field) ? field.name : undefined
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
    const isLong = given.some((one) => typeof one === 'number' && one > LONGEST)
    if (isLong && /^(repeat|padStart|padEnd|fill)$/.test(name)) throw new Unclear()
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
      const type = checker.getTypeAtLocation(node)
      const awaited = checker.getAwaitedType(type) ?? type
      return valueAt(new Place(answerAt(callee.at, node), callee.name, awaited), scene, types)
    }
    if (typeof callee !== 'function') throw new Unclear()
    return Reflect.apply(callee as Closure, undefined, given())
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
    if (declaration?.getSourceFile() !== types.at) return undefined
    const found = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration
    if (found === undefined) return undefined
    if (ts.isFunctionDeclaration(found) || ts.isArrowFunction(found) || ts.isFunctionExpression(found))
      return { node: found, frame: framed(found, given, frame) }
    return undefined
  }

  const begin = (): void => {
    asking.clear()
  }

  return { call, argumentsOf, reached, touch, begin }
}
