/** Recipes with one effect: manual, coverage, file_generation; and what holds for all that are built in. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { coverage } from '../../recipes/coverage.js'
import { fileGeneration } from '../../recipes/file_generation/index.js'
import { builtIn, comingLater } from '../../recipes/index.js'
import { manual } from '../../recipes/manual.js'
import { carryOut, faultsIn, prepare, read, readerOf, settingsOf } from './reader.js'

test('a manual task asks its question', async () => {
  assert.deepEqual(
    await prepare(manual, { question: 'Ready?', instructions: 'Look.', allow_skip: true }, readerOf()),
    [{ do: 'ask', question: 'Ready?', instructions: 'Look.', allowSkip: true }],
  )
  assert.deepEqual(await prepare(manual, { question: 'Ready?' }, readerOf()), [
    { do: 'ask', question: 'Ready?', allowSkip: false },
  ])
  assert.deepEqual(faultsIn(read(manual, { allow_skip: 'yes', instruction: 'x' })), [
    'instruction (key): unknown-key: there is no key `instruction` here',
    ': missing-key: `question` is missing, and has to be a text',
    'allow_skip: bad-value: `allow_skip` has to be `true` or `false`, and is `yes`',
  ])
})

test('coverage runs its command', async () => {
  const raw = { run: 'npm t {{ x }}', report: 'c.json', lines: 80 }
  assert.deepEqual(await prepare(coverage, raw, readerOf(), { x: 'a b' }), [
    {
      do: 'spawn',
      command: 'npm t "${ORCHESTRATE_VAR_x}"',
      cwd: '.',
      env: { ORCHESTRATE_VAR_x: 'a b' },
      evidence: ['c.json'],
    },
  ])
  const [below] = await prepare(coverage, { run: 'x', cwd: 'packages/a/', report: 'c.json' }, readerOf())
  assert.deepEqual(below, { do: 'spawn', command: 'x', cwd: 'packages/a/', env: {}, evidence: ['c.json'] })
  assert.deepEqual(faultsIn(read(coverage, { run: 'x', statements: 101 })), [
    ': missing-key: `report` is missing, and has to be a path',
    'statements: bad-value: `statements` has to be a number from 0 to 100, and is `101`',
  ])
})

const judged = async (text: string | undefined, needs: Readonly<Record<string, number>>): Promise<string> => {
  const settings = settingsOf(coverage, { run: 'x', report: 'c.json', ...needs })
  const report = await coverage.report?.(settings, readerOf(text === undefined ? {} : { 'c.json': text }), '')
  return `${report?.ok === true ? 'ok' : 'not'}: ${report?.message ?? ''}`
}

test('coverage reads the figures of Istanbul and of coverage.py', async () => {
  const istanbul = JSON.stringify({
    total: { statements: { pct: 61.2 }, branches: { pct: 24.999 }, lines: { pct: 57.97 } },
  })
  assert.equal(await judged(istanbul, { statements: 25 }), 'ok: statements 61.20 % (needs 25 %)')
  assert.equal(await judged(istanbul, { statements: 61.2 }), 'ok: statements 61.20 % (needs 61.2 %)')
  assert.equal(
    await judged(istanbul, { branches: 25, functions: 1 }),
    'not: branches 24.99 % (needs 25 %), functions not measured (needs 1 %)',
  )
  assert.equal(await judged(istanbul, {}), 'ok: statements 61.20 %, branches 24.99 %, lines 57.97 %')
  const python = JSON.stringify({
    totals: {
      covered_lines: 2,
      num_statements: 3,
      percent_covered: 60,
      covered_branches: 1,
      num_branches: 4,
    },
  })
  assert.equal(
    await judged(python, { statements: 66, branches: 25 }),
    'ok: statements 66.66 % (needs 66 %), branches 25.00 % (needs 25 %)',
  )
  assert.equal(
    await judged('{"totals":{"percent_covered":79.5}}', { lines: 80 }),
    'not: lines 79.50 % (needs 80 %)',
  )
})

test('coverage that cannot be read is not enough', async () => {
  const hint = 'an Istanbul `json-summary` or what `coverage json` writes would be right'
  assert.equal(await judged(undefined, {}), `not: \`c.json\` was not written: ${hint}`)
  for (const text of ['', '<xml/>', '{"total":{"statements":{"pct":"Unknown"}}}', 'null', '[]'])
    assert.equal(await judged(text, {}), `not: \`c.json\` is no coverage report that can be read: ${hint}`)
})

test('a file is generated from a template, which is an input where it is the project’s', async () => {
  const raw = { template: './t/../a.liquid', output: './out.md', data: { a: 1 } }
  const settings = settingsOf(fileGeneration, raw)
  assert.deepEqual(fileGeneration.reads(settings), ['a.liquid'])
  assert.deepEqual(fileGeneration.claims(settings), [{ path: 'out.md', whole: true }])
  assert.deepEqual(await fileGeneration.prepare(settings, readerOf()), [
    { do: 'write', path: 'out.md', text: './a.liquid {"a":1}\n' },
  ])
  assert.deepEqual(
    fileGeneration.reads(settingsOf(fileGeneration, { template: 'codeowners', output: 'x' })),
    [],
  )
})

test('a template outside of the project, or that is neither name nor path, is a fault', () => {
  assert.deepEqual(faultsIn(read(fileGeneration, { template: '../x.liquid', output: 'dist/' })), [
    'template: leaves-project: `../x.liquid` leaves the project',
    'output: bad-value: `output` has to be the path of a file, and is `dist/`',
  ])
  assert.deepEqual(faultsIn(read(fileGeneration, { template: 'a/b.liquid', output: 'x', data: [] })), [
    'template: bad-value: `template` has to be the name of a built-in template, or the path of your own from `./`, and is `a/b.liquid`',
    'data: bad-value: `data` has to be a map, and is an empty list',
  ])
})

test('every built-in recipe stands under its name, and none of those that come later does', () => {
  assert.deepEqual([...builtIn.keys()].sort(), [
    'command',
    'config_edit',
    'coverage',
    'file_generation',
    'manual',
    'test_generation',
    'workflows',
  ])
  for (const [name, recipe] of builtIn) assert.equal(recipe.name, name)
  assert.deepEqual(
    comingLater.filter((name) => builtIn.has(name)),
    [],
  )
})

const workflow = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: x\n'
const settingsOfPure: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([
  [
    'config_edit',
    { target: 'f.json', edits: [{ set: 'a.b', value: 1 }, { append: 'l', value: 2 }, { remove: 'x' }] },
  ],
  ['file_generation', { template: 'codeowners', output: 'CODEOWNERS', data: { owners: '@a/b' } }],
  ['workflows', { workflows: '.github/workflows/*.yml' }],
])

// `test_generation` tries things out in a copy of a project: its own tests run it twice.
for (const recipe of [...builtIn.values()].filter(({ name, pure }) => pure && name !== 'test_generation'))
  test(`${recipe.name} has nothing left to do over its own result`, async () => {
    const raw = settingsOfPure.get(recipe.name)
    assert.ok(raw, `${recipe.name} is pure: give it settings here`)
    const look = readerOf({ 'f.json': '{ "x": 1 }', '.github/workflows/ci.yml': workflow })
    carryOut(await prepare(recipe, raw, look), look)
    assert.deepEqual(await prepare(recipe, raw, look), [])
  })
