import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testGeneration } from '../../../recipes/test_generation/index.js'
import { usualTestFile } from '../../../recipes/test_generation/settings.js'
import { faultsIn, read, settingsOf } from '../reader.js'

test('tests stand beside their source; those of python in the folder `tests` of the service', () => {
  assert.equal(usualTestFile('src/users/service.ts'), 'src/users/service.test.ts')
  assert.equal(usualTestFile('lib/a.mjs'), 'lib/a.test.mjs')
  assert.equal(
    usualTestFile('services/moderation/moderation/scoring.py'),
    'services/moderation/tests/test_scoring.py',
  )
  assert.equal(usualTestFile('src/microdot/cors.py'), 'tests/test_cors.py')
})

test('the test file is what a task owns, and the source is what it reads', () => {
  const settings = settingsOf(testGeneration, {
    target: 'src/a.ts',
    test_file: 'test/a.spec.ts',
    budget: '30s',
  })
  assert.deepEqual(settings, {
    target: 'src/a.ts',
    testFile: 'test/a.spec.ts',
    template: undefined,
    budget: 30_000,
  })
  assert.deepEqual(testGeneration.claims(settings), [{ path: 'test/a.spec.ts', whole: true }])
  assert.deepEqual(testGeneration.reads(settings), ['src/a.ts'])
})

test('every wrong setting is told with what would be right', () => {
  assert.deepEqual(faultsIn(read(testGeneration, { target: 'src/a.ts', template: 'unit', budget: 'long' })), [
    'template: bad-value: `template` has to be one of `service`, `route`, `config`, `graphql`, `python`, and is `unit`',
    'budget: bad-value: `budget` has to be a time such as `30s` or `2m`, and is `long`',
  ])
  assert.deepEqual(faultsIn(read(testGeneration, { target: 'src/a.d.ts' })), [
    'target: bad-value: `target` has to be a file of TypeScript, JavaScript or Python, and is `src/a.d.ts`',
  ])
})
