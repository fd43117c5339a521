/** Every built-in template, in repositories of different kinds: what is written is accepted by who reads it, and is written once. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { format, getFileInfo } from 'prettier'
import { catalog } from '../../recipes/file_generation/catalog.js'
import { examples } from './file_generation/repositories.js'
import { generate, rendered, sightOf } from './file_generation/rig.js'
import { carryOut } from './reader.js'

test('the catalogue names the templates that there are', () => {
  const files = readdirSync(new URL('../../templates/file_generation/', import.meta.url))
  const names = files.filter((name) => name.endsWith('.liquid')).map((name) => name.replace('.liquid', ''))
  assert.deepEqual([...catalog.keys()].sort(), names.sort())
})

test('the documentation has every template', () => {
  const section =
    readFileSync('docs/recipes.md', 'utf8').split('## `file_generation`\n')[1]?.split('\n## ')[0] ?? ''
  const told = [...section.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \|/gm)].flatMap(
    ([, names = '']) => names.match(/[\w-]+/g) ?? [],
  )
  assert.deepEqual(told.sort(), [...catalog.keys()].sort())
})

test('every template is tried in some repository', () => {
  const tried = new Set(examples.flatMap(({ renders }) => renders.map(([template]) => template)))
  assert.deepEqual(
    [...catalog.keys()].filter((name) => !tried.has(name)),
    [],
  )
})

for (const { name, files, style, renders } of examples)
  test(`${name}: every text is whole, stays as prettier has it, and is written once`, async () => {
    for (const [template, output, data] of renders) {
      const look = sightOf(files, style)
      const text = await rendered(look, template, output, data)
      assert.match(text, /^\S.*[^\n]\n$/s, `${template} begins with its text and ends with one line break`)
      assert.doesNotMatch(text, /\{%|%\}|(?<!\$)\{\{|\n\n\n\n|\[object/, template)
      if ((await getFileInfo(output)).inferredParser !== null)
        assert.equal(await format(text, { ...style, filepath: output }), text, template)
      carryOut(await generate(look, template, output, data), look)
      assert.deepEqual(await generate(look, template, output, data), [], template)
    }
  })
