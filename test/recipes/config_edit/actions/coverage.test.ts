/** Coverage is collected from every source file, and from nothing else: Jest and Vitest, in every place where that is said. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { expandCoverageCollection } from '../../../../recipes/config_edit/actions/expand_coverage_collection.js'
import type { Given } from './rig.js'
import { refused, tried } from './rig.js'

const FILES = {
  'tsconfig.json': '{ "include": ["src", "test"] }',
  'src/index.ts': '',
  'src/services/user.ts': '',
  'src/services/user.test.ts': '',
  'test/user.ts': '',
}

const on = (target: string, files: Readonly<Record<string, string>> = FILES, options = {}): Given => ({
  target,
  files,
  options,
})

const FALLS =
  'reported coverage will fall: each of the 2 source files counts now, with 0 % where no test loads it'

test('Jest is told of every source file, and of what is none', () => {
  const { after, says, regions } = tried(
    expandCoverageCollection,
    `{ preset: ts-jest }`,
    on('jest.config.js'),
  )
  assert.deepEqual(after, {
    preset: 'ts-jest',
    collectCoverageFrom: ['src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts'],
  })
  assert.deepEqual(regions, ['collectCoverageFrom'])
  assert.equal(says, FALLS)
})

test('the paths are from `rootDir`, however that is written', () => {
  for (const [target, rootDir] of [
    ['jest.config.json', 'src'],
    ['jest.config.json', '<rootDir>/src'],
    ['test/jest-e2e.json', '../src'],
    ['test/jest.config.js', `(code) path.join(__dirname, '..', 'src')`],
  ] as const) {
    const { after } = tried(expandCoverageCollection, JSON.stringify({ rootDir }), on(target))
    assert.deepEqual(after, {
      rootDir,
      collectCoverageFrom: ['**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts'],
    })
  }
})

test('what stands stays: patterns that reach all, and those that leave out files by their names', () => {
  const all = JSON.stringify({
    collectCoverageFrom: ['**/*.(t|j)s', '!src/index.ts', '!**/{test,x}/**'],
    rootDir: '.',
  })
  const { after } = tried(expandCoverageCollection, all, on('jest.config.json'))
  assert.deepEqual(after, {
    rootDir: '.',
    collectCoverageFrom: ['**/*.(t|j)s', '!src/index.ts', '!**/{test,x}/**', '!**/*.{test,spec}.ts'],
  })
})

test('where all is right nothing changes, and it says so', () => {
  const text = JSON.stringify({ collectCoverageFrom: ['src/**/*.ts', '!src/**/*.test.ts'] })
  const { after, says } = tried(expandCoverageCollection, text, on('jest.config.json'))
  assert.deepEqual(after, JSON.parse(text))
  assert.equal(says, 'nothing to do: coverage is collected from all 2 source files already')
})

test('a pattern that hides a folder of source code goes, and is told; one that is given as an option stays', () => {
  const text = JSON.stringify({
    collectCoverageFrom: ['src/*.ts', '!src/services/**'],
    coverageThreshold: { global: {} },
  })
  const { after, says } = tried(expandCoverageCollection, text, on('jest.config.json'))
  assert.deepEqual(after, {
    collectCoverageFrom: ['src/*.ts', 'src/**/*.ts', '!**/*.{test,spec}.ts'],
    coverageThreshold: { global: {} },
  })
  assert.equal(
    says,
    `${FALLS}; the thresholds that stand here may be too high for the true figures; \`!src/services/**\` hid source code and is gone: name it under \`exclude\` to keep it`,
  )
  const kept = tried(
    expandCoverageCollection,
    text,
    on('jest.config.json', FILES, { exclude: ['src/services/**', 'src/old/**'] }),
  )
  assert.deepEqual(kept.after, {
    collectCoverageFrom: ['src/*.ts', '!src/services/**', '!src/old/**'],
    coverageThreshold: { global: {} },
  })
})

test('a pattern that would take files in again behind one that leaves them out stands before it', () => {
  const text = JSON.stringify({ collectCoverageFrom: ['!**/*.test.ts', 'src/**/*.ts'] })
  const { after } = tried(expandCoverageCollection, text, on('jest.config.json'))
  assert.deepEqual(after, { collectCoverageFrom: ['src/**/*.ts', '!**/*.test.ts'] })
})

test('the key `jest` of a package.json is made, and what stands in it stays', () => {
  const none = { name: 'x', devDependencies: { jest: '^30' } }
  const made = tried(expandCoverageCollection, JSON.stringify(none), on('package.json'))
  const list = ['src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts']
  assert.deepEqual(made.after, { ...none, jest: { collectCoverageFrom: list } })
  const some = { jest: { testMatch: ['<rootDir>/test/**'] } }
  const { after, regions } = tried(expandCoverageCollection, JSON.stringify(some), on('package.json'))
  assert.deepEqual(after, { jest: { ...some.jest, collectCoverageFrom: list } })
  assert.deepEqual(regions, ['jest.collectCoverageFrom'])
})

test('what lies among the sources and is none is left out by its folder or its ending', () => {
  const files = {
    ...FILES,
    'src/generated/client.ts': '',
    'src/db/migrations/1.ts': '',
    'src/ui/Button.tsx': '',
    'src/ui/Button.stories.tsx': '',
    'src/__tests__/a.ts': '',
    'src/a.e2e-spec.ts': '',
    'src/env.d.ts': '',
    'src/app.config.ts': '',
  }
  const { after } = tried(expandCoverageCollection, '{}', on('jest.config.ts', files))
  assert.deepEqual(after, {
    collectCoverageFrom: [
      'src/**/*.{ts,tsx}',
      '!**/__tests__/**',
      '!**/*.{test,spec,e2e-spec}.{ts,tsx}',
      '!**/*.d.ts',
      '!**/generated/**',
      '!**/*.stories.tsx',
      '!**/migrations/**',
      '!**/*.config.ts',
    ],
  })
})

test('Jest looks for source files where its `roots` are, so these have to hold them', () => {
  const list = ['src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts']
  const { after, regions } = tried(
    expandCoverageCollection,
    '{ roots: ["<rootDir>/test"] }',
    on('jest.config.js'),
  )
  assert.deepEqual(after, { roots: ['<rootDir>/test', '<rootDir>/src'], collectCoverageFrom: list })
  assert.equal(regions.length, 2)
  const whole = tried(expandCoverageCollection, '{ roots: ["<rootDir>"] }', on('jest.config.js'))
  assert.deepEqual(whole.after, { roots: ['<rootDir>'], collectCoverageFrom: list })
})

test('a project of packages collects from each; with projects that have roots of their own, by patterns that fit in all', () => {
  const files = {
    'packages/a/package.json': '{}',
    'packages/a/src/a.ts': '',
    'packages/b/package.json': '{}',
    'packages/b/src/b.ts': '',
  }
  const one = tried(expandCoverageCollection, '{}', on('jest.config.js', files))
  assert.deepEqual(one.after, {
    collectCoverageFrom: [
      'packages/a/src/**/*.ts',
      'packages/b/src/**/*.ts',
      '!**/*.{test,spec}.ts',
      '!**/*.d.ts',
    ],
  })
  const many = tried(
    expandCoverageCollection,
    '{ projects: ["<rootDir>/packages/*"] }',
    on('jest.config.js', files),
  )
  assert.deepEqual(many.after, {
    projects: ['<rootDir>/packages/*'],
    collectCoverageFrom: ['**/src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts'],
  })
  const own = tried(expandCoverageCollection, '{}', on('packages/a/jest.config.js', files))
  assert.deepEqual(own.after, { collectCoverageFrom: ['src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts'] })
})

test('code at the top of a repository without folders of its own counts', () => {
  const files = { 'server.js': '', 'routes/users.js': '', 'jest.config.js': '', 'test/a.test.js': '' }
  const { after } = tried(expandCoverageCollection, '{}', on('jest.config.js', files))
  assert.deepEqual(after, {
    collectCoverageFrom: ['*.js', 'routes/**/*.js', '!**/*.{test,spec}.js', '!**/*.config.js'],
  })
})

test('Vitest is told under `test.coverage`, and not to leave out what no test loads', () => {
  const text = JSON.stringify({
    test: { coverage: { provider: 'v8', all: false, exclude: ['(code) ...coverageConfigDefaults.exclude'] } },
  })
  const { after, regions } = tried(expandCoverageCollection, text, on('vitest.config.ts'))
  assert.deepEqual(after, {
    test: {
      coverage: {
        provider: 'v8',
        all: true,
        exclude: ['(code) ...coverageConfigDefaults.exclude', '**/*.{test,spec}.ts', '**/*.d.ts'],
        include: ['src/**/*.ts'],
      },
    },
  })
  assert.deepEqual(regions, ['test.coverage.include', 'test.coverage.exclude', 'test.coverage.all'])
})

test('a Vitest before version 1 is told to look at all files, a later one needs no word', () => {
  const at = (version: string) =>
    on('vite.config.ts', { ...FILES, 'package.json': `{ "devDependencies": { "vitest": "${version}" } }` })
  const list = { include: ['src/**/*.ts'], exclude: ['**/*.{test,spec}.ts', '**/*.d.ts'] }
  assert.deepEqual(tried(expandCoverageCollection, '{}', at('^0.34.6')).after, {
    test: { coverage: { ...list, all: true } },
  })
  assert.deepEqual(tried(expandCoverageCollection, '{}', at('^4.0.0')).after, { test: { coverage: list } })
})

test('source folders that the configuration cannot see are named', () => {
  const files = { 'tsconfig.json': '{ "include": ["src", "worker"] }', 'src/a.ts': '', 'worker/b.ts': '' }
  const { says } = tried(expandCoverageCollection, '{ rootDir: src }', on('jest.config.json', files))
  assert.match(says ?? '', /; `worker` is outside of what this configuration sees, and needs one of its own$/)
})

const refusals = [
  [
    'a list that is code',
    '{ collectCoverageFrom: (code) sources() }',
    on('jest.config.js'),
    '`collectCoverageFrom` is `"(code) sources()"`, and has to be a list that stands in the file',
  ],
  [
    'an object that is code',
    '{ test: (code) tests }',
    on('vitest.config.ts'),
    '`test` is `"(code) tests"`, and has to be an object that stands in the file',
  ],
  [
    'a base that only running the script would tell',
    '{ rootDir: (code) where() }',
    on('jest.config.js'),
    'paths are from `rootDir`, which is `"(code) where()"`: write it as a path in the project',
  ],
  [
    'a package.json beside a configuration of its own',
    '{ scripts: { test: jest } }',
    on('package.json', { ...FILES, 'jest.config.cjs': '' }),
    'the tests are configured in `jest.config.cjs`: make that the target',
  ],
  [
    'a package.json without Jest',
    '{ scripts: { test: "node --test" } }',
    on('package.json'),
    'there is no `jest` here, and neither a script nor a dependency names it: which file configures the tests?',
  ],
  [
    'a file of something else',
    '{ rules: {} }',
    on('eslint.config.js'),
    'neither Jest nor Vitest is configured here: the target has to be the file that does it',
  ],
  [
    'a repository without code',
    '{}',
    on('jest.config.js', { 'README.md': '' }),
    'no source file was found: say the folders as `roots`',
  ],
] as const

for (const [name, text, given, message] of refusals)
  test(`it says why it cannot apply to ${name}`, () => {
    assert.equal(refused(expandCoverageCollection, text, given).message, message)
  })
