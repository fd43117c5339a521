/** What a file imports, as its text tells. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importsOf, indexOf, subjectOfSource } from '../../lib/survey/imports.js'

const found = (paths: readonly string[], from: string, text: string): string[] =>
  [...importsOf(from, text, indexOf(paths))].sort()

test('relative imports are followed with any ending, to index files, and out of folders', () => {
  const paths = ['src/a.ts', 'src/users/index.ts', 'src/users/user.ts', 'lib/a.ts']
  const text = `import a from '../a.js'\nexport * from './user'\nconst u = require('.')\nawait import("../../lib/a.ts")`
  assert.deepEqual(found(paths, 'src/users/all.ts', text), [
    'lib/a.ts',
    'src/a.ts',
    'src/users/index.ts',
    'src/users/user.ts',
  ])
})

test('an alias is followed by the end of the path; a package is not', () => {
  const paths = ['src/modules/user/user.ts', 'src/shared/hash.ts', 'src/react.ts']
  const text = `import x from '@modules/user/user'\nimport y from '@src/shared/hash'\nimport z from 'react'`
  assert.deepEqual(found(paths, 'src/app.ts', text), ['src/modules/user/user.ts', 'src/shared/hash.ts'])
})

test('modules that a test only mocks are imported by it too', () => {
  assert.deepEqual(found(['src/mail.ts'], 'src/a.test.ts', `jest.mock('./mail', () => ({}))`), [
    'src/mail.ts',
  ])
})

test('Python imports modules, members of packages, and what is beside it', () => {
  const paths = [
    'svc/app/core/security.py',
    'svc/app/models.py',
    'svc/app/api/__init__.py',
    'svc/app/api/deps.py',
  ]
  const text =
    'from app.core import security, other\nimport app.models as m\nfrom . import deps\nfrom .. import api\n'
  assert.deepEqual(found(paths, 'svc/app/api/users.py', text), [
    'svc/app/api/__init__.py',
    'svc/app/api/deps.py',
    'svc/app/core/security.py',
    'svc/app/models.py',
  ])
})

test('an index file is called by its folder, and a package by its own', () => {
  assert.deepEqual(
    ['src/user.service.ts', 'src/users/index.ts', 'packages/cookie/src/index.ts', 'app/auth/__init__.py'].map(
      subjectOfSource,
    ),
    ['user.service', 'users', 'cookie', 'auth'],
  )
})
