/**
 * The text of a test file that asserts nothing and writes down what it sees. The repository's own runner runs it, so that
 * modules are found, compiled and stubbed as in the tests that come of it.
 */
import type { Case } from './cases.js'
import type { Dialect } from './dialect.js'
import { EYES, PATIENCE } from './eyes.js'
import { importLine } from './imports.js'
import { OPENED } from './plugins.js'
import type { Unit } from './unit.js'

/** Where it writes, from the folder that the runner is started in. */
export const SEEN = '.orchestrate-seen.jsonl'

export function probeText(
  imports: readonly string[],
  cases: readonly Case[],
  { path: unit, usesClock }: Pick<Unit, 'path' | 'usesClock'>,
  dialect: Dialect,
): string {
  const { isModule, isTypeScript, test } = dialect
  const own = [
    importLine('appendFileSync', 'node:fs', isModule),
    importLine('AsyncLocalStorage', 'node:async_hooks', isModule),
    importLine('Session', 'node:inspector', isModule),
  ]
  return [
    ...(isTypeScript ? ['// @ts-nocheck'] : []),
    ...dialect.head,
    ...own,
    ...imports,
    `const UNIT = ${JSON.stringify(`/${unit}`)}, SEEN = ${JSON.stringify(SEEN)}, PATIENCE = ${PATIENCE}`,
    EYES,
    "describe('probe', () => {",
    ...(usesClock
      ? [
          `beforeEach(() => {\n${dialect.freezeClock.join('\n')}\n})`,
          `afterEach(() => {\n${dialect.thawClock.join('\n')}\n})`,
        ]
      : []),
    ...cases.map(
      (one) =>
        `${test}(${JSON.stringify(one.id)}, () => observe(${JSON.stringify(one.id)}, async (tell, given, opened) => {\n${body(one, dialect)}\n}))`,
    ),
    '})',
    '',
  ].join('\n')
}

function body({ arrange, act, stubs, yields, isResponse }: Case, dialect: Dialect): string {
  const locals = arrange.flatMap((line) => /^const (\w+) =/.exec(line)?.[1] ?? [])
  const names = locals.map((name) => `['${name}', ${name}]`).join(', ')
  const spied = stubs.map((stub) => `['${stub}', () => ${dialect.calls(stub)}]`).join(', ')
  const tell = `tell([${names}], [${spied}])`
  const call =
    isResponse === true
      ? `return answered(await given(${act}))`
      : yields === undefined
        ? `return await given(${act})`
        : `given(${yields === 'later' ? 'Promise.resolve()' : 'undefined'}); const result = []; for ${yields === 'later' ? 'await ' : ''}(const item of ${act}) { result.push(item); if (result.length > 50) throw new Left('endless') }\nreturn result`
  const lines = arrange.flatMap((line) => (line === OPENED ? [line, 'opened.push(app)'] : [line]))
  return [...lines, tell, call].join('\n')
}
