/** Takes a source file apart: its statements and branches, what could be another in it, and a build in which all that shows. */
import type * as TS from 'typescript'
import { isTarget, mutationsOf } from './mutations.js'
import { directivesOf, isCounted, isListed, isSilent, nameOf } from './syntax.js'

type Compiler = typeof TS

/** Something of the source; `line` from 1. */
export interface Piece {
  readonly id: number
  readonly line: number
  /** The function around it, by name; '' outside of any. */
  readonly within: string
}

export interface Branch extends Piece {
  /** When it is taken, in words: only when `a > b`. */
  readonly when: string
}

export interface Mutant extends Piece {
  readonly from: string
  readonly to: string
}

export interface Anatomy {
  readonly statements: readonly (Piece & { readonly branch?: number })[]
  readonly branches: readonly Branch[]
  readonly mutants: readonly Mutant[]
  /** The source with a count at each piece, and all mutants in it, switched by what `PRELUDE` holds. */
  readonly text: string
}

/** `s` and `b` count, `c` counts both ways of a condition, `m` says whether a mutant is the one that is tried. */
export const COUNTS =
  "globalThis.__orchestrate ??= { active: -1, seen: new Set(), count: 0, limit: Infinity, tick() { if (++this.count > this.limit) throw new Error('endless') }, s(id) { this.tick(); this.seen.add('s' + id) }, b(id) { this.seen.add('b' + id) }, c(id, value) { this.seen.add('b' + (value ? id : id + 1)); return value }, m(id) { this.tick(); this.seen.add('m' + id); return this.active === id } };"

/** When the right side of an operator counts. */
const WHEN = new Map([
  ['&&', 'only when $'],
  ['||', 'only when not $'],
  ['??', 'only when $ is missing'],
])

/** More than this of a text in a sentence is too much. */
const LONG = 80

export function anatomyOf(ts: Compiler, source: TS.SourceFile): Anatomy {
  const statements: (Piece & { branch?: number })[] = []
  const branches: Branch[] = []
  const mutants: Mutant[] = []
  const lineOf = (node: TS.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
  const said = (node: TS.Node): string => {
    const text = node.getText(source).replace(/\s+/g, ' ')
    return `\`${text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text}\``
  }
  let within = ''
  let under: number | undefined

  const branch = (node: TS.Node, when: string): number => {
    const id = branches.length
    branches.push({ id, line: lineOf(node), within, when })
    return id
  }

  /** The text of a node with its inside taken apart. */
  function spliced(node: TS.Node): string {
    const children: TS.Node[] = []
    ts.forEachChild(node, (child) => void children.push(child))
    let text = ''
    let at = node.getStart(source)
    for (const child of children.sort((a, b) => a.pos - b.pos)) {
      const start = child.getStart(source)
      if (start < at) continue
      text += source.text.slice(at, start) + render(child)
      at = child.end
    }
    return text + source.text.slice(at, node.end)
  }

  function render(node: TS.Node): string {
    if (isSilent(ts, node)) return node.getText(source)
    const [outer, above] = [within, under]
    if (ts.isFunctionLike(node)) [within, under] = [nameOf(ts, node, source) ?? within, undefined]
    const text = ts.isStatement(node) ? statement(node) : expression(node)
    within = outer
    under = above
    return text
  }

  function statement(node: TS.Statement): string {
    if (!isCounted(ts, node)) return spliced(node)
    const id = statements.length
    statements.push({ id, line: lineOf(node), within, ...(under === undefined ? {} : { branch: under }) })
    const { parent } = node
    const count = `__o.s(${id});`
    const text = ts.isIfStatement(node)
      ? choice(node)
      : ts.isTryStatement(node)
        ? attempt(node)
        : spliced(node)
    if (ts.isLabeledStatement(parent)) return text
    return isListed(ts, parent) ? `${count}${text}` : `{ ${count}${text} }`
  }

  function choice({ expression: condition, thenStatement, elseStatement }: TS.IfStatement): string {
    const id = branch(thenStatement, `only when ${said(condition)}`)
    branch(elseStatement ?? condition, `only when not ${said(condition)}`)
    const test = `if (__o.c(${id}, ${render(condition)}))`
    const then = below(id, thenStatement)
    return elseStatement === undefined
      ? `${test} ${then}`
      : `${test} ${then} else ${below(id + 1, elseStatement)}`
  }

  function below(id: number, node: TS.Node): string {
    const above = under
    under = id
    const text = render(node)
    under = above
    return text
  }

  function attempt(node: TS.TryStatement): string {
    const { tryBlock, catchClause, finallyBlock } = node
    const id = catchClause === undefined ? 0 : branch(catchClause, 'only when something in the `try` fails')
    const handler =
      catchClause === undefined
        ? ''
        : ` catch ${catchClause.variableDeclaration === undefined ? '' : `(${catchClause.variableDeclaration.getText(source)}) `}{ __o.b(${id});${below(id, catchClause.block)} }`
    return `try ${render(tryBlock)}${handler}${finallyBlock === undefined ? '' : ` finally ${render(finallyBlock)}`}`
  }

  function expression(node: TS.Node): string {
    if (ts.isCaseOrDefaultClause(node)) {
      const when = ts.isCaseClause(node)
        ? `only in the case ${said(node.expression)}`
        : 'only in no other case'
      const id = branch(node, when)
      const label = ts.isCaseClause(node) ? `case ${render(node.expression)}:` : 'default:'
      return `${label} __o.b(${id});${node.statements.map((one) => below(id, one)).join('\n')}`
    }
    const made = mutationsOf(ts, node, source).map((to): Mutant => {
      const one = { id: mutants.length, line: lineOf(node), within, from: node.getText(source), to }
      mutants.push(one)
      return one
    })
    const text = inner(node)
    if (made.length === 0) return text
    return `(${made.map(({ id, to }) => `__o.m(${id}) ? (0, ${to}) : `).join('')}${text})`
  }

  function inner(node: TS.Node): string {
    if (!ts.isArrowFunction(node.parent) || node.parent.body !== node || ts.isBlock(node)) return forked(node)
    const id = statements.length
    statements.push({ id, line: lineOf(node), within })
    return `(__o.s(${id}), ${forked(node)})`
  }

  function forked(node: TS.Node): string {
    if (ts.isConditionalExpression(node)) {
      const id = branch(node.whenTrue, `only when ${said(node.condition)}`)
      branch(node.whenFalse, `only when not ${said(node.condition)}`)
      const condition = render(node.condition)
      return `(__o.c(${id}, ${condition}) ? ${below(id, node.whenTrue)} : ${below(id + 1, node.whenFalse)})`
    }
    if (!ts.isBinaryExpression(node) || isTarget(ts, node)) return spliced(node)
    const operator = node.operatorToken.getText(source)
    const when = WHEN.get(operator)?.replace('$', () => said(node.left))
    if (when === undefined) return spliced(node)
    const left = render(node.left)
    const id = branch(node.right, when)
    return `((${left}) ${operator} (__o.b(${id}), ${below(id, node.right)}))`
  }

  const directives = directivesOf(ts, source)
  const rest = [...source.statements].slice(directives.length)
  const head = directives.map((one) => one.getText(source)).join('\n')
  const shebang = /^#!.*\n/.exec(source.text)?.[0] ?? ''
  const body = rest.map(render).join('\n')
  return {
    statements,
    branches,
    mutants,
    text: `${shebang}// @ts-nocheck\n${head}\nvar __o = ${COUNTS}\n${body}\n`,
  }
}
