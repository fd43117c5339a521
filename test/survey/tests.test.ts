/** Where the test of a file goes: as the repository does it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunnerName } from '../../lib/survey/runner.js'
import { namingOf, pythonTestFileOf, testFileOf } from '../../lib/survey/tests.js'

const SOURCES = ['src/services/user.ts', 'src/services/mail.ts', 'src/app.ts']
const where = (tests: readonly string[], name: RunnerName = 'jest', more: { suffix?: string } = {}): string =>
  testFileOf('src/services/mail.ts', 'src', namingOf(tests, SOURCES, { name, ...more }))

test('beside its file, in __tests__, or in a tree of its own, with the suffix that most have', () => {
  assert.equal(where(['src/services/user.spec.ts']), 'src/services/mail.spec.ts')
  assert.equal(where(['src/services/__tests__/user.test.ts']), 'src/services/__tests__/mail.test.ts')
  assert.equal(
    where(['test/services/user.test.ts', 'test/app.test.ts', 'src/app.test.ts']),
    'test/services/mail.test.ts',
  )
  assert.equal(
    where(['tests/unit/services/user.test.ts', 'tests/fixtures/user.ts']),
    'tests/unit/services/mail.test.ts',
  )
  assert.equal(where(['test/services/user.ts'], 'mocha'), 'test/services/mail.ts')
})

test('without any test yet, where the runner looks', () => {
  assert.equal(where([]), 'src/services/mail.test.ts')
  assert.equal(where([], 'node'), 'test/services/mail.test.ts')
  assert.equal(where([], 'jest', { suffix: '.spec' }), 'src/services/mail.spec.ts')
})

test('tests of the whole program are no example', () => {
  assert.equal(where(['test/users.e2e-spec.ts', 'e2e/login.test.ts']), 'src/services/mail.test.ts')
})

test('__tests__ beside the sources holds their tree', () => {
  assert.equal(where(['__tests__/services/user.spec.ts']), '__tests__/services/mail.spec.ts')
})

test('away from its folder, an index file goes by the name of the folder', () => {
  const naming = namingOf(['test/app.test.js'], [], { name: 'jest' })
  assert.equal(testFileOf('src/users/index.js', 'src', naming), 'test/users/users.test.js')
})

test('a Python test is named for the module, and for its folders below the package', () => {
  assert.equal(pythonTestFileOf('app/main.py', 'app', 'tests'), 'tests/test_main.py')
  assert.equal(
    pythonTestFileOf('svc/app/api/users.py', 'svc/app', 'svc/tests'),
    'svc/tests/test_api_users.py',
  )
})
