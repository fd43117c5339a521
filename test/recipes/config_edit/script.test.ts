/** Configuration objects in scripts: wherever the object stands, its text is edited and all around it stays. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { append, edited, loaded, set, valueOf } from './scripts.js'

const WANTED = ['src/**/*.ts', '!src/**/*.d.ts']

/** One way to export a configuration, with a place for what is put into it. */
interface Form {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly value?: object
}

const LIST = `['src/**/*.ts', '!src/**/*.d.ts']`

const forms: readonly Form[] = [
  {
    name: 'module.exports of an object',
    before: `/** @type {import('jest').Config} */\nmodule.exports = {\n  preset: 'ts-jest', // as ever\n}\n`,
    after: `/** @type {import('jest').Config} */\nmodule.exports = {\n  preset: 'ts-jest', // as ever\n  collectCoverageFrom: ${LIST},\n}\n`,
    value: { preset: 'ts-jest' },
  },
  {
    name: 'an object without a trailing comma, and no final newline',
    before: `module.exports = {\n    preset: "ts-jest",\n    verbose: true\n};`,
    after: `module.exports = {\n    preset: "ts-jest",\n    verbose: true,\n    collectCoverageFrom: ["src/**/*.ts", "!src/**/*.d.ts"]\n};`,
    value: { preset: 'ts-jest', verbose: true },
  },
  {
    name: 'export default, with the line ends of Windows and tabs',
    before: `export default {\r\n\tverbose: true,\r\n\ttransform: {},\r\n};\r\n`,
    after: `export default {\r\n\tverbose: true,\r\n\ttransform: {},\r\n\tcollectCoverageFrom: ${LIST},\r\n};\r\n`,
    value: { verbose: true, transform: {} },
  },
  {
    name: 'an empty object',
    before: `module.exports = {}\n`,
    after: `module.exports = {\n  collectCoverageFrom: ${LIST},\n}\n`,
  },
  {
    name: 'an object on one line',
    before: `module.exports = { preset: 'ts-jest' }\n`,
    after: `module.exports = { preset: 'ts-jest', collectCoverageFrom: ${LIST} }\n`,
    value: { preset: 'ts-jest' },
  },
  {
    name: 'defineConfig of an object',
    before: `import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({\n  test: {},\n})\n`,
    after: `import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({\n  test: {},\n  collectCoverageFrom: ${LIST},\n})\n`,
    value: { test: {} },
  },
  {
    name: 'defineConfig of a function that gives an object',
    before: `import { defineConfig } from 'vitest/config'\nexport default defineConfig(({ mode }) => ({\n  mode,\n}))\n`,
    after: `import { defineConfig } from 'vitest/config'\nexport default defineConfig(({ mode }) => ({\n  mode,\n  collectCoverageFrom: ${LIST},\n}))\n`,
    value: { mode: 'test' },
  },
  {
    name: 'an async function with a body',
    before: `export default async () => {\n  const seed = await Promise.resolve(7)\n  return {\n    seed,\n  }\n}\n`,
    after: `export default async () => {\n  const seed = await Promise.resolve(7)\n  return {\n    seed,\n    collectCoverageFrom: ${LIST},\n  }\n}\n`,
    value: { seed: 7 },
  },
  {
    name: 'a constant with a type',
    before: `import type { Config } from 'jest'\n\nconst config: Config = {\n  verbose: true,\n}\n\nexport default config\n`,
    after: `import type { Config } from 'jest'\n\nconst config: Config = {\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n}\n\nexport default config\n`,
    value: { verbose: true },
  },
  {
    name: 'a constant, by module.exports',
    before: `const config = {\n  verbose: true,\n}\nmodule.exports = config\n`,
    after: `const config = {\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n}\nmodule.exports = config\n`,
    value: { verbose: true },
  },
  {
    name: '`satisfies`',
    before: `export default {\n  verbose: true,\n} satisfies Config\n`,
    after: `export default {\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n} satisfies Config\n`,
    value: { verbose: true },
  },
  {
    name: '`as` in brackets, and `export =`',
    before: `export = ({\n  verbose: true,\n} as Config)\n`,
    after: `export = ({\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n} as Config)\n`,
    value: { verbose: true },
  },
  {
    name: 'a cast in front',
    before: `export default <Config>{\n  verbose: true,\n}\n`,
    after: `export default <Config>{\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n}\n`,
    value: { verbose: true },
  },
  {
    name: 'an object that is handed on to a function of another module',
    before: `const nextJest = require('next/jest')\nconst createJestConfig = nextJest({ dir: './' })\nconst customConfig = {\n  verbose: true,\n}\nmodule.exports = createJestConfig(customConfig)\n`,
    after: `const nextJest = require('next/jest')\nconst createJestConfig = nextJest({ dir: './' })\nconst customConfig = {\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n}\nmodule.exports = createJestConfig(customConfig)\n`,
    value: { verbose: true, next: true },
  },
  {
    name: 'what such a function gives, spread',
    before: `const nextJest = require('next/jest')\nconst make = nextJest({ dir: './' })\nmodule.exports = async () => ({\n  ...(await make({ verbose: true })()),\n  bail: 1,\n})\n`,
    after: `const nextJest = require('next/jest')\nconst make = nextJest({ dir: './' })\nmodule.exports = async () => ({\n  ...(await make({ verbose: true })()),\n  bail: 1,\n  collectCoverageFrom: ${LIST},\n})\n`,
    value: { verbose: true, next: true, bail: 1 },
  },
  {
    name: 'mergeConfig, the last of its objects',
    before: `import { defineConfig, mergeConfig } from 'vitest/config'\nimport base from './base'\nexport default mergeConfig(base, defineConfig({\n  bail: 1,\n}))\n`,
    after: `import { defineConfig, mergeConfig } from 'vitest/config'\nimport base from './base'\nexport default mergeConfig(base, defineConfig({\n  bail: 1,\n  collectCoverageFrom: ${LIST},\n}))\n`,
    value: { testEnvironment: 'node', testTimeout: 9, bail: 1 },
  },
  {
    name: 'Object.assign, the last of its objects',
    before: `const base = require('./base');\nmodule.exports = Object.assign({}, base, { bail: 1 });\n`,
    after: `const base = require('./base');\nmodule.exports = Object.assign({}, base, { bail: 1, collectCoverageFrom: ${LIST} });\n`,
    value: { testEnvironment: 'node', testTimeout: 9, bail: 1 },
  },
  {
    name: 'a spread in front',
    before: `const base = require('./base')\nmodule.exports = {\n  ...base,\n}\n`,
    after: `const base = require('./base')\nmodule.exports = {\n  ...base,\n  collectCoverageFrom: ${LIST},\n}\n`,
    value: { testEnvironment: 'node', testTimeout: 9 },
  },
  {
    name: 'exports.default, with keys in quotes',
    before: `exports.default = {\n  "verbose": true\n}\n`,
    after: `exports.default = {\n  "verbose": true,\n  "collectCoverageFrom": ["src/**/*.ts", "!src/**/*.d.ts"]\n}\n`,
    value: { verbose: true },
  },
  {
    name: '`export { config as default }`',
    before: `const config = {\n  verbose: true,\n}\nexport { config as default }\n`,
    after: `const config = {\n  verbose: true,\n  collectCoverageFrom: ${LIST},\n}\nexport { config as default }\n`,
    value: { verbose: true },
  },
]

for (const { name, before, after, value = {} } of forms)
  test(`a key is put into the object, whichever way it is exported: ${name}`, async () => {
    const text = edited(before, set('collectCoverageFrom', WANTED))
    assert.equal(text, after)
    assert.deepEqual(await loaded(before), value)
    assert.deepEqual(await loaded(text), { ...value, collectCoverageFrom: WANTED })
    assert.equal(edited(text, set('collectCoverageFrom', WANTED)), text, 'a second time it is as it was')
  })

test('what is no literal is a value that is compared and not looked into', () => {
  const value = valueOf(`const shared = [/x/]
const base = require('./base')
module.exports = {
  ...base,
  a: base.list,
  b: [1, -2, \`plain\`, \`\${1}\`, /re/g, ...base.list],
  'c d': () => {
    return 1
  },
  [base.key]: 1,
  ['e']: null,
  f() {},
  shared,
  again: shared,
  __proto__: base,
}`)
  assert.deepEqual(value, {
    '(code) ...base': '(code) ...base',
    a: '(code) base.list',
    b: [1, -2, 'plain', '(code) `${1}`', '(code) /re/g', '(code) ...base.list'],
    'c d': '(code) () => { return 1 }',
    '(code) [base.key]: 1': '(code) [base.key]: 1',
    e: null,
    f: '(code) f() {}',
    shared: '(code) shared',
    again: '(code) shared',
    '(code) __proto__: base': '(code) __proto__: base',
  })
})

test('a name is followed to the list that it stands for, if that is used nowhere else', () => {
  const text = `const sources = [
  'src/a.ts', // one
]
module.exports = { collectCoverageFrom: sources }
`
  assert.equal(
    edited(text, append('collectCoverageFrom', 'src/b.ts')),
    text.replace('// one\n', "// one\n  'src/b.ts',\n"),
  )
})

test('a value is put where a method, a call or a short form stands', async () => {
  const text = `const bail = 1
module.exports = {
  bail,
  reporters() { return [] },
  testTimeout: Number('7'),
}
`
  const after = edited(text, set('bail', 2), set('reporters', ['default']), set('testTimeout', 9))
  assert.equal(
    after,
    `const bail = 1
module.exports = {
  bail: 2,
  reporters: ['default'],
  testTimeout: 9,
}
`,
  )
  assert.deepEqual(await loaded(after), { bail: 2, reporters: ['default'], testTimeout: 9 })
})

test('objects go over several lines, lists as far as they have to, and quotes save escapes', () => {
  const long = Array.from({ length: 6 }, (_, i) => `src/folder-${i}/**/*.ts`)
  const value = {
    global: { 'a-b': "it's", __proto__x: 'say "it\'s"\n' },
    './src/': {},
    long,
    none: [],
    two: [{ a: 1 }],
  }
  assert.equal(
    edited(`module.exports = {\n  a: 'x'\n}\n`, set('t', value)),
    `module.exports = {
  a: 'x',
  t: {
    global: {
      'a-b': "it's",
      __proto__x: 'say "it\\'s"\\n'
    },
    './src/': {},
    long: [
      'src/folder-0/**/*.ts',
      'src/folder-1/**/*.ts',
      'src/folder-2/**/*.ts',
      'src/folder-3/**/*.ts',
      'src/folder-4/**/*.ts',
      'src/folder-5/**/*.ts'
    ],
    none: [],
    two: [
      {
        a: 1
      }
    ]
  }
}
`,
  )
})

test('a new item of a list stands where it is wanted, and the others keep their comments', () => {
  const text = `export default {
  list: [
    'a', // the first
    // none of these
    '!b', // the second
    'gone',
  ],
}
`
  assert.equal(
    edited(text, set('list', ['a', 'c', '!b', '!d'])),
    `export default {
  list: [
    'a', // the first
    'c',
    // none of these
    '!b', // the second
    '!d',
  ],
}
`,
  )
})
