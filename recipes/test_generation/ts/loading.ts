/** Tells a file that is there for what it does when it is loaded: it starts a server, runs a job, is a command. */
import type * as TS from 'typescript'
import type { Reach } from './reach.js'
import type { Entry, Subject } from './unit.js'

type Compiler = typeof TS

/** What a test has to know of, or must not let happen. */
const ASKED = /\b(process\.(?:exit|on|once)|console\.(?:log|info|warn|error|debug))\(/g

/** What listens in the end, whatever the framework. */
export const LISTENS = 'Server.prototype.listen'

export function entryOf(
  ts: Compiler,
  source: TS.SourceFile,
  subjects: readonly Subject[],
  reach: Reach,
): Entry | undefined {
  const isCalled = source.statements.some((one) => isCall(ts, one))
  const isListening = source.text.includes('.listen(')
  const isLast = isListening || source.text.includes('process.exit(')
  const isBare = subjects.length === 0 || (isLast && subjects.every(({ kind }) => kind === 'value'))
  if (!isCalled || !isBare) return undefined
  const { outlets, uses, fetches } = reach.of(source)
  const asked = [...source.text.matchAll(ASKED)].flatMap(([, path]) => path ?? [])
  return {
    call: { name: '', isAsync: true, params: [], outlets: [...outlets.keys()], uses: [...uses], fetches },
    asks: [...new Set([...(isListening ? [LISTENS] : []), ...asked])],
  }
}

/** `main()`, `void start()`, `await app.listen()`. */
function isCall(ts: Compiler, statement: TS.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false
  const { expression } = statement
  const inner =
    ts.isAwaitExpression(expression) || ts.isVoidExpression(expression) ? expression.expression : expression
  return ts.isCallExpression(inner)
}
