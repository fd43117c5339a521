/** What is inserted is laid out as prettier wants it, where the file was so before; every other byte stays. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Options } from 'prettier'
import { format } from 'prettier'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { prepare, readerOf } from '../reader.js'

const LONG = ['!**/*.{test,spec}.ts', '!**/*.d.ts', '!**/__mocks__/**', '!src/generated/**']

async function edited(
  target: string,
  text: string,
  edit: Readonly<Record<string, unknown>>,
  options: Options = {},
): Promise<string> {
  const look = {
    ...readerOf({ [target]: text }),
    format: (path: string, its: string) => format(its, { ...options, filepath: path }),
  }
  const [effect] = await prepare(configEdit, { target, edits: [edit] }, look)
  return effect?.do === 'write' ? effect.text : text
}

test('a list too long for a line goes over several, and one that fits does not', async () => {
  const text = `module.exports = {\n  verbose: true,\n};\n`
  const set = { set: 'collectCoverageFrom', value: LONG }
  const lines = LONG.map((glob) => `    "${glob}",\n`).join('')
  assert.equal(
    await edited('jest.config.js', text, set),
    `module.exports = {\n  verbose: true,\n  collectCoverageFrom: [\n${lines}  ],\n};\n`,
  )
  assert.equal(
    await edited('jest.config.js', text, set, { printWidth: 120 }),
    `module.exports = {\n  verbose: true,\n  collectCoverageFrom: [${LONG.map((glob) => `"${glob}"`).join(', ')}],\n};\n`,
  )
})

test('YAML is laid out, too', async () => {
  const text = `on: push\njobs:\n  test: { runs-on: x }\n`
  assert.equal(
    await edited('ci.yml', text, { set: 'env', value: { A: "it's", B: '"b"' } }),
    `on: push\njobs:\n  test: { runs-on: x }\nenv:\n  A: it's\n  B: '"b"'\n`,
  )
})

test('nothing else is laid out: not a file that was not so before, nor what stands around the new value', async () => {
  const own = `module.exports = {\n  verbose: true,\n}\n`
  const set = { set: 'globals', value: { a: 1 } }
  assert.equal(
    await edited('jest.config.js', own, set),
    `module.exports = {\n  verbose: true,\n  globals: {\n    a: 1,\n  },\n}\n`,
  )
  const line = `module.exports = () => ({ verbose: true, reporters: ["default", "github-actions"] });\n`
  const after = await edited('jest.config.js', line.replace(', "github-actions"', ''), {
    set: 'collectCoverageFrom',
    value: LONG,
  })
  assert.ok(after.startsWith('module.exports = () => ({ verbose: true, reporters: ["default"], '))
})
