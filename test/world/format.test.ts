import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { openFormat } from '../../lib/world/format.js'
import { folder } from './folder.js'

function rig(t: TestContext, files: Readonly<Record<string, string>>) {
  const said: string[] = []
  return { said, format: openFormat(folder(t, files), (text) => said.push(text)) }
}

test('a text is formatted by the nearest settings of the project', async (t) => {
  const { format, said } = rig(t, {
    '.prettierrc': 'semi: false\n',
    'app/package.json': '{"prettier":{"singleQuote":true}}',
  })
  assert.equal(await format('a.ts', 'const a="1"'), 'const a = "1"\n')
  assert.equal(await format('app/new/a.ts', 'const a="1"'), "const a = '1';\n")
  assert.deepEqual(said, [])
})

test('settings that are code, and only state data, are read and not run', async (t) => {
  const shared = "module.exports = { semi: false, overrides: [{ files: '*.md', options: { tabWidth: 8 } }] }"
  const { format, said } = rig(t, {
    'a/prettier.config.mjs':
      "/** @type {import('prettier').Config} */\nconst config = { singleQuote: true }\nexport default config",
    'b/package.json': '{"prettier":"@x/style"}',
    'node_modules/@x/style/index.js': shared,
    'c/package.json': '{"prettier":"@x/missing"}',
  })
  assert.equal(await format('a/x.ts', 'x("1")'), "x('1');\n")
  assert.equal(await format('b/x.ts', 'x("1")'), 'x("1")\n')
  assert.equal(await format('b/x.md', '1. a\n   - b\n'), '1. a\n      - b\n')
  assert.deepEqual(said, [])
  assert.equal(await format('c/x.ts', 'x("1")'), 'x("1");\n')
  assert.deepEqual(said, [
    "`@x/missing` is code and is not loaded: what is generated has prettier's own settings",
  ])
})

test('without settings of its own a text is laid out by .editorconfig, as prettier does it', async (t) => {
  const { format } = rig(t, {
    'package.json': '{}',
    '.editorconfig': 'root = true\n[*]\nindent_style = space\nindent_size = 4\n',
  })
  assert.equal(await format('a.ts', 'if (x) {\ny()\n}'), 'if (x) {\n    y();\n}\n')
})

test('settings that are code are not loaded, and that is said; plugins are not, either', async (t) => {
  const throws = 'throw new Error("loaded")'
  const { format, said } = rig(t, {
    'a/prettier.config.mjs': throws,
    'b/.prettierrc.json': '{"plugins":["./evil.mjs"],"semi":false}',
    'b/evil.mjs': throws,
  })
  assert.equal(await format('a/x.ts', 'x ( )'), 'x();\n')
  assert.equal(await format('a/y.ts', 'y ( )'), 'y();\n', 'and it is said once')
  assert.equal(await format('b/x.ts', 'x ( )'), 'x()\n')
  assert.deepEqual(said, [
    "`prettier.config.mjs` is code and is not loaded: what is generated has prettier's own settings",
  ])
})

test('what prettier cannot format, does not know or shall ignore stays as it is', async (t) => {
  const { format, said } = rig(t, { '.prettierignore': 'ignored.ts\n', 'bad/.prettierrc': '{' })
  assert.equal(await format('a.xyz', 'a  b'), 'a  b')
  assert.equal(await format('ignored.ts', 'x ( )'), 'x ( )')
  assert.deepEqual(said, [])
  assert.equal(await format('a.ts', 'const ='), 'const =')
  assert.equal(await format('bad/a.ts', 'x ( )'), 'x ( )')
  assert.equal(said.length, 2)
  assert.match(said.join(), /^`a\.ts` is left as it was rendered, for prettier cannot format it: /)
})
