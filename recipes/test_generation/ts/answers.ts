/** Stubs in the words of each runner: how they answer, and how they stand in for modules. */

export type Answer =
  | { readonly kind: 'returns' | 'resolves'; readonly code: string }
  | { readonly kind: 'rejects' | 'throws'; readonly code: string }
  /** `new` gives it. */
  | { readonly kind: 'makes'; readonly code: string }
  /** It calls what it is given, with these. */
  | { readonly kind: 'runs'; readonly code: string }
  /** One after the other, and then the first again. */
  | { readonly kind: 'sequence'; readonly isAsync: boolean; readonly codes: readonly string[] }
  | { readonly kind: 'this' | 'nothing' }

export interface Modules {
  /** A stub that answers nothing yet. */
  readonly stub: string
  /** A stub that gives what stands under a name: for calls that come before any test. */
  giving(name: string): string
  /** `shared`: objects of such calls by name, with the names of their stubs. */
  replace(from: string, exports: string, isShared: boolean, shared: Shared): readonly string[]
  readonly reset: string
}

export type Shared = ReadonlyMap<string, readonly string[]>

/** Of Jest and Vitest, what comes behind a stub. */
export function mocked(answer: Answer, cast: string): string {
  switch (answer.kind) {
    case 'returns':
      return `.mockReturnValue(${answer.code}${cast})`
    case 'resolves':
      return `.mockResolvedValue(${answer.code}${cast})`
    case 'rejects':
      return `.mockRejectedValue(${answer.code}${cast})`
    case 'throws':
      return `.mockImplementation(() => { throw ${answer.code} })`
    case 'makes':
      return `.mockImplementation(function () { return ${answer.code}${cast} })`
    case 'sequence': {
      const way = answer.isAsync ? 'mockResolvedValue' : 'mockReturnValue'
      const once = answer.codes.map((code) => `.${way}Once(${code}${cast})`)
      return `.${way}(${answer.codes[0] ?? ''}${cast})${once.join('')}`
    }
    case 'this':
      return '.mockReturnThis()'
    case 'runs':
      return cast === ''
        ? `.mockImplementation((run) => run(${answer.code}))`
        : `.mockImplementation(((run: (...given: unknown[]) => unknown) => run(${answer.code}))${cast})`
    case 'nothing':
      return ''
  }
}

/** Of node:test, a function that answers so. */
export function asserted(answer: Answer, isTypeScript: boolean): string {
  switch (answer.kind) {
    case 'returns':
      return `() => (${answer.code})`
    case 'resolves':
      return `async () => (${answer.code})`
    case 'rejects':
      return `() => Promise.reject(${answer.code})`
    case 'throws':
      return `() => { throw ${answer.code} }`
    case 'makes':
      return `function () { return ${answer.code} }`
    case 'sequence': {
      const [first = ''] = answer.codes
      const next = 'answers.length > 1 ? answers.shift() : answers[0]'
      const given = `answers${isTypeScript ? ': unknown[]' : ''}`
      return `((${given}) => ${answer.isAsync ? 'async ' : ''}() => ${next})([${answer.codes.join(', ')}, ${first}])`
    }
    case 'this':
      return isTypeScript ? 'function (this: unknown) { return this }' : 'function () { return this }'
    case 'runs':
      return `(run${isTypeScript ? ': (...given: never[]) => unknown' : ''}) => run(${answer.code})`
    case 'nothing':
      return ''
  }
}

export function modulesOf(its: 'jest' | 'vi', isTypeScript: boolean): Modules {
  const types = (shared: Shared): string => {
    const mock = its === 'jest' ? 'jest.Mock' : 'Mock'
    const inner = [...shared].map(
      ([name, stubs]) => `${name}: { ${stubs.map((stub) => `${stub}: ${mock}`).join('; ')} }`,
    )
    return isTypeScript ? `<{ ${inner.join('; ')} }>` : ''
  }
  const objects = (shared: Shared): string[] =>
    [...shared].map(
      ([name, stubs]) => `${name}: { ${stubs.map((stub) => `${stub}: ${its}.fn()`).join(', ')} }`,
    )
  const object = isTypeScript ? '<object>' : ''
  return {
    stub: `${its}.fn()`,
    giving: (name) => `${its}.fn(function () { return ${name} })`,
    reset: `beforeEach(() => {\n${its}.resetAllMocks()\n})`,
    replace(from, exports, isShared, shared) {
      const names = [...shared.keys()].join(', ')
      if (its === 'vi') {
        const hoisted =
          shared.size === 0
            ? []
            : [`const { ${names} } = vi.hoisted(() => ({ ${objects(shared).join(', ')} }))`]
        const factory = isShared
          ? `async (importOriginal) => ({ ...(await importOriginal${object}()), ${inside(exports)} })`
          : `() => (${exports})`
        return [...hoisted, `vi.mock(${from}, ${factory})`]
      }
      const whole = isShared ? `{ ...jest.requireActual${object}(${from}), ${inside(exports)} }` : exports
      if (shared.size === 0) return [`jest.mock(${from}, () => (${whole}))`]
      const made = objects(shared).map((one) => `const ${one.replace(': ', ' = ')}`)
      return [
        `jest.mock(${from}, () => {\n${made.join('\n')}\nreturn ${withNames(whole, names)}\n})`,
        `const { ${names} } = jest.requireMock${types(shared)}(${from})`,
      ]
    },
  }
}

const inside = (object: string): string => object.replace(/^\{ ?| ?\}$/g, '')

/** Beside what it exports a module that is replaced shows the objects that its stubs give. */
const withNames = (exports: string, names: string): string =>
  exports.startsWith('{') ? `{ ${inside(exports)}, ${names} }` : `Object.assign(${exports}, { ${names} })`
