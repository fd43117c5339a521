/** What is taken out of a script, given back, or cannot be edited in it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { governed, regionOfEdit } from '../../../recipes/config_edit/edits.js'
import { Stuck } from '../../../recipes/config_edit/format.js'
import { giveRegionBack, keepRegion } from '../../../recipes/config_edit/keep.js'
import { script } from '../../../recipes/config_edit/script/index.js'
import { append, edited, loaded, remove, set } from './scripts.js'

const CONFIG = `const { defaults } = require('ts-jest/presets');

/* The one configuration. */
module.exports = {
  ...defaults,
  testEnvironment: 'node', // not jsdom
  // What counts.
  collectCoverageFrom: [
    'src/**/*.ts',
    "!src/**/*.d.ts", // types
  ],
  coverageThreshold: { global: { lines: 80, branches: 70 } },
  globalSetup() { return 1 },
  projects: [{ displayName: 'unit' }, { displayName: 'it', testMatch: [/x/] }],
};
`

test('a key goes with its line, an item with its comment, and what shares a line with its comma', async () => {
  const after = edited(
    CONFIG,
    remove('testEnvironment'),
    remove('coverageThreshold.global.branches'),
    remove('globalSetup'),
    remove('projects[displayName=unit]'),
  )
  assert.equal(
    after,
    `const { defaults } = require('ts-jest/presets');

/* The one configuration. */
module.exports = {
  ...defaults,
  // What counts.
  collectCoverageFrom: [
    'src/**/*.ts',
    "!src/**/*.d.ts", // types
  ],
  coverageThreshold: { global: { lines: 80 } },
  projects: [{ displayName: 'it', testMatch: [/x/] }],
};
`,
  )
  assert.deepEqual(await loaded(after), {
    transform: { ts: 'ts-jest' },
    collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts'],
    coverageThreshold: { global: { lines: 80 } },
    projects: [{ displayName: 'it', testMatch: [/x/] }],
  })
})

const edits: readonly Edit[] = [
  set('testEnvironment', 'jsdom'),
  set('collectCoverageFrom', ['lib/**']),
  append('collectCoverageFrom', '!src/**/*.test.ts'),
  set('coverageThreshold.global.lines', 90),
  set('coverageThreshold."./src/services/"', { lines: 70 }),
  set('globalSetup', './setup.js'),
  set('coverageReporters', ['text', 'json-summary']),
  append('setupFiles', './a.js'),
  append('projects', { displayName: 'e2e' }),
  remove('testEnvironment'),
  remove('collectCoverageFrom'),
  remove('coverageThreshold.global.lines'),
  remove('globalSetup'),
  remove('projects[displayName=it]'),
]

const TEXTS = [
  CONFIG,
  CONFIG.replaceAll('\n', '\r\n'),
  CONFIG.replace(/,?\n\};\n$/, '\n}'),
  CONFIG.replace('module.exports = {', 'const config = {').replace(/;\n$/, '\nmodule.exports = config'),
  CONFIG.replace('module.exports = {', 'export default defineConfig(() => ({').replace(/\};\n$/, '}))\n'),
]

for (const edit of edits)
  test(`after \`${edit.do}\` at \`${regionOfEdit(edit)}\` the very bytes come back`, () => {
    for (const text of TEXTS) {
      const kept = keepRegion(text, governed(edit), script)
      const after = edited(text, edit)
      assert.notEqual(after, text)
      assert.equal(giveRegionBack(after, governed(edit), kept, script), text)
    }
  })

/** What it says of an edit that cannot be made, with the text that it points at. */
function stuck(text: string, edit: Edit): readonly [string, string] {
  try {
    edited(text, edit)
  } catch (error) {
    if (error instanceof Stuck) return [error.message, text.slice(error.offset).split('\n')[0] ?? '']
    throw error
  }
  return assert.fail('it was edited')
}

test('a key that a spread behind it may set again is not edited', () => {
  assert.deepEqual(stuck(`module.exports = {\n  verbose: true,\n  ...base,\n}\n`, set('verbose', false)), [
    '`...base` stands behind `verbose` and may set it again: move `verbose` behind it',
    '...base,',
  ])
})

test('a key that the script changes later on is not edited', () => {
  for (const line of [
    'config.bail = 2',
    'config["bail"] = 2',
    'delete config.bail',
    'Object.assign(config, x)',
  ])
    assert.deepEqual(
      stuck(`const config = { bail: 1 }\n${line}\nmodule.exports = config\n`, set('bail', 3)),
      ['the script changes `bail` here: edit it by hand, or write the value into the object', line],
    )
  assert.equal(
    edited(`const config = { bail: 1, a: 1 }\nconfig.bail = 2\nmodule.exports = config\n`, set('a', 3)),
    `const config = { bail: 1, a: 3 }\nconfig.bail = 2\nmodule.exports = config\n`,
  )
})

test('a key that stands twice is not taken out, as the other one would count then', () => {
  assert.deepEqual(stuck(`module.exports = {\n  a: 1,\n  a: 2,\n}\n`, remove('a')), [
    '`a` is written in a way that cannot be edited here: edit it by hand',
    '2,',
  ])
})

test('a list in which code stands takes items, and code itself is not looked into', async () => {
  const text = `import { coverageConfigDefaults } from 'vitest/config'
export default { exclude: [...coverageConfigDefaults.exclude, 'a'], thresholds: own() }
function own() { return {} }
`
  const after = edited(text, append('exclude', 'b'))
  assert.deepEqual(await loaded(after), { exclude: ['usual', 'a', 'b'], thresholds: {} })
  assert.throws(() => edited(after, set('thresholds.lines', 80)), /`\\?"\(code\) own\(\)\\?"`/)
  assert.throws(() => script.put(after, ['thresholds', 'lines'], 80, after), Stuck)
})

const unread: readonly (readonly [string, string, string])[] = [
  ['broken', `module.exports = {\n  a: 1,\n  b: [1, 2\n}\n`, '}'],
  ['exporting nothing', `const config = {}\n`, 'const config = {}'],
  [
    'exporting what another file makes',
    `module.exports = require('./base')\n`,
    `module.exports = require('./base')`,
  ],
  [
    'choosing between two',
    `module.exports = process.env.CI ? { a: 1 } : { a: 2 }\n`,
    `module.exports = process.env.CI ? { a: 1 } : { a: 2 }`,
  ],
  [
    'returning in two places',
    `module.exports = () => {\n  if (x) return {}\n  return { a: 1 }\n}\n`,
    'module.exports = () => {',
  ],
  [
    'of a preset that is made from options',
    `module.exports = createDefaultPreset({ tsconfig: 'x' })\n`,
    `module.exports = createDefaultPreset({ tsconfig: 'x' })`,
  ],
  [
    'of an object that others may win over',
    `module.exports = Object.assign({ a: 1 }, base)\n`,
    'module.exports = Object.assign({ a: 1 }, base)',
  ],
  ['that goes round in a circle', `let a = b\nlet b = a\nmodule.exports = a\n`, 'module.exports = a'],
  ['nested too deep', `module.exports = ${'['.repeat(20_000)}`, `module.exports = ${'['.repeat(20_000)}`],
]

for (const [name, text, at] of unread)
  test(`a script ${name} is refused, with the place`, () => {
    const reading = script.read(text)
    assert.ok(!reading.ok)
    assert.equal(text.slice(reading.offset).split('\n')[0], at)
    assert.match(reading.message, /^(?:unexpected token|no object is exported|it is nested too deep)/)
  })
