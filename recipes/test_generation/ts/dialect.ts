/** How tests are written for a runner: what is imported, how a stub is made, how an expectation is put. */
import type { Answer, Modules } from './answers.js'
import { asserted, mocked, modulesOf } from './answers.js'

export interface Dialect {
  readonly runner: 'jest' | 'vitest' | 'node'
  readonly isTypeScript: boolean
  readonly isModule: boolean
  /** Import lines, before those of the unit. */
  readonly head: readonly string[]
  /** What opens a test: `it` or `test`. */
  readonly test: string
  stub(answer: Answer): string
  /** A statement: from now on the stub answers so. */
  answers(stub: string, answer: Answer): string
  /** A statement: a method does something else from now on. */
  spy(owner: string, method: string, code: string): string
  /** Lines: what is spied on is itself again after each test. */
  readonly restore: string
  /** How a module gives way to stubs; undefined where the runner has no way to that. */
  readonly modules?: Modules
  /** An expression: the arguments of each call. */
  calls(stub: string): string
  expectEqual(actual: string, code: string, isPrimitive: boolean): string
  expectPart(actual: string, code: string, fields: readonly (readonly [string, string])[]): string
  expectThrow(act: string, isAsync: boolean, name: string, message: string | undefined): readonly string[]
  expectCalls(stub: string, calls: readonly string[]): string
  expectInstance(actual: string, name: string): string
  readonly freezeClock: readonly string[]
  readonly thawClock: readonly string[]
  /** Laid below the tests when they are tried: whatever one of them set off has time to go wrong. */
  readonly linger: string
}

/** Date, and nothing else: timers stay real, so that what waits does not wait for ever. */
const NOW = "new Date('2024-01-15T10:00:00.000Z')"

/** A mistake that comes later than this is not seen. */
const LINGER_MS = 2000

const TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
]

export function dialectOf(
  runner: Dialect['runner'],
  { isTypeScript, isModule, hasGlobals }: { isTypeScript: boolean; isModule: boolean; hasGlobals: boolean },
): Dialect {
  return runner === 'node'
    ? asserting(isTypeScript, isModule)
    : expecting(runner, isTypeScript, isModule, hasGlobals)
}

function expecting(
  runner: 'jest' | 'vitest',
  isTypeScript: boolean,
  isModule: boolean,
  hasGlobals: boolean,
): Dialect {
  const its = runner === 'jest' ? 'jest' : 'vi'
  const names = `afterEach, beforeEach, describe, expect, it, ${its}`
  const from = runner === 'jest' ? '@jest/globals' : 'vitest'
  const head = hasGlobals
    ? []
    : [isModule ? `import { ${names} } from '${from}'` : `const { ${names} } = require('${from}')`]
  return {
    runner,
    isTypeScript,
    isModule,
    head,
    test: 'it',
    stub: (answer) => `${its}.fn()${mocked(answer, '')}`,
    answers: (stub, answer) =>
      `${isTypeScript ? `${its}.mocked(${stub})` : stub}${mocked(answer, isTypeScript ? ' as never' : '')}`,
    spy: (owner, method, code) => `${its}.spyOn(${owner}, '${method}').mockImplementation(${code})`,
    restore: `afterEach(() => {\n${its}.restoreAllMocks()\n})`,
    modules: modulesOf(its, isTypeScript),
    calls: (stub) => `${stub}.mock.calls`,
    expectEqual: (actual, code, isPrimitive) =>
      `expect(${actual}).${isPrimitive ? 'toBe' : 'toEqual'}(${code})`,
    expectPart: (actual, code) => `expect(${actual}).toMatchObject(${code})`,
    expectThrow: (act, isAsync, _name, message) => {
      const said = message ?? ''
      return [
        isAsync ? `await expect(${act}).rejects.toThrow(${said})` : `expect(() => ${act}).toThrow(${said})`,
      ]
    },
    expectCalls: (stub, calls) => {
      const words = calls.map((call) => call.slice(1, -1))
      if (words.length === 0) return `expect(${stub}).not.toHaveBeenCalled()`
      if (words.length === 1) return `expect(${stub}).toHaveBeenCalledWith(${words.join()})`
      return [
        `expect(${stub}).toHaveBeenCalledTimes(${words.length})`,
        ...words.map(
          (own, i) => `expect(${stub}).toHaveBeenNthCalledWith(${i + 1}${own === '' ? '' : `, ${own}`})`,
        ),
      ].join('\n')
    },
    expectInstance: (actual, name) => `expect(${actual}).toBeInstanceOf(${name})`,
    freezeClock:
      runner === 'jest'
        ? [
            `jest.useFakeTimers({ now: ${NOW}, doNotFake: [${TIMERS.map((name) => `'${name}'`).join(', ')}] })`,
          ]
        : [`vi.useFakeTimers({ now: ${NOW}, toFake: ['Date'] })`],
    thawClock: [`${its}.useRealTimers()`],
    linger: [
      hasGlobals
        ? ''
        : isModule
          ? `import { afterAll as atLast, afterEach as atEach } from '${from}'`
          : `const { afterAll: atLast, afterEach: atEach } = require('${from}')`,
      `${hasGlobals ? 'afterEach' : 'atEach'}(() => new Promise((done) => setTimeout(done, 0)))`,
      `${hasGlobals ? 'afterAll' : 'atLast'}(() => new Promise((done) => setTimeout(done, ${LINGER_MS})), ${LINGER_MS * 5})`,
    ].join('\n'),
  }
}

function asserting(isTypeScript: boolean, isModule: boolean): Dialect {
  const names = 'afterEach, beforeEach, describe, it, mock'
  return {
    runner: 'node',
    isTypeScript,
    isModule,
    head: isModule
      ? ["import assert from 'node:assert/strict'", `import { ${names} } from 'node:test'`]
      : ["const assert = require('node:assert/strict')", `const { ${names} } = require('node:test')`],
    test: 'it',
    stub: (answer) => `mock.fn(${asserted(answer, isTypeScript)})`,
    spy: (owner, method, code) => `mock.method(${owner}, '${method}', ${code})`,
    restore: 'afterEach(() => {\nmock.restoreAll()\n})',
    answers: (stub, answer) => `${stub}.mock.mockImplementation(${asserted(answer, isTypeScript)})`,
    calls: (stub) => `${stub}.mock.calls.map((call) => call.arguments)`,
    expectEqual: (actual, code, isPrimitive) =>
      isPrimitive ? `assert.equal(${actual}, ${code})` : `assert.deepEqual(${actual}, ${code})`,
    expectPart: (actual, _code, fields) =>
      fields.map(([path, code]) => `assert.deepEqual(${actual}${path}, ${code})`).join('\n'),
    expectThrow: (act, isAsync, name, message) => {
      const expected = `{ name: '${name}'${message === undefined ? '' : `, message: ${message}`} }`
      return [
        isAsync
          ? `await assert.rejects(async () => ${act}, ${expected})`
          : `assert.throws(() => ${act}, ${expected})`,
      ]
    },
    expectCalls: (stub, calls) =>
      `assert.deepEqual(${stub}.mock.calls.map((call) => call.arguments), [${calls.join(', ')}])`,
    expectInstance: (actual, name) => `assert.ok(${actual} instanceof ${name})`,
    freezeClock: [`mock.timers.enable({ apis: ['Date'], now: ${NOW} })`],
    thawClock: ['mock.timers.reset()'],
    linger: `${isModule ? "import { after as atLast } from 'node:test'" : "const { after: atLast } = require('node:test')"}
atLast(() => new Promise((done) => setTimeout(done, ${LINGER_MS})))`,
  }
}
