/** Where the source code of a repository is. */
import assert from 'node:assert/strict'
import test from 'node:test'
import {
  isGenerated,
  isTest,
  kindOf,
  sourceDirectories,
  sourceFiles,
  sourceRoots,
} from '../../lib/survey/sources.js'
import { readerOf } from '../recipes/reader.js'

/** A repository of these files; a text only where it matters. */
const of = (...paths: (string | readonly [string, unknown])[]) =>
  readerOf(
    Object.fromEntries(
      paths.map((path) =>
        typeof path === 'string'
          ? [path, '']
          : [path[0], typeof path[1] === 'string' ? path[1] : JSON.stringify(path[1])],
      ),
    ),
  )

test('the folders that a tsconfig includes are the roots, less those that hold tests or tools', () => {
  const look = of(
    [
      'tsconfig.json',
      '{\n  // what is built\n  "include": ["src/**/*.ts", "./worker", "test", "scripts"],\n}',
    ],
    'src/a.ts',
    'worker/b.ts',
    'test/c.ts',
    'scripts/d.ts',
    'lib/e.ts',
  )
  assert.deepEqual(sourceRoots(look), ['src', 'worker'])
})

test('`rootDir`, what is extended and what is referred to are followed', () => {
  const byRootDir = of(['tsconfig.json', { compilerOptions: { rootDir: './code' } }], 'code/a.ts', 'src/b.ts')
  const byBase = of(
    ['tsconfig.json', { extends: './tsconfig.base' }],
    ['tsconfig.base.json', { include: ['code'] }],
    'code/a.ts',
  )
  const byReference = of(
    ['tsconfig.json', { files: [], references: [{ path: './tsconfig.app.json' }, { path: 'core' }] }],
    ['tsconfig.app.json', { include: ['app/**/*'] }],
    ['core/tsconfig.json', { include: ['code'] }],
    'app/a.ts',
    'core/code/b.ts',
  )
  assert.deepEqual(
    [byRootDir, byBase].map((look) => sourceRoots(look)),
    [['code'], ['code']],
  )
  assert.deepEqual(sourceRoots(byReference), ['app', 'core/code'])
})

test('a tsconfig that includes all, or leaves the project, leaves it to the usual folders', () => {
  const look = of(
    ['tsconfig.json', { include: ['**/*', '../shared'], compilerOptions: { outDir: 'lib' } }],
    'src/a.ts',
    'app/b.tsx',
    'lib/a.js',
    'server/old.js',
  )
  assert.deepEqual(sourceRoots(look), ['app', 'src'])
})

test('each package of a repository has roots of its own', () => {
  const look = of(
    'package.json',
    'packages/a/package.json',
    ['packages/a/tsconfig.json', { include: ['src'] }],
    'packages/a/src/a.ts',
    'services/b/package.json',
    'services/b/index.js',
    'services/b/routes/x.js',
    'examples/c/package.json',
    'examples/c/src/c.ts',
  )
  assert.deepEqual(sourceRoots(look), ['packages/a/src', 'services/b'])
})

test('without any usual folder, code at the top and in folders of the top counts', () => {
  const look = of(
    'server.js',
    'routes/users.js',
    'models/user.js',
    'jest.config.js',
    '.eslintrc.js',
    'test/a.js',
  )
  assert.deepEqual(sourceRoots(look), ['', 'models', 'routes'])
  assert.deepEqual(sourceFiles(look), ['models/user.js', 'routes/users.js', 'server.js'])
})

test('what tools made is no source, and a root in a root is not told twice', () => {
  const look = of(
    ['tsconfig.json', { include: ['src', 'src/app'] }],
    'src/app/a.ts',
    'dist/src/app/a.js',
    'coverage/lcov-report/sorter.js',
    'node_modules/x/src/x.js',
  )
  assert.deepEqual(sourceRoots(look), ['src'])
  assert.deepEqual(sourceFiles(look), ['src/app/a.ts'])
})

test('directories are those below a root; a root without any is its own', () => {
  const look = of(
    ['tsconfig.json', { include: ['src', 'worker'] }],
    'src/index.ts',
    'src/services/a.ts',
    'src/services/deep/b.ts',
    'src/routes/c.ts',
    'src/__tests__/c.test.ts',
    'src/types/only.d.ts',
    'worker/run.ts',
  )
  assert.deepEqual(sourceDirectories(look), ['src/routes', 'src/services', 'worker'])
})

test('a repository without code has no roots', () => {
  assert.deepEqual(sourceRoots(of('README.md', 'main.py')), [])
})

test('files that lie among source code and are none are told by folder and by ending', () => {
  const kinds = [
    'src/__tests__/a.ts',
    'src/a.spec.tsx',
    'src/a.d.ts',
    'src/generated/client.ts',
    'src/api_pb.js',
    'src/a.stories.tsx',
    'src/db/migrations/1.ts',
    'vite.config.mts',
    'src/fixtures/user.ts',
    'src/contest.ts',
    'src/latest/specification.ts',
  ]
  assert.deepEqual(
    kinds.map((path) => kindOf(path)?.name),
    [
      'test',
      'test',
      'types',
      'generated',
      'generated',
      'story',
      'migration',
      'config',
      'fixture',
      undefined,
      undefined,
    ],
  )
  assert.deepEqual(['services/a/test_b.py', 'a/conftest.py', 'a/contest.py'].map(isTest), [true, true, false])
  assert.deepEqual(['src/a.gen.ts', 'src/gen.ts'].map(isGenerated), [true, false])
})
