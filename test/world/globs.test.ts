import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UNIGNORED } from '../../lib/core/task.js'
import { globs } from '../../lib/world/globs.js'

const picked = (patterns: readonly string[], paths: readonly string[]): string[] =>
  paths.filter(globs.matcher(patterns))

test('a pattern matches dot files, and names with line breaks, quotes and backslashes', () => {
  const odd = ['.env', 'a\nb', "it's", 'a"b', 'a\\b', 'src/a\nb/.x']
  assert.deepEqual(picked(['**'], odd), odd)
  assert.deepEqual(picked(['src/**/.x'], odd), ['src/a\nb/.x'])
})

test('the folders of git, of this program and of packages are matched only where they are named', () => {
  const paths = [
    'a',
    '.git/config',
    'x/node_modules/a',
    '.orchestrate/key',
    'node_modules/.package-lock.json',
  ]
  assert.deepEqual(picked(['**'], paths), ['a'])
  assert.deepEqual(picked(['node_modules/**'], paths), ['node_modules/.package-lock.json'])
  assert.deepEqual(picked(['**/node_modules/*'], paths), [
    'x/node_modules/a',
    'node_modules/.package-lock.json',
  ])
  assert.deepEqual(picked(['.git/config'], paths), ['.git/config'])
  assert.deepEqual(picked(['node_modules/**', '!**/*.json'], paths), [])
})

test('patterns count in their order: one that takes away can be followed by one that gives back', () => {
  const paths = ['a/x.ts', 'a/y.ts', 'b/x.ts']
  assert.deepEqual(picked(['**/*.ts', '!a/**'], paths), ['b/x.ts'])
  assert.deepEqual(picked(['!a/**', '**/*.ts'], paths), paths)
  assert.deepEqual(picked(['**/*.ts', '!a/**', 'a/y.ts'], paths), ['a/y.ts', 'b/x.ts'])
})

test('a name with glob characters is meant as it stands where they are escaped, and matched as it stands anyway', () => {
  const paths = ['app/[id]/page.ts', 'app/i/page.ts', 'app/(auth)/a.ts', 'app/auth/a.ts', '!a']
  assert.deepEqual(picked(['app/\\[id\\]/page.ts'], paths), ['app/[id]/page.ts'])
  assert.deepEqual(picked(['app/[id]/page.ts'], paths), ['app/[id]/page.ts', 'app/i/page.ts'])
  assert.deepEqual(picked(['app/(auth)/*.ts'], paths), ['app/(auth)/a.ts'])
  assert.deepEqual(picked(['app/@(i|j)/*.ts'], paths), ['app/i/page.ts'])
  assert.deepEqual(picked(['\\!a'], paths), ['!a'])
})

test('a folder with its slash is all that is below it', () => {
  assert.deepEqual(picked(['src/'], ['src/a', 'src/b/c', 'srcs/a', 'src']), ['src/a', 'src/b/c'])
})

test('what a glob is', () => {
  const patterns = ['a.ts', 'a/b', '*.ts', 'a/', 'a/{b,c}', '\\*', 'a(b)', '!(a)', '!a', '!*', UNIGNORED]
  assert.deepEqual(
    patterns.filter((pattern) => globs.isGlob(pattern)),
    ['*.ts', 'a/', 'a/{b,c}', '!(a)', '!*', UNIGNORED],
  )
})

test('a glob starts in the last folder that it names without glob characters', () => {
  const bases = [
    'src/a/*.ts',
    '**',
    'src/{a/b,c}/d',
    './src/*',
    'a\\[b\\]/*',
    'src/',
    'a/b.ts',
    UNIGNORED,
  ].map((pattern) => globs.base(pattern))
  assert.deepEqual(bases, ['src/a', '', 'src', 'src', 'a[b]', 'src', 'a', ''])
})

test('a pattern may match below a folder where its segments can reach into it', () => {
  const may = (pattern: string): string[] =>
    ['', 'src', 'src/a', 'src/a/b', 'lib'].filter((folder) => globs.mayMatchBelow(pattern, folder))
  assert.deepEqual(may('src/*.ts'), ['', 'src'])
  assert.deepEqual(may('*/a/*.ts'), ['', 'src', 'src/a', 'lib'])
  assert.deepEqual(may('src/**/*.ts'), ['', 'src', 'src/a', 'src/a/b'])
  assert.deepEqual(may('src/{a/b,c}/*.ts'), ['', 'src', 'src/a', 'src/a/b'])
  assert.deepEqual(may('src/a/x.ts'), ['', 'src', 'src/a'])
  assert.deepEqual(may('!src/**'), [])
  assert.deepEqual(may(UNIGNORED), ['', 'src', 'src/a', 'src/a/b', 'lib'])
})
