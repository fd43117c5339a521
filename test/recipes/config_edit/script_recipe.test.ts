/** The whole recipe on scripts: actions and edits, a second time, by hand, and given back. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { carryOut, faultsIn, keptOf, prepare, read, readerOf, settingsOf } from '../reader.js'

const CONFIG = `import type { Config } from 'jest'

const config: Config = {
  preset: 'ts-jest', // compiled as it is loaded
  coverageThreshold: {
    global: { lines: 10 },
  },
}

export default config
`

const look = () =>
  readerOf({
    'jest.config.ts': CONFIG,
    'tsconfig.json': '{ "include": ["src"] }',
    'src/services/user.ts': '',
    'src/services/user.test.ts': '',
  })

const expand = { target: 'jest.config.ts', action: 'expand_coverage_collection' }
const thresholds = {
  target: 'jest.config.ts',
  action: 'add_directory_thresholds',
  with: { statements: 60, directories: { 'src/services': { lines: 70 } } },
}

test('both actions of coverage edit one script, a second run does nothing, and the very bytes come back', async () => {
  const eyes = look()
  const kept = new Map<object, ReturnType<typeof keptOf>>()
  for (const task of [expand, thresholds]) {
    kept.set(task, keptOf(configEdit, settingsOf(configEdit, task), eyes))
    carryOut(await prepare(configEdit, task, eyes), eyes)
  }
  assert.equal(
    eyes.files.get('jest.config.ts'),
    CONFIG.replace(
      `    global: { lines: 10 },
  },
`,
      `    global: { lines: 10, statements: 60 },
    './src/services/': {
      statements: 60,
      lines: 70,
    },
  },
  collectCoverageFrom: ['src/**/*.ts', '!**/*.{test,spec}.ts', '!**/*.d.ts'],
`,
    ),
  )
  for (const task of [expand, thresholds]) {
    const again = await prepare(configEdit, task, eyes)
    assert.deepEqual(
      again.filter((effect) => effect.do !== 'tell'),
      [],
    )
    assert.equal(await configEdit.holds?.(settingsOf(configEdit, task), eyes), true)
  }
  for (const task of [thresholds, expand]) {
    const text = configEdit.giveBack?.(settingsOf(configEdit, task).target, kept.get(task) ?? [], eyes)
    eyes.files.set('jest.config.ts', text ?? '')
  }
  assert.equal(eyes.files.get('jest.config.ts'), CONFIG)
})

test('an edit of a script that its text does not allow fails with the place', async () => {
  const eyes = readerOf({ 'jest.config.js': 'module.exports = {\n  bail: 1,\n  ...base,\n}\n' })
  const task = { target: 'jest.config.js', edits: [{ set: 'bail', value: 2 }] }
  await assert.rejects(prepare(configEdit, task, eyes), {
    message:
      /^jest\.config\.js:3:3 {2}.*`\.\.\.base` stands behind `bail` and may set it again: move `bail` behind it$/,
  })
})

test('an option of an action that is none is a fault, with the nearest name', () => {
  const result = read(configEdit, { ...thresholds, with: { directories: { src: { line: 1 } }, margin: 200 } })
  assert.deepEqual(faultsIn(result), [
    'with.margin: bad-value: `margin` has to be a number from 0 to 100, and is `200`',
    'with.directories.src.line (key): unknown-key: there is no key `line` here',
  ])
})
