/** The branches of a function, each with what has to hold for it to be taken: all guards on the way, in order. */
import type * as TS from 'typescript'
import type { Evaluator } from './evaluate.js'
import type { Frame, FunctionNode } from './frames.js'
import type { Types } from './scene.js'

export interface Condition {
  readonly node: TS.Node
  readonly frame: Frame
  readonly want: 'true' | 'false' | 'nullish' | 'there' | 'throws' | 'passes' | 'empty'
  /** What the value has to be equal to: a case of a switch. */
  readonly equal?: TS.Expression
}

export type Path = readonly Condition[]

/** Calls within calls that are followed, and how many paths one function may have. */
const DEEPEST = 3
const MANY = 160

/** What a walk asks of the entry that it started from. */
export interface Walk {
  /** The parameters of a function as places under a prefix. */
  readonly framed: (node: FunctionNode, prefix: string, outer: Frame) => Frame
}

export function pathsOf(
  start: { readonly node: FunctionNode; readonly frame: Frame },
  { ts }: Types,
  evaluator: Evaluator,
  { framed }: Walk,
): readonly Path[] {
  const found: Path[] = []
  const within: TS.Node[] = []
  const emit = (path: Path): void => {
    if (found.length < MANY && path.length > 0) found.push(path)
  }

  function through(node: FunctionNode, frame: Frame, path: Path): void {
    if (node.body === undefined || within.includes(node) || within.length > DEEPEST) return
    within.push(node)
    for (const parameter of node.parameters)
      if (parameter.initializer !== undefined) {
        emit([...path, { node: parameter.name, frame, want: 'nullish' }])
        emit([...path, { node: parameter.name, frame, want: 'there' }])
      }
    if (ts.isBlock(node.body)) inBlock(node.body.statements, frame, path)
    else inside(node.body, frame, path)
    within.pop()
  }

  function inBlock(statements: readonly TS.Statement[], frame: Frame, path: Path): void {
    let own = path
    for (const one of statements) own = statement(one, frame, own)
  }

  /** What holds after it. */
  function statement(node: TS.Statement, frame: Frame, path: Path): Path {
    if (ts.isIfStatement(node)) {
      inside(node.expression, frame, path)
      const yes: Path = [...path, { node: node.expression, frame, want: 'true' }]
      const no: Path = [...path, { node: node.expression, frame, want: 'false' }]
      emit(yes)
      emit(no)
      statement(node.thenStatement, frame, yes)
      if (node.elseStatement !== undefined) statement(node.elseStatement, frame, no)
      if (leaves(node.thenStatement)) return no
      return node.elseStatement !== undefined && leaves(node.elseStatement) ? yes : path
    }
    if (ts.isBlock(node)) {
      inBlock(node.statements, frame, path)
      return path
    }
    if (ts.isSwitchStatement(node)) {
      for (const clause of node.caseBlock.clauses) {
        const own: Path = ts.isCaseClause(clause)
          ? [...path, { node: node.expression, frame, want: 'true', equal: clause.expression }]
          : [...path, ...others(node, frame)]
        emit(own)
        inBlock(clause.statements, frame, own)
      }
      if (!node.caseBlock.clauses.some(ts.isDefaultClause)) emit([...path, ...others(node, frame)])
      return path
    }
    if (ts.isTryStatement(node)) {
      emit([...path, { node: node.tryBlock, frame, want: 'passes' }])
      inBlock(node.tryBlock.statements, frame, path)
      if (node.catchClause !== undefined) {
        const failing: Path = [...path, { node: node.tryBlock, frame, want: 'throws' }]
        emit(failing)
        inBlock(node.catchClause.block.statements, frame, failing)
      }
      if (node.finallyBlock !== undefined) inBlock(node.finallyBlock.statements, frame, path)
      return path
    }
    if (ts.isForOfStatement(node)) {
      emit([...path, { node: node.expression, frame, want: 'empty' }])
      statement(node.statement, frame, path)
      return path
    }
    if (ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node)) {
      const condition = ts.isForStatement(node) ? node.condition : node.expression
      if (condition !== undefined) {
        emit([...path, { node: condition, frame, want: 'true' }])
        emit([...path, { node: condition, frame, want: 'false' }])
        inside(condition, frame, path)
      }
      statement(node.statement, frame, path)
      return path
    }
    if (ts.isReturnStatement(node) && node.expression !== undefined && isQuestion(node.expression))
      both(node.expression, frame, path)
    inside(node, frame, path)
    return path
  }

  /** Whose answer is given back: no branch, and yet two things to see. */
  const isQuestion = (node: TS.Expression): boolean =>
    (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) ||
    (ts.isBinaryExpression(node) && /^([!=]==?|[<>]=?|instanceof|in)$/.test(node.operatorToken.getText()))

  const others = (node: TS.SwitchStatement, frame: Frame): Path =>
    node.caseBlock.clauses.flatMap((clause): Condition[] =>
      ts.isCaseClause(clause)
        ? [{ node: node.expression, frame, want: 'false', equal: clause.expression }]
        : [],
    )

  /** Choices within expressions, and what is called there. */
  function inside(node: TS.Node, frame: Frame, path: Path): void {
    if (ts.isConditionalExpression(node)) {
      inside(node.condition, frame, path)
      const [yes, no] = both(node.condition, frame, path)
      inside(node.whenTrue, frame, yes)
      inside(node.whenFalse, frame, no)
      return
    }
    if (ts.isBinaryExpression(node)) {
      const { SyntaxKind: K } = ts
      const kind = node.operatorToken.kind
      if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken) {
        inside(node.left, frame, path)
        const [yes, no] = both(node.left, frame, path)
        const own = kind === K.BarBarToken ? no : yes
        emit([...own, { node: node.right, frame, want: 'true' }])
        emit([...own, { node: node.right, frame, want: 'false' }])
        inside(node.right, frame, own)
        return
      }
      if (kind === K.QuestionQuestionToken) {
        inside(node.left, frame, path)
        const own: Path = [...path, { node: node.left, frame, want: 'nullish' }]
        emit(own)
        emit([...path, { node: node.left, frame, want: 'there' }])
        inside(node.right, frame, own)
        return
      }
    }
    if (ts.isBindingElement(node) && node.initializer !== undefined && ts.isIdentifier(node.name))
      emit([...path, { node: node.name, frame, want: 'nullish' }])
    if (
      (ts.isPropertyAccessExpression(node) ||
        ts.isCallExpression(node) ||
        ts.isElementAccessExpression(node)) &&
      node.questionDotToken !== undefined
    )
      emit([...path, { node: node.expression, frame, want: 'nullish' }])
    if (ts.isCallExpression(node)) {
      evaluator.touch(node, frame)
      ts.forEachChild(node, (child) => {
        inside(child, frame, path)
      })
      const inner = evaluator.reached(node, frame)
      if (inner !== undefined) through(inner.node, inner.frame, path)
      return
    }
    if (ts.isFunctionDeclaration(node) || ts.isClassLike(node)) return
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      through(node, isReturned(node) ? framed(node, 'r', frame) : frame, path)
      return
    }
    ts.forEachChild(node, (child) => {
      inside(child, frame, path)
    })
  }

  function both(node: TS.Expression, frame: Frame, path: Path): readonly [Path, Path] {
    const yes: Path = [...path, { node, frame, want: 'true' }]
    const no: Path = [...path, { node, frame, want: 'false' }]
    emit(yes)
    emit(no)
    return [yes, no]
  }

  /** What the entry gives back is called by the test. */
  const isReturned = (node: FunctionNode): boolean =>
    within.length === 1 && (ts.isReturnStatement(node.parent) || node.parent === start.node)

  const leaves = (node: TS.Statement): boolean => {
    const last = ts.isBlock(node) ? node.statements.at(-1) : node
    return (
      last !== undefined &&
      (ts.isReturnStatement(last) ||
        ts.isThrowStatement(last) ||
        ts.isContinueStatement(last) ||
        ts.isBreakStatement(last))
    )
  }

  through(start.node, start.frame, [])
  return found
}
