import assert from 'node:assert/strict'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Refusal } from '../../lib/core/recipe.js'
import { openTemplates } from '../../lib/world/templates.js'
import { folder } from './folder.js'

test('a template of the project and a built-in one are rendered with what they include', async (t) => {
  const root = folder(t, {
    't/a.liquid': '{% include b %} {{ name }} {% render "./b" %}',
    't/b.liquid': 'b!',
  })
  const builtIn = folder(t, {
    'file_generation/x.liquid': 'x {{ list | join: "+" }}',
    'test_generation/y.liquid': 'y',
  })
  const { render } = openTemplates(root, builtIn)
  assert.equal(await render('./t/a.liquid', { name: 'N' }), 'b! N b!')
  assert.equal(await render('x', { list: [1, 2] }), 'x 1+2')
  assert.equal(await render('test_generation/y', {}), 'y')
})

test('no template reaches a file outside of its folder', async (t) => {
  const outside = folder(t, { 'secret.txt': 'TOPSECRET' })
  const root = folder(t, { 'templates/.keep': '' })
  const builtIn = folder(t)
  symlinkSync(join(outside, 'secret.txt'), join(root, 'templates/link.liquid'))
  symlinkSync(outside, join(root, 'out'))
  const names = [
    `${outside}/secret.txt`,
    '../../secret.txt',
    'link.liquid',
    'link',
    './link',
    '../out/secret.txt',
    'out/secret.txt',
  ]
  for (const name of names)
    for (const text of [`{% include '${name}' %}`, `{% render ${name} %}`, `{% layout "${name}" %}`]) {
      writeFileSync(join(root, 'templates/a.liquid'), text)
      const { render } = openTemplates(root, builtIn)
      await assert.rejects(
        render('./templates/a.liquid', {}),
        new Refusal(
          `template ./templates/a.liquid:1:1: there is no template \`${name}\` to include in its folder`,
        ),
      )
    }
  const { render } = openTemplates(root, builtIn)
  await assert.rejects(render('./out/secret.txt', {}), Refusal)
  await assert.rejects(render('./templates/link.liquid', {}), Refusal)
  await assert.rejects(render('../secret', {}), Refusal)
  await assert.rejects(render('./none.liquid', {}), new Refusal('there is no template `./none.liquid`'))
})

test('a fault in a template is told with its place', async (t) => {
  const root = folder(t, { 'inner.liquid': '\n{{ gone }}' })
  const { render } = openTemplates(root, root)
  const faults = async (text: string, data = {}): Promise<string> => {
    writeFileSync(join(root, 'a.liquid'), text)
    return await render('./a.liquid', data).then(String, (error: unknown) =>
      error instanceof Refusal ? error.message : 'a bug',
    )
  }
  assert.equal(await faults('\n  {{ x.y }}'), 'template ./a.liquid:2:6: undefined variable: x')
  assert.equal(await faults('{% nope %}'), 'template ./a.liquid:1:1: tag "nope" not found')
  assert.equal(await faults('{{ 1 | nope }}'), 'template ./a.liquid:1:1: undefined filter: nope')
  assert.equal(await faults('{% include inner %}'), 'template ./inner.liquid:2:4: undefined variable: gone')
  assert.equal(
    await faults('{{ x.constructor }}', { x: {} }),
    'template ./a.liquid:1:4: undefined variable: x.constructor',
  )
  assert.equal(
    await faults('{% for i in (1..100000000) %}x{% endfor %}'),
    'template ./a.liquid:1:1: memory alloc limit exceeded',
  )
  assert.match(await faults('{% include a %}'), /^template \.\/a\.liquid:1:1: /)
})
