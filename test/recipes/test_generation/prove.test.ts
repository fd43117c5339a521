/** What is taken away again when tests are run as they will stand; the runner here only says what it is told to say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Experiment, Finding } from '../../../lib/core/recipe.js'
import { proven } from '../../../recipes/test_generation/ts/prove.js'
import type { Bench } from '../../../recipes/test_generation/ts/bench.js'
import { unable } from '../../../recipes/test_generation/ts/verdicts.js'
import type { Kept } from '../../../recipes/test_generation/ts/select.js'
import { readerOf } from '../reader.js'
import { dialect, keptOf } from './units.js'

const kept = (act: string): Kept => keptOf({ id: act, subject: 'unit', act }, { id: act, value: ['n', '1'] })
const write = (tests: readonly Kept[]): Promise<string> =>
  Promise.resolve(tests.map(({ case: { act } }) => `it('', () => {\n  ${act}\n})\n`).join(''))

/** A runner of tests by `node --test`, and a compiler. */
function bench(
  run: (text: string) => { readonly code: number; readonly output: string },
  mistakes: (text: string) => readonly object[] = () => [],
): Bench {
  const experiment = ({ files, wanted = [], command }: Experiment): Promise<Finding> => {
    const [text = ''] = [...(files?.values() ?? [])].map((one) => one ?? '')
    const found: Finding = command.includes('-e')
      ? {
          kind: 'exited',
          code: 0,
          output: '',
          files: new Map([[wanted[0] ?? '', JSON.stringify(mistakes(text))]]),
        }
      : { kind: 'exited', files: new Map(), ...run(text) }
    return Promise.resolve(found)
  }
  return {
    look: { ...readerOf(), experiment },
    dialect: dialect('node'),
    folder: '',
    testFile: 'unit.test.ts',
    flags: ['--import', 'tsx'],
    installed: ['@scope/kit'],
    install: 'npm ci',
  }
}

const tap = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('it('))
    .map((_line, i) => `# Subtest: \nok ${i + 1} - \n`)
    .join('')

/** What the runner says of the file where something of it went wrong outside of the tests. */
const OWN = '# Subtest: /project/unit.test.ts\nnot ok 9 - /project/unit.test.ts\n'

test('a test whose deeds go wrong when it is over is found among the others, and goes', async () => {
  const own = bench((text) =>
    text.includes('late()') ? { code: 1, output: `${tap(text)}${OWN}` } : { code: 0, output: tap(text) },
  )
  const all = ['a()', 'b()', 'late()', 'c()', 'd()'].map(kept)
  assert.equal((await proven(all, write, own)).text, await write(['a()', 'b()', 'c()', 'd()'].map(kept)))
})

test('where every test does so, the runner is quoted', async () => {
  const own = bench((text) =>
    text.includes("it('runs'")
      ? { code: 0, output: tap(text) }
      : { code: 1, output: `${tap(text)}Error: now failed\n${OWN}` },
  )
  await assert.rejects(proven([kept('a()'), kept('b()')], write, own), {
    name: 'Untestable',
    message: 'its tests pass, and what they set off fails when they are over: Error: now failed',
  })
})

test('a suite that ends badly even with an empty test says nothing of the tests', async () => {
  const own = bench((text) => ({ code: 1, output: `${tap(text)}Error: a reporter failed\n` }))
  const all = ['a()', 'b()'].map(kept)
  assert.equal((await proven(all, write, own)).text, await write(all))
})

test('a test in which the compiler finds a mistake goes; what a project lacks for all tests is no mistake', async () => {
  const own = bench(
    (text) => ({ code: 0, output: tap(text) }),
    (text) => [
      { line: 0, code: 2582, message: "Cannot find name 'it'." },
      ...text
        .split('\n')
        .flatMap((line, i) => (line.includes('wrong') ? [{ line: i, code: 2322, message: 'a number' }] : [])),
    ],
  )
  assert.equal(
    (await proven(['a()', 'wrong()', 'b()'].map(kept), write, own)).text,
    await write(['a()', 'b()'].map(kept)),
  )
})

test('a mistake outside of the tests is told', async () => {
  const own = bench(
    (text) => ({ code: 0, output: tap(text) }),
    () => [{ line: 9, code: 2305, message: "Module './unit' has no exported member 'a'." }],
  )
  await assert.rejects(proven([kept('a()')], write, own), {
    name: 'Untestable',
    message:
      "the compiler does not take what tests of `unit.test.ts` need: Module './unit' has no exported member 'a'.",
  })
})

test('a missing package is told with the command that installs it', () => {
  const own = bench(() => ({ code: 0, output: '' }))
  const said = 'node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n'
  const told = (name: string): string =>
    `: \`${name}\` is not installed: run \`npm ci\` (or name the task that installs among \`depends_on\`)`
  assert.equal(unable(`${said}Error: Cannot find module '@scope/kit/deep'`, own), told('@scope/kit'))
  assert.equal(unable("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'tsx'", own), told('tsx'))
  assert.equal(unable(`${said}Error: Cannot find module './own'`, own), ": Error: Cannot find module './own'")
})

/** Runs the acts in the order of the text: `set` has to come somewhere before `get`. */
const inTurn = (text: string, fails: (acts: readonly string[], i: number) => boolean): string => {
  const acts = [...text.matchAll(/^ {2}(\w+)\(\)$/gm)].map(([, act = '']) => act)
  return acts.map((_act, i) => `# Subtest: \n${fails(acts, i) ? 'not ok' : 'ok'} ${i + 1} - \n`).join('')
}

test('a test that needs another before it goes: backwards it comes first', async () => {
  const fails = (acts: readonly string[], i: number): boolean =>
    acts[i] === 'get' && !acts.slice(0, i).includes('set')
  const own = bench((text) => {
    const output = inTurn(text, fails)
    return { code: output.includes('not ok') ? 1 : 0, output }
  })
  const all = ['a()', 'set()', 'get()', 'b()'].map(kept)
  assert.equal((await proven(all, write, own)).text, await write(['a()', 'set()', 'b()'].map(kept)))
})

test('a test that needs any other before it goes: alone it fails', async () => {
  const own = bench((text) => {
    const output = inTurn(text, (acts, i) => acts[i] === 'get' && acts.length === 1)
    return { code: output.includes('not ok') ? 1 : 0, output }
  })
  const all = ['a()', 'get()', 'b()'].map(kept)
  assert.equal((await proven(all, write, own)).text, await write(['a()', 'b()'].map(kept)))
})

test('a test that spoils those after it goes in their stead', async () => {
  const own = bench((text) => {
    const output = inTurn(text, (acts, i) => acts.slice(0, i).includes('spoil'))
    return { code: output.includes('not ok') ? 1 : 0, output }
  })
  const all = ['a()', 'b()', 'spoil()'].map(kept)
  assert.equal((await proven(all, write, own)).text, await write(['a()', 'b()'].map(kept)))
})
