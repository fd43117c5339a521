/** Runs functions of the unit for their results alone: what they give, and what they throw. */
import type * as TS from 'typescript'
import type { Closure, Frame, FunctionNode, Of, Result, Source } from './frames.js'
import { symbolAt } from './frames.js'
import { Thrown, Unclear } from './scene.js'
import type { Scene, Types } from './scene.js'

export interface Running {
  readonly closure: (node: FunctionNode, frame: Frame, scene: Scene) => Closure
  readonly framed: (node: FunctionNode, given: readonly Source[], frame: Frame) => Frame
  readonly run: (body: readonly TS.Statement[], frame: Frame, scene: Scene) => Result | undefined
  readonly caught: (node: TS.TryStatement, frame: Frame, scene: Scene) => unknown
}

/** Calls within calls. */
const DEEPEST = 6

export function openRunning({ ts }: Types, of: Of): Running {
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

  function framed(node: FunctionNode, given: readonly Source[], frame: Frame): Frame {
    const names = new Map<TS.Symbol, Source>()
    const own: Frame = {
      names,
      outer: frame,
      ...(frame.self === undefined ? {} : { self: frame.self }),
      depth: frame.depth + 1,
    }
    for (const [i, parameter] of node.parameters.entries()) {
      const symbol = symbolAt(parameter)
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

  function run(body: readonly TS.Statement[], frame: Frame, scene: Scene): Result | undefined {
    for (const one of body) {
      const done = step(one, frame, scene)
      if (done !== undefined) return done
    }
    return undefined
  }

  function step(one: TS.Statement, frame: Frame, scene: Scene): Result | undefined {
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
        const symbol = symbolAt(one.catchClause.variableDeclaration)
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

  function turned(one: TS.SwitchStatement, frame: Frame, scene: Scene): Result | undefined {
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

  return { closure, framed, run, caught }
}
